"""Pages for teachers: every question and every picture of many hands is told of, and what is said of them is so."""

import re
from pathlib import Path

import pytest
from test_site_pages import STEP_LINK

from sections.autoencoders import questions as autoencoders
from sections.diffusion import questions as diffusion
from sections.distributions import questions as distributions
from sections.elbo import gap_questions, weighted_question
from sections.elbo import questions as elbo
from sections.from_noise import questions as from_noise
from sections.kl_divergence import questions as kl_divergence
from sections.latent_space import questions as latent_space
from sections.latent_variables import questions as latent_variables
from sections.likelihood import questions as likelihood
from ui import state
from ui.components.classroom.words import words

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
# A question of each kind that needs no network to be answered: those are judged by tests of their own.
ASKED = {
    "/distributions?step=throws": [distributions.nearer],
    "/distributions?step=area": [distributions.half_the_interval, distributions.probability_of_a_point],
    "/likelihood?step=both-ways": [likelihood.move_a_point],
    "/likelihood?step=ascent": [likelihood.let_it_climb],
    "/kl_divergence?step=coding": [kl_divergence.price],
    "/kl_divergence?step=divergence": [kl_divergence.direction, kl_divergence.change_of_q],
    "/latent_variables?step=ancestral": [latent_variables.most_responsible, latent_variables.twice_the_weight],
    "/latent_variables?step=prior": [latent_variables.carriers],
    "/autoencoders?step=sampling": [autoencoders.moved_along],
    "/elbo?step=known": [elbo.narrower],
    "/elbo?step=weighted": [weighted_question.who_is_higher],
    "/elbo?step=gaps": [gap_questions.how_far_is_the_mean, gap_questions.are_the_means_apart],
    "/latent_space?step=space": [latent_space.step],
    "/latent_space?step=path": [latent_space.way],
    "/latent_space?step=arithmetic": [latent_space.in_the_other_space],
    "/diffusion?step=noise": [diffusion.what_is_left],
    "/diffusion?step=score": [diffusion.where_the_guess_lies],
    "/diffusion?step=back": [diffusion.who_needs_more_steps],
    "/from_noise?step=between": [from_noise.how_far_off_the_shell],
}


def text_of(page: str) -> str:
    return (DOCS / page).read_text("utf-8")


def rows(page: str) -> list[list[str]]:
    """The cells of a page's tables, without their heads."""
    lines = [line for line in text_of(page).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def told_of(page: str) -> list[str]:
    """The steps that the first cells of a page's tables lead to."""
    return [link for first, *_ in rows(page) for link in STEP_LINK.findall(first)]


def test_every_question_of_a_step_is_told_of():
    asking = set()
    for path in (ROOT / "sections").rglob("*.py"):
        for step in re.findall(r'predict\.first\("([\w-]+)"', path.read_text("utf-8")):
            asking.add(f"/{path.parent.name}?step={step}")
    assert len(asking) > 30
    assert asking == set(told_of("questions.md"))


@pytest.mark.parametrize("address", ASKED)
def test_what_is_right_at_first_is_right(address):
    said = [cells[2] for cells in rows("questions.md") if address in STEP_LINK.findall(cells[0])]
    page, step = re.fullmatch(r"/(\w+)\?step=(.+)", address).groups()
    with state.apart(page, {"step": step}, "en"):
        right = [(question := ask()).options[question.answer] for ask in ASKED[address]]
    assert said == [re.sub(r"[$\\]", "", option) for option in right]


def test_every_picture_of_many_hands_is_told_of():
    pooled = {
        f"/{path.stem}?step={step}"
        for path in (ROOT / "pages").glob("*.py")
        for step in re.findall(r'Step\("([\w-]+)",.*pooled=', path.read_text("utf-8"))
    }
    assert len(pooled) >= 6
    assert pooled == set(told_of("classroom.md"))


def test_buttons_are_called_as_they_are():
    said = {word for word in words(24).values() if isinstance(word, str)}
    called = [cells[0].strip("*") for cells in rows("classroom.md") if cells[0].startswith("**")]
    assert len(called) > 6
    assert [name for name in called if name not in said] == []


def test_what_can_be_set_is_read():
    named = {name for path in DOCS.rglob("*.md") for name in re.findall(r"`(VAE_[A-Z_]+)`", path.read_text("utf-8"))}
    folders = ("vae_core", "ui", "docs/hooks")
    code = "".join(path.read_text("utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py"))
    assert {"VAE_CLASS_URL", "VAE_CLASS_HOURS", "VAE_SERVER_NAME"} <= named
    assert [name for name in named if f'"{name}"' not in code] == []


@pytest.mark.parametrize(("title", "minutes"), [("45 minutes", 45), ("90 minutes", 90)])
def test_a_plan_fills_its_time(title, minutes):
    (plan,) = re.findall(rf"^## {title}.*?(?=^## |\Z)", text_of("lesson_plans.md"), flags=re.DOTALL | re.MULTILINE)
    spans = [tuple(map(int, span)) for span in re.findall(r"^### (\d+)–(\d+) ", plan, flags=re.MULTILINE)]
    assert [begin for begin, _end in spans] == [0, *(end for _begin, end in spans[:-1])]
    assert spans[-1][1] == minutes
