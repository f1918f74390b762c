"""`python -m tests.faults CYCLES [--state FILE] [--mutant NAME] [--full]`: the count as JSON; exit 1 on a fault.

A process of its own, because it forks: nothing else may run in it.
"""

import json
import sys
from pathlib import Path

import click

from tests.faults.cycles import run, run_full
from tests.faults.mutants import MUTANTS


@click.command()
@click.argument("cycles", type=int)
@click.option("--state", type=click.Path(path_type=Path), help="where the count is kept: go on from there")
@click.option("--mutant", type=click.Choice(list(MUTANTS)))
@click.option("--full", is_flag=True, help="a full disk instead of kills")
def main(cycles: int, state: Path | None, mutant: str | None, full: bool) -> None:
    """Kill the desk so many times."""
    count = run_full() if full else run(cycles, state, MUTANTS[mutant] if mutant else None)
    print(json.dumps(count.__dict__, indent=1))
    sys.exit(1 if count.faults else 0)


main()
