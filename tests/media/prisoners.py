"""What a confined process may try: each of these is run in the cage by test_confined.py. Not tests themselves."""

import socket
import subprocess
from typing import IO


def _told(attempt: str) -> str:
    try:
        if attempt == "network":
            socket.create_connection(("127.0.0.1", 9), 1)
        elif attempt == "name":
            socket.getaddrinfo("localhost", 80)
        elif attempt == "program":
            subprocess.run(["/bin/true"], check=True)
        elif attempt == "file":
            with open("/etc/hostname", "rb") as file:
                file.read()
        elif attempt == "write":
            with open("/tmp/prisoner", "wb") as file:
                file.write(b"x")
        elif attempt == "memory":
            bytearray(2_000_000_000)
        elif attempt == "time":
            while True:
                pass
        elif attempt == "crash":
            raise ValueError(attempt)
    except OSError as error:
        return type(error).__name__
    return "possible"


def child(arguments: list[str], source: IO[bytes], out: IO[bytes]) -> None:
    if arguments[0] == "echo":
        out.write(source.read())
        return
    out.write(_told(arguments[0]).encode())
