"""Kernel: what broke, told without anybody's words: places in the code and the kinds of errors. No I/O.

An error's own message may hold what a person typed (a statement's parameters, a file's name, a line that could not be
read), and a path may hold a code: neither is written to a log.
"""

import traceback


def sober(error: BaseException) -> str:
    """The frames of an error and of what caused it, the cause first, each with its kind; a system's reason too."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{sober(cause)}\nthen\n" if cause is not None and cause is not error else ""
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    reason = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    return f"{before}{frames}{type(error).__module__}.{type(error).__qualname__}{reason}"
