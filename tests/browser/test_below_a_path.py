"""The app below a path: of a proxy that strips it, and of the server's own setting."""

import pytest
from conftest import serving
from proxy import stripping

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module", params=["proxy", "baseUrlPath"])
def below(request, port, tmp_path_factory):
    """An address that has a path."""
    if request.param == "proxy":
        with stripping("/user/ann/proxy/8501", port) as address:
            yield address
    else:
        with serving(tmp_path_factory.mktemp("below") / "log", base="/course/vae") as other:
            yield f"http://127.0.0.1:{other}/course/vae"


# Addresses where nothing was.
MISSED = """performance.getEntriesByType('resource')
    .filter(({ name, responseStatus }) => responseStatus >= 400 && !name.includes('/_stcore/'))
    .map(({ name }) => name)"""


def missed(visitor) -> list[str]:
    """What the page has asked for in vain, save for what Streamlit itself tries."""
    return visitor.page.evaluate(MISSED)


def test_digits_are_decoded(visit, below):
    visitor = visit("/", address=below)
    before = visitor.pictures()
    visitor.page.get_by_role("button", name="Sample from the prior").click()
    visitor.until(lambda: visitor.pictures() != before)
    assert missed(visitor) == []


def test_a_figure_follows_the_hand(visit, below):
    visitor = visit("/distributions?step=area", address=below)
    figure = visitor.figure("density")
    before = figure.place("x2")
    figure.drag("x2", across=50)
    assert figure.answers() > 0
    assert figure.place("x2") != before
    assert missed(visitor) == []


def test_a_map_forms_and_other_steps_have_what_they_need(visit, below):
    visitor = visit("/latent_map?proj=tsne&pts=500", ready=False, address=below)
    visitor.page.locator(".cloud[data-stage=finished]").wait_for()
    visitor.turn_to("place")
    visitor.page.locator(".cloud[data-ready=true]").wait_for()
    visitor.page.locator(".contents").get_by_text("Latent space").click()
    visitor.page.wait_for_url("**/latent_space**")
    for step, picture in (("manifold", ".walk"), ("space", ".decoder")):
        visitor.turn_to(step)
        visitor.page.locator(f"{picture}[data-ready=true]").wait_for()
    assert missed(visitor) == []
