"""`python -m tests.faults CYCLES [--state FILE] [--mutants] [--full]`: the count as JSON; exit 1 on a fault.

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
@click.option("--mutants", is_flag=True, help="each wrong desk until it is caught, instead of ours")
@click.option("--full", is_flag=True, help="a full disk instead of kills")
def main(cycles: int, state: Path | None, mutants: bool, full: bool) -> None:
    """Kill the desk so many times."""
    if mutants:
        print(json.dumps({name: run(cycles, mutant=mutant).faults for name, mutant in MUTANTS.items()}, indent=1))
        sys.exit(0)
    count = run_full() if full else run(cycles, state)
    print(json.dumps(count.__dict__, indent=1))
    sys.exit(1 if count.faults else 0)


main()
