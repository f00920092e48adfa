"""The main job: drag, and the digit changes while the hand moves."""

import numpy as np
import pytest

from vae_core import pretrained

pytestmark = pytest.mark.browser


# Moves the pressed pointer on a circle, once per animation frame, for two seconds.
HURRY = """async (node) => {
    const pad = node.querySelector('.pad'), box = pad.getBoundingClientRect(), stats = node.view.stats;
    const first = stats.frames, start = performance.now();
    for (let i = 0; performance.now() - start < 2000; i++) {
        const clientX = box.left + box.width * (0.5 + 0.3 * Math.cos(i / 20));
        const clientY = box.top + box.height * (0.5 + 0.3 * Math.sin(i / 20));
        pad.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY }));
        await new Promise(requestAnimationFrame);
    }
    return {
        drawn: (stats.frames - first) / (performance.now() - start) * 1000,
        decode: stats.decodeMs.slice().sort((a, b) => a - b)[stats.decodeMs.length >> 1],
    };
}"""


@pytest.mark.parametrize("latent_dim", [2, 8])
def test_pictures_change_during_the_drag_without_a_message_to_the_server(visit, latent_dim, capsys):
    visitor = visit(f"/latent_space?dim={latent_dim}")
    visitor.page.mouse.move(*visitor.pad_point(0.2, 0.5))
    visitor.page.mouse.down()
    before, sent = visitor.pictures(), visitor.sent
    visitor.page.mouse.move(*visitor.pad_point(0.6, 0.6), steps=20)
    visitor.until(lambda: (np.abs(np.subtract(before, visitor.pictures())).max(axis=1) > 50).all())
    speed = visitor.decoder.evaluate(HURRY)
    assert visitor.sent == sent
    with capsys.disabled():
        print(f"\n  {latent_dim} dimensions: {speed['drawn']:.0f} frames/s, decode median {speed['decode']:.2f} ms")
    visitor.page.mouse.up()
    visitor.settle()
    assert visitor.sent > sent


def test_the_position_goes_into_the_address_and_comes_back_from_it(visit):
    visitor = visit("/latent_space?dim=2")
    visitor.page.mouse.move(*visitor.pad_point(0.5, 0.5))
    visitor.page.mouse.down()
    visitor.page.mouse.move(*visitor.pad_point(0.7, 0.3))
    visitor.page.mouse.up()
    visitor.page.wait_for_url("**z=*")
    again = visit(visitor.page.url.removeprefix(visitor.address))
    assert np.allclose(again.position(), visitor.position(), atol=0.006)
    assert np.abs(np.subtract(again.pictures(), visitor.pictures())).max() <= 6
    assert again.position() == pytest.approx([1.6, -1.6], abs=0.05)


def test_a_slider_moves_with_the_mouse_and_by_keyboard(visit):
    visitor = visit("/latent_space?dim=8")
    slider = visitor.page.get_by_role("slider", name="Latent coordinate z3")
    before = visitor.pictures()
    for _ in range(12):
        slider.press("ArrowRight")
    visitor.sees(lambda: visitor.position()[2], pytest.approx(1.2))
    slider.press("Shift+ArrowLeft")
    visitor.sees(lambda: visitor.position()[2], pytest.approx(0.7))
    visitor.until(lambda: np.abs(np.subtract(before, visitor.pictures())).max() > 20)
    visitor.page.wait_for_url("**z=0_0_0.7_*")
    box = slider.bounding_box()
    visitor.page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + box["height"] / 2)
    visitor.sees(lambda: visitor.position()[2], pytest.approx(-2, abs=0.2))


def test_the_map_obeys_the_arrow_keys(visit):
    visitor = visit("/latent_space?dim=2")
    visitor.page.locator(".pad").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowUp"):
        visitor.page.keyboard.press(key)
    visitor.sees(visitor.position, pytest.approx([0.2, 0.6]))


