"""The lessons at the edges: whatever an address asks for, a page answers in words and numbers, never with NaN."""

import re

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import APP

from ui.lessons import PAGES
from vae_core.probability.families import FAMILIES, Member

EXTREMES = {
    "distributions": [
        *(
            {"p": f"{family}-{'_'.join(f'{value:g}' for value in Member.default(family).parameters)}"}
            for family in FAMILIES
        ),
        {"p": "normal-0_0.001", "x1": "-1", "x2": "1"},
        {"p": "normal-1000_1000", "x1": "1e6", "x2": "1e6"},
        {"p": "binomial-10_0"},
        {"p": "binomial-1_1", "n": "1"},
        {"p": "bernoulli-1", "size": "2"},
        {"p": "bernoulli-0", "n": "1"},
        {"p": "geometric-1"},
        {"p": "geometric-0.001", "x1": "0", "x2": "1e6"},
        {"p": "poisson-0.001"},
        {"p": "cauchy-0_0.001", "n": "100000"},
        {"p": "student_t-0.5_0_1"},
        {"p": "student_t-1.5_0_1", "n": "2"},
        {"p": "gamma-0.1_1000", "x1": "0", "x2": "0"},
        {"p": "beta-0.5_0.5", "x1": "0", "x2": "1"},
        {"p": "log_normal-10_10"},
        {"p": "uniform-0_0.001"},
        {"p": "mixture-1_0_0.001_0_5_1000"},
        {"p": "categorical-1_0_2_1"},
        {"mean": "5", "sd": "0.1", "norm": "normal-0_0.001", "x": "1e6"},
    ],
}
CASES = [(lesson, address) for lesson, addresses in EXTREMES.items() for address in addresses]


def run(lesson: str, address: dict[str, str]) -> AppTest:
    """The lesson, entered by its address."""
    app = AppTest.from_file(APP, default_timeout=20).run()
    app.query_params.update(address)
    return app.switch_page(str(PAGES / f"{lesson}.py")).run()


def words(app: AppTest) -> str:
    kinds = ("markdown", "caption", "latex", "success", "info")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


@pytest.mark.parametrize(
    ("lesson", "address"), CASES, ids=lambda value: "&".join(value.values()) if isinstance(value, dict) else value
)
def test_extremes_are_shown_in_words_and_numbers(lesson, address):
    app = run(lesson, address)
    assert not app.exception
    assert not app.error
    assert not app.warning, "the address was refused"
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b", words(app), flags=re.IGNORECASE)


@pytest.mark.parametrize("lesson", EXTREMES)
def test_a_lesson_asks_checks_and_leads_on(lesson):
    app = run(lesson, {})
    assert len(app.radio) == 3
    assert any(button.label == "Show me" for button in app.button)
    for radio in app.radio:
        radio.set_value(radio.options.index(radio.options[0]))
    app.run()
    assert not app.exception
    assert len(app.success) + len(app.info) == 3
