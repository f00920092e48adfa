"""The gaps of a thousand digits: whose they are, and that a digit which is laid open has the numbers of the table."""

import numpy as np
import pytest
from entering import data_of, enter, queried

from sections.elbo.gap_questions import are_the_means_apart, how_far_is_the_mean
from sections.elbo.subject import inference
from ui import digit, gaps, state
from ui.fields.digit import IMAGES, LEARNED
from ui.fields.elbo import DIGIT, FLIP, RANK, SPLIT
from vae_core import data
from vae_core.data.dataset import binarise

SPLITS = pytest.mark.parametrize("split", gaps.SPLITS)
OPEN = "Lay this digit open"
# Three decimals are printed; where a climb ends depends on the machine.
NEAR = 2e-3


def button(app, label: str):
    return next(each for each in app.button if each.label == label)


def addressed(app) -> dict[str, str]:
    return {name: queried(app, name) for name in app.query_params}


@SPLITS
def test_settings_reach_all_digits_and_no_others(split):
    found = gaps.of(split)
    assert len(found) == LEARNED == RANK.kind.high
    assert len(found) - 1 <= FLIP.kind.high
    if split == "test":
        assert found.number.max() < IMAGES
        assert np.array_equal(found.label, digit.labels()[found.number])


@SPLITS
def test_a_click_finds_the_nearest_gap(split):
    found = gaps.of(split)
    for rank in (1, 2, 500, 1000):
        place = gaps.place(split, rank)
        one = found.of(place)
        assert gaps.rank_by_parts(split, one.approximation, one.amortisation) == rank
        assert found.total[gaps.place(split, gaps.rank_by_total(split, one.total))] == one.total
    assert gaps.rank_by_total(split, 1e6) == 1
    assert gaps.rank_by_total(split, 1e-6) == 1000


@pytest.mark.mnist
@SPLITS
@pytest.mark.parametrize("rank", [1, 400])
def test_a_digit_that_is_laid_open_has_the_numbers_of_the_table(with_mnist, split, rank):
    app = enter("elbo", step="gaps", set=split, gap=str(rank), q="0_0_1_1")
    button(app, OPEN).click().run()
    assert not app.exception
    assert queried(app, "step") == "evidence"
    address = addressed(app)
    assert "q" not in address
    place = gaps.place(split, rank)
    grey = data.load("mnist", split=split, data_dir=with_mnist).images[gaps.of(split).number[place]]
    with state.apart("elbo", address, "en"):
        inferred, shown = inference(), digit.current(DIGIT)
    np.testing.assert_array_equal(inferred.x, binarise(grey, place))
    assert shown.label == gaps.of(split).label[place]
    assert f"{gaps.of(split).number[place]} of MNIST" in shown.name
    one = gaps.of(split).of(place)
    assert vars(inferred.gap) == pytest.approx(vars(one), abs=NEAR)
    words = " ".join(each.value for each in app.markdown)
    told = words[words.index("The encoder stays") :].split()
    assert float(told[3]) == pytest.approx(one.total, abs=NEAR)


@pytest.mark.mnist
def test_training_images_are_chosen_by_what_is_on_them_as_test_images_are(with_mnist):
    app = enter("elbo", step="evidence", digit="learned", learned="3")
    label, labels = int(gaps.of("train").label[3]), gaps.of("train").label
    button(app, "Another").click().run()
    following = np.flatnonzero(labels == label)
    assert int(queried(app, "learned")) == following[following > 3][0]
    next(each for each in app.segmented_control if each.label == "Which digit").set_value((label + 1) % 10).run()
    assert labels[int(queried(app, "learned"))] == (label + 1) % 10
    assert queried(app, "image") is None


def test_without_the_files_no_digit_can_be_opened_and_the_page_says_so(without_mnist):
    app = enter("elbo", step="gaps")
    assert button(app, OPEN).disabled
    assert any("not on this server" in caption.value for caption in app.caption)
    (shown,) = (part for part in map(data_of, app.get("bidi_component")) if "presses" in part)
    assert '"images": []' in shown["figure"]


def test_without_the_files_a_decoded_digit_stands_in_for_a_training_image(without_mnist):
    def seen(**address: str) -> digit.Digit:
        with state.apart("elbo", address, "en"):
            return digit.current(DIGIT)

    assert seen(digit="learned", learned="7", image="5").image is seen(image="5").image
    assert not enter("elbo", step="evidence", digit="learned", learned="7").exception


@pytest.mark.parametrize("other", ["autoencoders", "latent_space"])
def test_other_lessons_have_no_training_images(other):
    app = enter(other, digit="learned", step="all")
    assert not any("From training" in each.options for each in app.segmented_control)


@SPLITS
def test_the_answers_are_those_of_the_numbers(split):
    with state.apart("elbo", {SPLIT.name: split}, "en"):
        first, second = how_far_is_the_mean(), are_the_means_apart()
    found, test, train = gaps.of(split), gaps.of("test"), gaps.of("train")
    ratio = found.total.mean() / np.median(found.total)
    assert first.answer == [ratio <= 1.5, 1.5 < ratio <= 3, ratio > 3].index(True)
    apart = test.total.mean() - train.total.mean()
    error = np.hypot(*(each.total.std(ddof=1) / np.sqrt(1000) for each in (test, train)))
    assert second.answer == (1 if abs(apart) < 3 * error else 2 * int(apart < 0))
