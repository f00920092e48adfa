"""The classes of this server: where they are kept, and who is connected."""

import os
from functools import cache

from classroom.classes import LASTS, Classes
from classroom.hub import Hub
from classroom.store import StoreError, open_store
from ui import answering, i18n
from vae_core import places
from vae_core.errors import Sentence

HOUR = 3600.0
LONGEST = 366 * 24 * HOUR


@cache
def classes() -> Classes:
    """Those in the store that VAE_CLASS_URL names, else in the folder of runs; gone after VAE_CLASS_HOURS.

    Raises:
        StoreError: nothing can be kept there.
    """
    return Classes(open_store(os.environ.get("VAE_CLASS_URL"), places.runs()), lasts())


def lasts() -> float:
    """For how many seconds a class is kept. Raises StoreError where the setting says nothing that makes sense."""
    hours = os.environ.get("VAE_CLASS_HOURS")
    if not hours:
        return LASTS
    try:
        seconds = float(hours) * HOUR
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST:
        raise StoreError("VAE_CLASS_HOURS is how many hours a class is kept, such as 24, and not {found}.", found=hours)
    return seconds


@cache
def hub() -> Hub:
    """The connections of this server. One that is started again in its place takes over what was known of them."""
    return Hub(classes(), answering.name(), _worded)


def _worded(sentence: Sentence, language: str) -> str:
    return sentence.translated(i18n.catalogue(language).gettext)
