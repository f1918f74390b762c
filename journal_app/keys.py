"""Keys of a desk: made once at first start, kept beside the database and never in it. Files of 0600, nothing else.

A copy of the database alone opens no sealed seed and matches no guarded name.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from journal_app.durable import sync_folder


@dataclass(frozen=True, slots=True)
class Keys:
    """`pepper` goes into keyed hashes, `seal` opens what is sealed, `setup` lets the first administrator in."""

    pepper: bytes
    seal: bytes
    setup: str

    def digest(self, words: str) -> str:
        """A keyed hash: whoever has only the database cannot try words against it."""
        return hmac.new(self.pepper, words.encode(), hashlib.sha256).hexdigest()

    def sealed(self, secret: str) -> str:
        """A secret, encrypted and authenticated."""
        return Fernet(self.seal).encrypt(secret.encode()).decode()

    def unsealed(self, token: str) -> str | None:
        """What `sealed` made; None when it was made with another key or changed."""
        try:
            return Fernet(self.seal).decrypt(token.encode()).decode()
        except InvalidToken:
            return None


def open_keys(folder: Path) -> Keys:
    """The keys of this folder, each made when it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Keys(
        _kept(folder / "pepper", secrets.token_hex(32).encode()),
        _kept(folder / "seal", Fernet.generate_key()),
        _kept(folder / "setup", secrets.token_urlsafe(12).encode()).decode(),
    )


def _kept(path: Path, fresh: bytes) -> bytes:
    """The file's bytes; `fresh` is written, durably, when there is none. Who comes second reads the first one's."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
        sync_folder(path.parent)
    return path.read_bytes()
