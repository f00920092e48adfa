"""What opens a class: its code, which is said aloud, and secrets, which are never."""

import hashlib
import secrets
import unicodedata

# No two are mistaken for each other, neither on a projector nor in a room: no 0 and O, no 1, I and L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6  # nearly a thousand million: of as few wrong ones as tries.py lets through, none is right by chance


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str | None:
    """The code that somebody has typed, in any case and with any dashes and spaces; ``None`` for what is none.

    A keyboard that writes Chinese has letters as wide as its signs: they are the same.
    """
    code = "".join(
        sign for sign in unicodedata.normalize("NFKC", text).upper() if not sign.isspace() and sign not in "-–—_."
    )
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def new_secret() -> str:
    """What its owner shows to be known again; 128 bits."""
    return secrets.token_urlsafe(16)


def digest(secret: str) -> str:
    """All that is kept of a secret. One of 128 bits needs no salt and no slow hash: it is in no list of words."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()  # half a character is in none of ours
