"""The bundles of plotly.js: those of the installed plotly, and enough for every figure."""

import pytest
from plotly.offline import get_plotlyjs_version
from serving import serve

from ui import addresses, libraries
from vae_core.figures.figure import Figure


@pytest.mark.parametrize("bundle", libraries.BUNDLES)
def test_they_are_those_that_the_installed_plotly_was_made_for(bundle):
    head = libraries.content(bundle)[:400].decode()
    assert f"plotly.js ({bundle} - minified) v{get_plotlyjs_version()}\n" in head, "python -m ui.libraries"
    assert "MIT license" in head
    assert serve(addresses.plotly_script(bundle)).status_code == 200


def test_no_other_file_of_the_folder_is_served():
    for name in ("LICENSE", "__init__", "basic"):
        assert serve(addresses.plotly_script(name)).status_code == 404


def test_solids_have_a_bundle_of_their_own():
    def bundle_for(*kinds: str) -> str:
        return libraries.bundle_for(Figure([{"type": kind} for kind in kinds], {}))

    assert bundle_for() == libraries.FLAT
    assert bundle_for("contour", "scatter") == libraries.FLAT
    assert bundle_for("scatter", "surface") == libraries.SOLID
