"""Media, the cage: a stranger's file is parsed in a process of its own that reaches nothing. It parses nothing itself.

Limits: CPU 20 s, wall 60 s, 768 MiB. Where the kernel filters system calls (Linux on x86-64 or
ARM64) the child has no network, starts no program and, once its module is loaded, opens no file at all: it reads one
descriptor and writes another. Elsewhere the limits alone hold.
"""

import ctypes
import importlib
import os
import platform
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import IO

CPU_S, WALL_S, MEMORY = 20, 60, 768 * 1024 * 1024
MOST_OUTPUT = 128 * 1024 * 1024  # bytes; a picture of 25 MB and its small copies stay far below
_AT_ONCE = threading.BoundedSemaphore(2)  # two such processes are all the memory a small machine should lend
_ROOT = str(Path(__file__).resolve().parents[2])
_OUT_OF_MEMORY = 3  # the child's exit code

# System calls by machine (Linux, arch/*/include/*/unistd): never allowed, and not allowed once the module is loaded.
_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_* of linux/audit.h
_NEVER = {  # socket connect accept sendto sendmsg bind listen socketpair exec* kill ptrace process_vm_* io_uring_setup
    "x86_64": (41, 42, 43, 44, 46, 49, 50, 53, 57, 58, 59, 62, 101, 288, 310, 311, 322, 425),
    "aarch64": (117, 129, 198, 199, 200, 201, 202, 203, 206, 211, 221, 242, 270, 271, 281, 425),
}
_LATER = {  # open creat openat openat2 truncate rename* link* symlink* unlink* mkdir* rmdir chmod
    "x86_64": (2, 76, 82, 83, 84, 85, 86, 87, 88, 90, 257, 258, 263, 264, 265, 266, 316, 437),
    "aarch64": (34, 35, 36, 37, 38, 45, 56, 276, 437),
}


class Why(StrEnum):
    """How a confined process ended."""

    DONE = ""
    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Ended:
    """What the process wrote, and why it ended; only DONE may be believed."""

    output: bytes
    why: Why


def run(
    module: str, arguments: Sequence[str], source: IO[bytes] | bytes, wall_s: float = WALL_S, cpu_s: int = CPU_S
) -> Ended:
    """Call `module.child(arguments, source, out)` in a confined process. At most two run at once; others wait."""
    with _AT_ONCE, _with_descriptor(source) as stdin, tempfile.TemporaryFile() as out:
        command = [sys.executable, "-P", "-s", "-m", "journal_app.media.confined", str(cpu_s), module, *arguments]
        # one arena: glibc reserves 64 MB of addresses for each, and addresses are what is counted
        environment = {"PYTHONPATH": _ROOT, "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(
            command, stdin=stdin, stdout=out, stderr=subprocess.DEVNULL, cwd="/", env=environment, close_fds=True
        )
        try:
            code = process.wait(wall_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            code = -signal.SIGKILL
        out.seek(0)
        return Ended(out.read(MOST_OUTPUT) if code == 0 else b"", _why(code))


def _why(code: int) -> Why:
    if code in (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGALRM):
        return Why.TIME
    return {0: Why.DONE, _OUT_OF_MEMORY: Why.MEMORY}.get(code, Why.CRASH)


@contextmanager
def _with_descriptor(source: IO[bytes] | bytes) -> Iterator[IO[bytes]]:
    """A real file the child can read from its beginning."""
    if not isinstance(source, bytes):
        source.seek(0)
        try:
            source.fileno()
        except OSError:  # a small upload stands in memory
            source = source.read()
        else:
            os.lseek(source.fileno(), 0, os.SEEK_SET)
            yield source
            return
    with tempfile.TemporaryFile() as file:
        file.write(source)
        file.seek(0)
        yield file


def _limit(cpu_s: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the picture
    signal.alarm(max(WALL_S, 2 * cpu_s))  # also when who started it has gone


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def forbid(calls: Sequence[int], machine: str) -> bool:
    """Answer these system calls with EPERM from now on (seccomp); whether the kernel took the rule."""
    step = struct.Struct("<HBBI")  # struct sock_filter: code, jump if true, jump if false, value
    refuse = len(calls) + 1  # from the first step of the list to the last rule, a jump counts what it leaps over
    rules = [step.pack(0x20, 0, 0, 4), step.pack(0x15, 0, refuse + 2, _ARCH[machine]),  # another machine's calls: no
             step.pack(0x20, 0, 0, 0), step.pack(0x35, refuse, 0, 0x40000000)]  # nor x32's  # fmt: skip
    rules += [step.pack(0x15, refuse - place, 0, call) for place, call in enumerate(calls, 1)]
    rules += [step.pack(0x06, 0, 0, 0x7FFF0000), step.pack(0x06, 0, 0, 0x00050000 | 1)]  # allow; EPERM
    libc = ctypes.CDLL(None, use_errno=True)
    code = b"".join(rules)
    program = _Program(len(rules), code)
    zero, one = ctypes.c_ulong(0), ctypes.c_ulong(1)
    if libc.prctl(38, one, zero, zero, zero):  # PR_SET_NO_NEW_PRIVS
        return False
    # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
    return bool(libc.prctl(22, ctypes.c_ulong(2), ctypes.byref(program), zero, zero) == 0)


def _main(cpu_s: int, module: str, arguments: list[str]) -> int:
    _limit(cpu_s)
    machine = platform.machine() if sys.platform == "linux" else ""
    if machine in _ARCH:
        forbid(_NEVER[machine], machine)
    source, out = sys.stdin.buffer, sys.stdout.buffer
    try:
        work = importlib.import_module(module)
        if machine in _ARCH:
            forbid(_LATER[machine], machine)
        written = BytesIO()
        work.child(arguments, source, written)
        out.write(written.getbuffer())
        out.flush()
    except MemoryError:
        return _OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    code = _main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
    os._exit(code)  # nothing is left to tidy, and hooks that open files would be refused
