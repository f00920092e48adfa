"""What is said of a share of draws."""

import streamlit as st

from ui.i18n import gettext as _
from vae_core.printing import with_error
from vae_core.probability.events import Estimate


def share(frequency: Estimate) -> str:
    """How often an event came, and by how much that may be off."""
    return with_error(frequency.value, frequency.standard_error)


def its_error(frequency: Estimate) -> None:
    """Where all draws were alike: why there is an error nevertheless."""
    if frequency.value in (0.0, 1.0):
        st.caption(
            _(
                "All draws were alike, so they show no spread of their own. The error is that of Laplace's rule: as "
                "if one more had fallen inside and one more outside."
            )
        )
