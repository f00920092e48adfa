"""The pad: what is drawn is what the networks are given, in the browser, in the address and on the server."""

import numpy as np
import pytest

from vae_core.data.drawing import centred, unpack

pytestmark = pytest.mark.browser

PAGE = "/autoencoders?step=flow&digit=drawn"
A_SEVEN = ((0.3, 0.25), (0.72, 0.25), (0.45, 0.8))


def open_pad(visit, path=PAGE, **context):
    visitor = visit(path, **context)
    visitor.page.locator(".drawing[data-ready=true]").wait_for()
    visitor.page.locator(".dataflow[data-ready=true]").wait_for()
    visitor.settle()
    return visitor


def corners(visitor, points=A_SEVEN):
    box = visitor.page.locator(".paper").bounding_box()
    return [(box["x"] + across * box["width"], box["y"] + down * box["height"]) for across, down in points]


def draw(visitor, points=A_SEVEN) -> None:
    first, *others = corners(visitor, points)
    visitor.page.mouse.move(*first)
    visitor.page.mouse.down()
    for point in others:
        visitor.page.mouse.move(*point, steps=8)
    visitor.page.mouse.up()
    visitor.settle()


def ink_in_address(visitor) -> str:
    return visitor.page.evaluate("new URL(location.href).searchParams.get('ink') ?? ''")


def raw(visitor) -> np.ndarray:
    return np.array(visitor.page.locator(".drawing").evaluate("node => Array.from(node.view.image)"))


def given(visitor) -> np.ndarray:
    """What the networks are given."""
    return np.array(visitor.page.locator(".dataflow").evaluate("node => Array.from(node.view.x)"))


def test_a_drawing_goes_into_the_address_and_comes_back_from_it(visit):
    visitor = open_pad(visit)
    draw(visitor)
    drawn = unpack(ink_in_address(visitor))
    np.testing.assert_allclose(raw(visitor), drawn, atol=1e-6)
    np.testing.assert_allclose(given(visitor), centred(drawn), atol=1e-6)
    again = open_pad(visit, visitor.page.url.removeprefix(visitor.address))
    np.testing.assert_allclose(raw(again), drawn, atol=1e-6)
    np.testing.assert_allclose(given(again), centred(drawn), atol=1e-6)


def test_a_drawing_adds_nothing_to_the_browsers_history(visit):
    visitor = open_pad(visit)
    before = visitor.page.evaluate("history.length")
    draw(visitor)
    draw(visitor, ((0.3, 0.5), (0.6, 0.5)))
    assert ink_in_address(visitor)
    assert visitor.page.evaluate("history.length") == before


def test_centring_can_be_turned_off(visit):
    visitor = open_pad(visit)
    draw(visitor, ((0.1, 0.1), (0.3, 0.1)))
    visitor.page.get_by_label("Centre and scale as in MNIST").uncheck()
    visitor.settle()
    assert "centred=False" in visitor.page.url
    np.testing.assert_allclose(given(visitor), raw(visitor), atol=1e-6)
    visitor.page.get_by_label("Centre and scale as in MNIST").check()
    visitor.settle()
    assert "centred" not in visitor.page.url
    np.testing.assert_allclose(given(visitor), centred(unpack(ink_in_address(visitor))), atol=1e-6)


def test_a_stroke_is_taken_back_and_the_pad_cleared(visit):
    visitor = open_pad(visit)
    before = given(visitor)
    draw(visitor)
    one = ink_in_address(visitor)
    draw(visitor, ((0.3, 0.5), (0.6, 0.5)))
    two = ink_in_address(visitor)
    assert one != two
    visitor.page.get_by_role("button", name="Take back a stroke").click()
    visitor.settle()
    assert ink_in_address(visitor) == one
    visitor.page.get_by_role("button", name="Clear").click()
    visitor.settle()
    assert ink_in_address(visitor) == ""
    assert not raw(visitor).any()
    np.testing.assert_allclose(given(visitor), before, atol=1e-6)  # the digit from before the first stroke
    visitor.page.get_by_role("button", name="Take back a stroke").click()
    visitor.settle()
    assert ink_in_address(visitor) == one


def test_the_lessons_undo_takes_a_drawing_back(visit):
    visitor = open_pad(visit)
    draw(visitor)
    one = raw(visitor)
    draw(visitor, ((0.3, 0.5), (0.6, 0.5)))
    visitor.page.get_by_role("button", name="Undo").first.click()
    visitor.settle()
    np.testing.assert_allclose(raw(visitor), one, atol=1e-6)
    np.testing.assert_allclose(given(visitor), centred(one.astype(np.float32)), atol=1e-6)


def test_a_finger_draws(visit, phone):
    visitor = open_pad(visit, **phone)
    visitor.page.locator(".paper").scroll_into_view_if_needed()
    visitor.settle()  # a finger is looked for where things were in the frame before
    touch = visitor.page.context.new_cdp_session(visitor.page)
    points = corners(visitor)

    def send(kind: str, *at: float) -> None:
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [dict(zip("xy", at, strict=True))] if at else []}
        )

    send("touchStart", *points[0])
    for point in points[1:]:
        send("touchMove", *point)
    visitor.page.wait_for_timeout(200)  # browsers hand out moves of a finger once per frame
    send("touchEnd")
    visitor.settle()
    assert unpack(ink_in_address(visitor)).sum() > 20


def test_a_drawing_that_is_none_is_said_to_be_none(visit):
    visitor = open_pad(visit, f"{PAGE}&ink=nonsense")
    assert visitor.page.get_by_text("ink=nonsense").is_visible()
    assert not raw(visitor).any()
