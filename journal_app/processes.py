"""Processes beside ours, which set pages and pictures: they end when we do, however we end. It knows no work.

A child of a killed parent would wait for its next question for ever, with 200 MB of faces: it holds both ends of the
pipe that the questions come through, so that the pipe never ends.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process


def pool(workers: int = 1, first: Callable[[], object] | None = None) -> ProcessPoolExecutor:
    """So many processes, begun when they are needed; `first`: what each does before its first work."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(first,))


def _begin(first: Callable[[], object] | None) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if first:
        first()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)  # nobody is there to be told
