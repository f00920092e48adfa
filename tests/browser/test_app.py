"""The app as a visitor meets it: home, languages, themes, a phone, an empty address bar."""

import pytest

pytestmark = pytest.mark.browser


def test_a_digit_can_be_dragged_on_the_home_page_at_once(visit):
    visitor = visit("/")
    before = visitor.pictures()
    visitor.page.mouse.move(*visitor.pad_point(0.5, 0.5))
    visitor.page.mouse.down()
    visitor.page.mouse.move(*visitor.pad_point(0.3, 0.7), steps=5)
    visitor.until(lambda: visitor.pictures() != before)
    visitor.page.mouse.up()


def test_the_path_leads_to_the_lesson(visit):
    visitor = visit("/")
    visitor.page.get_by_test_id("stMain").get_by_role("link", name="Latent space").click()
    visitor.page.wait_for_url("**/latent_space**")
    visitor.page.get_by_role("heading", name="Why does a digit appear?").wait_for()


@pytest.mark.parametrize(
    ("locale", "path", "heading"),
    [
        ("en-US", "/", "The path"),
        ("de-DE", "/", "The path"),
        ("zh-CN", "/", "学习路线"),
        ("en-US", "/?lang=zh_CN", "学习路线"),
        ("zh-CN", "/?lang=en", "The path"),
    ],
)
def test_the_language_is_the_address_s_or_the_browser_s(visit, locale, path, heading):
    visitor = visit(path, locale=locale)
    visitor.page.get_by_role("heading", name=heading).wait_for()


def test_the_language_switch_stays_in_the_address_across_pages_and_reloads(visit):
    visitor = visit("/")
    visitor.page.get_by_text("简体中文").click()
    visitor.page.wait_for_url("**lang=zh_CN**")
    visitor.page.locator(".contents a", has_text="隐空间").click()
    visitor.page.wait_for_url("**/latent_space?lang=zh_CN**")
    visitor.page.reload()
    visitor.page.get_by_role("button", name="从先验采样").wait_for()
    assert visitor.page.locator(".decoder").get_attribute("lang") == "zh-CN"


def test_a_change_of_language_keeps_the_position(visit):
    visitor = visit("/latent_space?dim=2&z=1.2_-0.8")
    visitor.page.get_by_text("简体中文").click()
    visitor.page.get_by_role("button", name="从先验采样").wait_for()
    visitor.decoder.wait_for()
    assert visitor.position() == pytest.approx([1.2, -0.8])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_legible_in_both_themes(visit, scheme):
    visitor = visit("/", color_scheme=scheme)
    ink, paper = visitor.decoder.evaluate(
        """node => [getComputedStyle(node).color, getComputedStyle(node).getPropertyValue('--st-background-color')]"""
    )
    expected = {"light": ("rgb(27, 31, 36)", "#FFFFFF"), "dark": ("rgb(232, 236, 241)", "#0F1419")}[scheme]
    assert (ink, paper.strip().upper()) == expected
    assert visitor.decoder.evaluate("node => node.view.map.ink.join()") == ink.removeprefix("rgb(").removesuffix(
        ")"
    ).replace(" ", "")


@pytest.mark.parametrize("path", ["/", "/latent_space?dim=2", "/latent_space?dim=8"])
def test_nothing_is_cut_off_on_a_phone(visit, phone, path):
    visitor = visit(path, **phone)
    assert visitor.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    overflow = visitor.decoder.evaluate(
        "node => [...node.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > innerWidth).length"
    )
    assert overflow == 0


@pytest.mark.parametrize("latent_dim", [2, 8])
def test_map_pictures_and_sliders_fit_a_small_projector(visit, latent_dim):
    visitor = visit(f"/latent_space?dim={latent_dim}")
    for part in (".pad", ".sliders"):
        box = visitor.page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 720


def test_every_control_has_a_name_for_a_screen_reader(visit):
    visitor = visit("/latent_space?dim=8")
    nameless = visitor.decoder.evaluate(
        """node => [...node.querySelectorAll('button, input, select, [role=img], [role=application]')]
            .filter((e) => !(e.ariaLabel || e.textContent.trim() || e.labels?.[0]?.textContent.trim()))
            .map((e) => e.outerHTML)"""
    )
    assert nameless == []
    for index in range(1, 9):
        assert visitor.page.get_by_role("slider", name=f"Latent coordinate z{index}").count() == 1


def test_all_controls_are_reached_by_the_tab_key_in_reading_order(visit):
    visitor = visit("/latent_space?dim=2")
    visitor.page.get_by_role("button", name="Codes of the VAE").focus()
    seen = []
    for _ in range(8):
        seen.append(
            visitor.decoder.evaluate(
                "n => { const e = n.getRootNode().activeElement; return e?.className || e?.type || e?.textContent }"
            )
        )
        visitor.page.keyboard.press("Tab")
    assert seen[2:] == ["swatch", "pad", "main sample", "reset", "range", "range"]


