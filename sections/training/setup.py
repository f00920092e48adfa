"""The settings of the next run: the most important ones in a row, all others beside it."""

import streamlit as st

from sections.training import asked
from sections.training.download import download
from sections.training.more import in_words, more, one_of, whole
from sections.training.own_images import own_images
from sections.training.settings import experiment
from ui import lab, state
from ui.datasets import NAMES
from ui.fields import training as fields
from ui.i18n import gettext as _
from ui.i18n import mark, translated
from ui.literal import literal
from vae_core.data import is_present
from vae_core.data.mnist_family import ON_ITS_SIDE
from vae_core.errors import ConfigError
from vae_core.lab.experiment import OWN
from vae_core.lab.limits import Limits

DATASETS = {"digits": mark("Digits"), **NAMES, OWN: mark("Own images")}
# How many images are offered; 0 stands for all. Of a large set, a part is learned from at first: an epoch is short.
COUNTS = {"digits": (100, 500, 0), OWN: (100, 500, 2000, 0)}
COUNTS_OF_LARGE, FIRST_OF_LARGE = (2000, 10_000, 30_000, 0), 10_000


def setup() -> None:
    """Everything that is asked for before a run, on the whole page's run: play takes it.

    Once there is one, its figures have the room, and the settings of the next are behind a button.
    """
    allowed = lab.allowed()
    with st.container():  # also where it is empty: what stands below keeps its place among the elements of the page
        if asked.record() is None:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                _usual(allowed)
                with st.popover(_("More settings"), icon=":material/tune:"):
                    more()
            st.caption(in_words())
            if state.get(fields.DATASET) in fields.EMNIST:
                st.caption(translated(ON_ITS_SIDE))
    own_images()
    download()
    try:
        experiment().check(allowed)
    except ConfigError as error:
        st.warning(literal(translated(error)), icon=":material/block:")


def settings() -> None:
    """The same behind a button, once there is a run."""
    if asked.record() is None:
        return
    words = f"{_usual_in_words()} · {in_words()}"
    with st.popover(_("Settings"), icon=":material/tune:", key="next_settings", help=words):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _usual(lab.allowed())
        more()


def _usual(allowed: Limits) -> None:
    _data()
    options = COUNTS.get(state.get(fields.DATASET), COUNTS_OF_LARGE)
    one_of(fields.IMAGES, _("Images"), options, _count, width=120)
    whole(fields.LATENT, _("Latent dimensions"), allowed.latent_dim, width=150)
    whole(fields.EPOCHS, _("Epochs"), allowed.epochs, step=10, width=130)


def _usual_in_words() -> str:
    images = state.get(fields.IMAGES)
    return " · ".join(
        (
            _(DATASETS[state.get(fields.DATASET)]),
            _("{n} images").format(n=_count(images)) if images else _("all images"),
            _("latent {n}").format(n=state.get(fields.LATENT)),
            _("{n} epochs").format(n=state.get(fields.EPOCHS)),
        )
    )


def _data() -> None:
    def take(name: str) -> None:
        state.put(fields.DATASET, name)
        state.put(fields.IMAGES, 0 if name in COUNTS else FIRST_OF_LARGE)

    bound = state.bind(fields.DATASET, state.get(fields.DATASET), take)
    # EMNIST is not fetched from here: it is offered where it is.
    options = [
        name
        for name in fields.DATASETS
        if name not in fields.EMNIST or name == state.get(fields.DATASET) or is_present(name)
    ]
    st.selectbox(_("Data"), options, format_func=lambda name: _(DATASETS[name]), width=180, **bound)


def _count(images: int) -> str:
    return f"{images:,}".replace(",", " ") if images else _("all")
