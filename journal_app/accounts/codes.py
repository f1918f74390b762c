"""Accounts: the six digits of an authenticator (TOTP, RFC 6238). A step is used once; a clock may be 30 s off."""

import hmac

import pyotp

STEP_S = 30
DRIFT = 1  # steps before and after now


def new_seed() -> str:
    """A new seed, 160 bits in base 32."""
    return pyotp.random_base32()


def address(seed: str, login: str) -> str:
    """What the authenticator's QR says."""
    return pyotp.TOTP(seed).provisioning_uri(name=login, issuer_name="Journal des Jungles")


def used_step(seed: str, code: str, now_s: float, last: int) -> int | None:
    """The step that the code belongs to, later than `last`; None when the code is wrong, old or used."""
    digits = "".join(str(int(sign)) for sign in code if sign.isdecimal())  # any script's digits, but not ²
    present = int(now_s) // STEP_S
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        right = pyotp.TOTP(seed).at(step * STEP_S)
        if hmac.compare_digest(right, digits) and step > last:
            found = step
    return found
