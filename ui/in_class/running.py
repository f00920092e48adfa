"""The classes of this server: where they are kept, and who is connected."""

import logging
import os
import threading
from collections.abc import Callable
from functools import cache, wraps
from typing import TypeVar

from classroom.classes import LASTS, Classes
from classroom.hub import Hub
from classroom.store import StoreError, open_store
from classroom.tries import Tries
from ui import answering, i18n, metering
from vae_core import places
from vae_core.errors import ConfigError, Sentence
from vae_core.lab import limits

HOUR = 3600.0
LONGEST = 366 * 24 * HOUR

T = TypeVar("T")
_making = threading.RLock()


def _once(make: Callable[[], T]) -> Callable[[], T]:
    """Keep what is made first: of pages that come in one moment, a mere cache would let each make its own."""
    kept = cache(make)

    @wraps(make)
    def get() -> T:
        with _making:
            return kept()

    get.cache_clear = kept.cache_clear
    return get


@_once
def classes() -> Classes:
    """Those in the store that VAE_CLASS_URL names, else in the folder of runs; gone after VAE_CLASS_HOURS.

    Raises:
        StoreError: nothing can be kept there.
    """
    return Classes(open_store(os.environ.get("VAE_CLASS_URL"), places.classes()), lasts(), allowed().class_members)


@_once
def allowed() -> limits.Limits:
    """How much this server allows. Where its file of limits is wrong, the lab says so, and a class has our own."""
    try:
        return limits.load()
    except ConfigError as error:
        logging.getLogger(__name__).warning(error)
        return limits.load(limits.FILE)


@_once
def tries() -> tuple[Tries, Tries]:
    """The wrong codes that were tried of late, and the classes that were begun."""
    most = allowed()
    return Tries(most.wrong_codes_each, most.wrong_codes), Tries(most.classes_begun_each, most.classes_begun)


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


@_once
def hub() -> Hub:
    """The connections of this server. One that is started again in its place takes over what was known of them."""
    made = Hub(classes(), answering.name(), _worded)
    metering.register("vae_classes", "Classes with a page connected to this server", lambda: {"": made.census()[0]})
    metering.register("vae_class_pages", "Pages connected to a class by this server", lambda: {"": made.census()[1]})
    return made


def _worded(sentence: Sentence, language: str) -> str:
    return sentence.translated(i18n.catalogue(language).gettext)