def test_a_finger_drags_the_point(visit, phone):
    visitor = visit("/latent_space?dim=2", **phone)
    pad = visitor.page.locator(".pad")
    pad.scroll_into_view_if_needed()
    visitor.settle()  # a finger is looked for where things were in the frame before
    touch = visitor.page.context.new_cdp_session(visitor.page)

    def send(kind: str, *fractions: float) -> None:
        points = [dict(zip("xy", visitor.pad_point(*fractions), strict=True))] if fractions else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", 0.5, 0.5)
    for step in range(1, 6):
        send("touchMove", 0.5 + 0.05 * step, 0.5)
    visitor.page.wait_for_timeout(200)  # browsers hand out moves of a finger once per frame
    visitor.sees(visitor.position, pytest.approx([2.0, 0.0], abs=0.1))
    send("touchEnd")


def test_sample_reset_and_undo_lead_there_and_back(visit):
    visitor = visit("/latent_space?dim=2&z=1.5_-0.5")
    undo = visitor.page.get_by_role("button", name="Go back")
    assert undo.is_disabled()
    visitor.page.get_by_role("button", name="Back to 0").click()
    visitor.sees(visitor.position, [0, 0])
    visitor.page.get_by_role("button", name="Sample from the prior").click()
    visitor.page.wait_for_url("**z=*")
    visitor.until(lambda: all(visitor.position()))
    for before in ([0, 0], [1.5, -0.5]):
        undo.click()
        visitor.sees(visitor.position, before)
    assert undo.is_disabled()


def test_undo_and_start_over_of_the_whole_page_move_the_point_and_the_map(visit):
    visitor = visit("/latent_space?dim=2&z=1_1")
    visitor.page.mouse.click(*visitor.pad_point(0.75, 0.25))
    visitor.settle()
    visitor.page.get_by_role("button", name="Codes of the AE").click()
    visitor.page.wait_for_url("**map=ae**")
    visitor.settle()
    of_the_vae = visitor.decoder.get_by_role("button", name="Codes of the VAE")
    for expected in ([2, -2], [1, 1]):
        visitor.page.get_by_role("button", name="Undo").click()
        visitor.sees(visitor.position, pytest.approx(expected, abs=0.05))
        visitor.sees(lambda: of_the_vae.get_attribute("aria-pressed"), "true")
    visitor.page.wait_for_url("**z=1_1**")
    visitor.page.get_by_role("button", name="Codes of the AE").click()
    visitor.settle()
    visitor.page.get_by_role("button", name="Start over").click()
    visitor.sees(visitor.position, [0, 0])
    visitor.sees(lambda: of_the_vae.get_attribute("aria-pressed"), "true")
    visitor.settle()
    assert "z=" not in visitor.page.url
    assert "map=" not in visitor.page.url


def test_undo_during_a_glide_leads_to_where_it_began(visit):
    visitor = visit("/latent_space?dim=2&z=2_2")
    # At once: between two clicks of a mouse a slow machine ends the glide.
    visitor.decoder.evaluate(
        "node => { const sample = node.querySelector('.sample'); sample.click(); sample.click(); node.view.goBack(); }"
    )
    visitor.settle()
    visitor.sees(visitor.position, [2, 2])
    assert visitor.decoder.evaluate("node => node.view.point.history") == []


def test_drags_do_not_fill_the_history_of_the_browser(visit):
    visitor = visit("/latent_space?dim=2")
    before = visitor.page.evaluate("history.length")
    for across in (0.3, 0.5, 0.7):
        visitor.page.mouse.click(*visitor.pad_point(across, 0.4))
        visitor.settle()
    assert "z=1.6_-0.8" in visitor.page.url
    assert visitor.page.evaluate("history.length") == before


def test_the_map_shows_two_chosen_axes_and_leaves_the_other_coordinates(visit):
    visitor = visit("/latent_space?dim=8&z=0.5_0.5_0.5_0.5_0.5_0.5_0.5_0.5")
    visitor.page.get_by_label("Dimension across the map").select_option(label="z₅")
    visitor.page.get_by_label("Dimension up the map").select_option(label="z₇")
    visitor.page.mouse.click(*visitor.pad_point(0.75, 0.25))
    visitor.sees(visitor.position, pytest.approx([0.5, 0.5, 0.5, 0.5, 2, 0.5, -2, 0.5], abs=0.05))
    visitor.page.wait_for_url("**axes=5_7**")


