"""How the work grows with what is given: for the tests that say "a hostile text takes bounded time".

Seconds depend on the machine and on who else is at it; how they grow does not. Eight times as much may take about eight
times as long; what compares everything with everything takes sixty-four times.
"""

import gc
import time
from collections.abc import Callable

TIMES = 8
LINEAR = 24  # three times what is fair, a third of what is not
LEAST_S = 0.05  # below, a clock says little, and nobody waits


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one run, without the tidying of what other tests left."""
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()


def grows(work: Callable[[int], object], size: int) -> float:
    """How many times longer `work(size)` takes than `work(size // 8)`: 8 where each part is looked at once.

    Each is done once: what a first run keeps for a second would make the small one look quicker than it is.
    """
    small = seconds(lambda: work(size // TIMES))
    return seconds(lambda: work(size)) / max(small, LEAST_S)
