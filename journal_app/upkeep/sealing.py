"""Upkeep, sealing: a file encrypted as it is written, and checked as it is read. It knows nothing of what is in it.

A header with a random salt; scrypt makes the key of a passphrase; then pieces of 1 MiB, each encrypted and
authenticated (ChaCha20-Poly1305) with its number and whether it is the last: none can be cut off, repeated or moved.
"""

import secrets
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MARK, SALT, PIECE, TAG = b"JDJ-sealed-1\n", 16, 1024 * 1024, 16
COST = 2**15  # scrypt: 32 MiB and a tenth of a second for each guess


class NotOpened(ValueError):
    """Another passphrase, or bytes that were changed or cut off."""


def _cipher(secret: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(secret))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealer:
    """Takes bytes, writes them sealed."""

    def __init__(self, file: IO[bytes], secret: bytes) -> None:
        salt = secrets.token_bytes(SALT)
        self.file, self.cipher, self.number, self.held = file, _cipher(secret, salt), 0, bytearray()
        file.write(MARK + salt)

    def write(self, data: bytes) -> int:
        """As of a file. A piece is written when more than a piece is held: the last one is known at the end."""
        self.held += data
        while len(self.held) > PIECE:
            self._seal(bytes(self.held[:PIECE]), last=False)
            del self.held[:PIECE]
        return len(data)

    def _seal(self, piece: bytes, last: bool) -> None:
        self.file.write(self.cipher.encrypt(_nonce(self.number, last), piece, MARK))
        self.number += 1

    def end(self) -> None:
        """The last piece."""
        self._seal(bytes(self.held), last=True)


def is_sealed(file: IO[bytes]) -> bool:
    """Whether the file begins as a sealed one; it stands at its begin again."""
    begin = file.read(len(MARK))
    file.seek(0)
    return begin == MARK


class Opener:
    """Reads a sealed file as if it were not; NotOpened as soon as something is not as it was sealed."""

    def __init__(self, file: IO[bytes], secret: bytes) -> None:
        file.read(len(MARK))
        self.pieces = self._opened(file, _cipher(secret, file.read(SALT)))
        self.held = b""

    @staticmethod
    def _opened(file: IO[bytes], cipher: ChaCha20Poly1305) -> Iterator[bytes]:
        number, piece = 0, file.read(PIECE + TAG)
        while True:
            following = file.read(PIECE + TAG)
            try:
                yield cipher.decrypt(_nonce(number, not following), piece, MARK)
            except InvalidTag:
                raise NotOpened from None
            if not following:
                return
            number, piece = number + 1, following

    def read(self, size: int = -1) -> bytes:
        """As of a file."""
        while size < 0 or len(self.held) < size:
            piece = next(self.pieces, None)
            if piece is None:
                break
            self.held += piece
        size = len(self.held) if size < 0 else size
        found, self.held = self.held[:size], self.held[size:]
        return found