def test_the_map_switches_to_the_codes_of_the_other_model_and_the_sliders_with_it(visit):
    visitor = visit("/latent_space?dim=2")
    codes = "node => [...node.querySelectorAll('.codes, .density')].map((canvas) => canvas.toDataURL())"
    of_the_vae = visitor.decoder.evaluate(codes)
    assert len(set(of_the_vae)) == 3
    visitor.page.get_by_role("button", name="Codes of the AE").click()
    visitor.until(lambda: all(map(str.__ne__, visitor.decoder.evaluate(codes), of_the_vae)))
    visitor.page.wait_for_url("**map=ae**")


def test_the_address_tells_what_is_on_screen_after_a_change_of_dimensions(visit):
    visitor = visit("/latent_space?dim=2&z=1_1")
    visitor.page.mouse.click(*visitor.pad_point(0.75, 0.75))
    visitor.settle()
    visitor.page.get_by_text("8-D", exact=True).click()
    visitor.page.get_by_role("slider", name="Latent coordinate z8").press("ArrowRight")
    visitor.settle()
    visitor.page.mouse.click(*visitor.pad_point(0.25, 0.5))
    visitor.settle()
    visitor.page.get_by_text("2-D", exact=True).click()
    visitor.page.get_by_role("slider", name="Latent coordinate z8").wait_for(state="detached")
    visitor.decoder.wait_for()
    visitor.settle()
    shown = visitor.position()
    assert shown == pytest.approx([-2, 0], abs=0.05)
    assert visit(visitor.page.url.removeprefix(visitor.address)).position() == pytest.approx(shown, abs=0.006)


@pytest.mark.parametrize(("latent_dim", "where"), [(2, ""), (8, ", in all dimensions")])
def test_pictures_are_decoded_as_torch_does_and_readings_name_the_nearest_code(visit, latent_dim, where):
    import torch

    z = np.random.default_rng(0).normal(scale=1.5, size=latent_dim).round(2)
    visitor = visit(f"/latent_space?dim={latent_dim}&z={'_'.join(map(str, z))}")
    readings = visitor.decoder.locator(".reading").all_inner_texts()
    for kind, picture, reading in zip(("vae", "ae"), visitor.pictures(), readings, strict=True):
        name = f"mnist-{kind}-{latent_dim}d"
        with torch.no_grad():
            decoded = torch.sigmoid(pretrained.load(name).decode(z[None]))[0].numpy()
        np.testing.assert_allclose(picture, 255 * decoded, atol=0.51)
        encodings = pretrained.encodings(name)
        distances = np.linalg.norm(encodings.mean - z, axis=1)
        digit, distance = encodings.label[distances.argmin()], distances.min()
        assert reading == f"Nearest test code{where}: a {digit}, {distance:.2f} away."


def test_weights_are_fetched_once_per_browser(visit):
    visitor = visit("/latent_space?dim=2")
    fetched = []
    visitor.page.on("request", lambda request: "/models/" in request.url and fetched.append(request.url))
    visitor.page.get_by_text("8-D", exact=True).click()
    visitor.page.get_by_role("slider", name="Latent coordinate z8").wait_for()
    visitor.decoder.wait_for()
    visitor.settle()
    visitor.page.get_by_text("2-D", exact=True).click()
    visitor.settle()
    assert len(fetched) == len(set(fetched)) == 4  # each model's decoder and its codes
    assert all("8d" in url for url in fetched)


def test_lost_weights_are_a_sentence_and_a_second_try(visit, browser):
    visitor = visit(ready=False)
    visitor.page.route("**/models/**", lambda route: route.abort())
    visitor.page.goto(f"{visitor.address}/latent_space")
    again = visitor.page.get_by_role("button", name="Try again")
    again.wait_for()
    visitor.page.unroute("**/models/**")
    again.click()
    visitor.decoder.wait_for()