def test_a_bad_address_gets_a_sentence_and_a_working_page(visit):
    visitor = visit("/latent_space?dim=7&z=banana")
    alerts = visitor.page.get_by_role("alert").all_inner_texts()
    assert any("dim=7" in text for text in alerts)
    assert any("z=banana" in text for text in alerts)
    assert visitor.position() == [0, 0]


def test_the_server_sends_models_to_be_kept(visit):
    visitor = visit("/")
    url = visitor.page.evaluate(
        "performance.getEntriesByType('resource').find((r) => r.name.includes('/models/')).name"
    )
    response = visitor.page.request.get(url)
    assert response.status == 200
    assert "immutable" in response.headers["cache-control"]
    assert visitor.page.request.get(url.replace("mnist-vae-2d", "nobody")).status == 404


def test_pictures_stay_in_sight_on_a_phone_while_the_last_slider_is_dragged(visit, phone):
    visitor = visit("/latent_space?dim=8", **phone)
    visitor.page.get_by_role("slider", name="Latent coordinate z8").scroll_into_view_if_needed()
    picture = visitor.page.locator(".pictures canvas").first.bounding_box
    visitor.until(lambda: 0 <= picture()["y"] <= 844 - picture()["height"])


def test_symbols_in_formulas_change_colour_with_the_theme_at_once(visit):
    visitor = visit("/latent_space?dim=2")
    colours = "[...document.querySelectorAll('.katex [style*=color]')].map((e) => getComputedStyle(e).color)"
    assert set(visitor.page.evaluate(colours)) == {"rgb(0, 103, 163)", "rgb(184, 74, 0)"}
    visitor.page.emulate_media(color_scheme="dark")
    visitor.sees(lambda: set(visitor.page.evaluate(colours)), {"rgb(86, 180, 233)", "rgb(255, 143, 82)"})


def test_a_script_that_cannot_be_fetched_is_told_and_the_page_can_be_loaded_again(visit):
    visitor = visit("/", ready=False)
    visitor.decoder.wait_for()
    visitor.page.route("**/web/**", lambda route: route.abort())
    visitor.page.reload()
    visitor.page.get_by_text("This part of the page could not be fetched").first.wait_for()
    visitor.page.unroute("**/web/**")
    visitor.page.get_by_role("button", name="Reload the page").first.click()
    visitor.decoder.wait_for()


def test_two_quick_turns_come_back_to_a_step_that_was_left_a_while_ago(visit):
    """The server lets a browser draw what it still has; it must not have thrown that away meanwhile."""
    visitor = visit("/", alone=True)
    visitor.hear_late()
    visitor.open("/likelihood?step=ascent")
    visitor.turn_to("area")
    visitor.page.evaluate("() => { hearing.late = 1000; }")  # a server a long way off
    visitor.page.keyboard.press("n")
    visitor.page.wait_for_timeout(500)  # the server is done with it, and the browser has not heard of it
    visitor.page.locator(".contents [data-step=ascent]").click()
    visitor.page.locator(".st-key-climb .live-figure[data-ready=true]").wait_for()
    visitor.settle()


def test_a_lesson_is_walked_by_buttons_keys_and_the_list_and_remembers_where_one_was(visit):
    visitor = visit("/likelihood")
    page, step = visitor.page, visitor.page.locator(".contents .steps a[aria-current]")
    assert step.inner_text().endswith("One formula, read both ways")
    page.get_by_role("button", name="Next: Up the slope, step by step").click()
    page.wait_for_url("**step=ascent**")
    page.get_by_role("button", name="Previous step").click()
    page.wait_for_url("**step=both-ways**")
    visitor.until(page.get_by_role("button", name="Previous step").is_disabled)
    visitor.settle()
    page.keyboard.press("n")
    page.wait_for_url("**step=ascent**")
    visitor.settle()
    visitor.turn_to("nearest")
    for leave, step in ((page.go_back, "ascent"), (page.go_back, "both-ways"), (page.go_forward, "ascent")):
        leave()
        page.locator(f".contents [data-step={step}][aria-current]").wait_for()
        visitor.until(lambda step=step: f"step={step}" in page.url)
        visitor.settle()
    visitor.turn_to("nearest")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url("**step=ascent**")
    page.get_by_role("button", name="Start over").click()
    visitor.until(lambda: "step" not in page.url)
    visitor.settle()
    # Another day.
    page.goto(f"{visitor.address}/likelihood?step=underflow")
    page.locator(".heading h2", has_text="Sum the logarithms").wait_for()
    seen = page.locator(".contents .steps a[title=Seen]")
    visitor.sees(
        lambda: seen.evaluate_all("all => all.map((a) => a.dataset.step)"),
        ["both-ways", "ascent", "underflow", "nearest"],
    )
