"""The training lab under the hand: two real models learn in their own processes, and the page follows."""

import os
import re
import signal
import time
from functools import partial
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

DASHBOARD = ("curves", "pictures", "latent_map")
# In each frame in which the curves are not where they were: where, and what is written above them.
FOLLOW = """(top) => {
    globalThis.moved = [];
    const follow = () => {
        const curves = document.querySelector('.st-key-curves .live-figure');
        const y = curves?.getBoundingClientRect().y ?? top;
        if (Math.abs(y - top) > 1) moved.push(`${y}: ${document.querySelector('.stMain').innerText.slice(0, 1500)}`);
        requestAnimationFrame(follow);
    };
    follow();
}"""
SMALL = "images=300&widths=32&batch=10&epochs=1000"  # long enough to be looked at


@pytest.fixture
def lab(visit):
    visitor = visit(f"/training?{SMALL}", ready=False)
    yield visitor
    stop = visitor.page.get_by_role("button", name="Stop")
    if stop.count():
        stop.click()
        stop.wait_for(state="detached")  # who leaves at once has not been heard


def main_button(visitor, text: str):
    """The one that plays and pauses."""
    return visitor.page.locator("[data-testid=stBaseButton-primary]").filter(has_text=text)


def play(visitor) -> None:
    main_button(visitor, "Play").click()
    visitor.page.wait_for_url("**run=*")
    visitor.until(lambda: max(lengths(visitor), default=0) > 1)  # before, the axes are empty


def lengths(visitor) -> list[int]:
    """How many points each named curve has."""
    return visitor.figure("curves").node.evaluate("node => node.view.plot._fullData.map(({ x }) => x.length)")


# The film is paused where it is seen to have passed a moment: at a distance, it may be over before the word comes.
PAUSED_BEYOND = """(film, moment) => new Promise((done) => {
    const play = film.closest(".live-player").querySelector(".main");
    const look = () => Number(film.value) > moment ? done(play.click()) : requestAnimationFrame(look);
    look();
})"""


def film(visitor):
    return visitor.figure("curves").node.locator("input[type=range]").first


def words(visitor) -> str:
    return visitor.page.locator("[data-testid=stMain]").inner_text()


def words_at_rest(visitor) -> str:
    """What is said where nothing changes any more."""
    said = words(visitor)
    visitor.page.wait_for_timeout(1200)
    assert words(visitor) == said
    return said


@pytest.mark.slow
def test_play_pause_step_and_reload(lab):
    play(lab)
    before = lengths(lab)
    figure = lab.figure("curves")
    figure.watch()
    lab.until(lambda: sum(lengths(lab)) > sum(before) + 12)
    assert all(frame["same"] and frame["paths"] > 0 for frame in figure.watched())
    main_button(lab, "Pause").click()
    lab.page.get_by_text("Paused").first.wait_for()
    main_button(lab, "Play").wait_for()
    lab.settle()
    drawn = lengths(lab)
    step = int(re.search(r"step (\d+)", words_at_rest(lab))[1])
    assert lengths(lab) == drawn
    for other in ("terms", "runs"):
        lab.turn_to(other)
        words_at_rest(lab)
    lab.turn_to("learn")
    assert lengths(lab) == drawn
    lab.page.get_by_test_id("stMain").get_by_role("button", name="One step").first.click()
    lab.until(lambda: int(re.search(r"step (\d+)", words(lab))[1]) > step)
    lab.page.reload()
    lab.figure("curves")
    lab.page.get_by_text("Paused").first.wait_for()
    assert lengths(lab)[0] >= drawn[0]


def test_beta_changes_in_mid_run_and_the_curves_say_where(lab):
    play(lab)
    lab.until(lambda: min(lengths(lab)) > 3)
    dial = lab.page.get_by_role("slider", name="β")
    dial.focus()
    dial.press("ArrowRight")
    lab.page.wait_for_url("**beta=2*")
    notes = "node => (node.view.plot._fullLayout.annotations ?? []).map(({ text }) => text)"
    lab.until(lambda: "β → 2" in lab.figure("curves").node.evaluate(notes))


@pytest.mark.slow
def test_the_history_is_a_film(lab):
    play(lab)
    lab.until(lambda: min(lengths(lab)) > 15, 300)
    main_button(lab, "Pause").click()
    lab.page.get_by_text("Paused").first.wait_for()
    lab.settle()
    maps, curves = lab.figure("latent_map"), lab.figure("curves")
    points = "node => { const t = node.view.plot._fullData.find(({ mode }) => mode === 'markers'); return [...t.x]; }"
    pictures = "node => node.view.plot._fullLayout.images.map(({ source }) => source)"
    newest, drawn = maps.node.evaluate(points), lab.figure("pictures").node.evaluate(pictures)
    film(lab).fill("2")
    film(lab).dispatch_event("change")
    lab.page.wait_for_url("**moment=2*")
    lab.settle()
    early = maps.node.evaluate(points)
    assert early != newest
    assert lab.figure("pictures").node.evaluate(pictures) != drawn
    # The same address shows the same moment.
    lab.page.reload()
    lab.settle()
    assert lab.figure("latent_map").node.evaluate(points) == early
    lab.figure("curves").node.get_by_role("button", name="Replay").click()
    film(lab).evaluate(PAUSED_BEYOND, 5)
    assert lab.figure("curves").node.get_by_role("button", name="Replay").is_visible()
    film(lab).fill(film(lab).get_attribute("max"))
    film(lab).dispatch_event("change")
    lab.settle()
    assert lab.figure("latent_map").node.evaluate(points) == newest
    assert "moment" not in lab.page.url
    assert curves.answers() >= 0


def test_zoom_is_kept_while_the_curves_grow(lab):
    play(lab)
    lab.until(lambda: min(lengths(lab)) > 5)
    figure = lab.figure("curves")
    figure.node.evaluate("node => node.view.picture.library.relayout(node.view.plot, { 'xaxis.range': [0.5, 1.5] })")
    before = lengths(lab)
    lab.until(lambda: sum(lengths(lab)) > sum(before) + 5)
    assert figure.range("xaxis") == [0.5, 1.5]


def place(visitor, key: str) -> dict[str, float]:
    return visitor.page.locator(f".st-key-{key} .live-figure").bounding_box()


def test_curves_pictures_and_maps_are_on_one_screen_and_stay_when_another_run_begins(lab):
    lab.figure("curves")
    play(lab)
    for key in DASHBOARD:
        lab.figure(key)
    lab.until(lambda: min(lengths(lab)) > 3)
    lab.until(lambda: max(box["y"] + box["height"] for box in map(partial(place, lab), DASHBOARD)) <= 720)
    top = place(lab, "curves")["y"]
    main_button(lab, "Pause").click()
    lab.page.get_by_text("Paused").first.wait_for()
    is_where_it_was = lambda: abs(place(lab, "curves")["y"] - top) <= 1  # noqa: E731
    lab.until(is_where_it_was)
    begun = max(lengths(lab))
    lab.page.get_by_role("button", name="Reset").click()
    lab.until(lambda: 0 < max(lengths(lab), default=0) < begun)
    lab.until(is_where_it_was)
    lab.page.get_by_role("button", name="Stop").click()
    lab.page.get_by_text("Stopped").first.wait_for()
    lab.until(is_where_it_was)
    lab.page.evaluate(FOLLOW, top)
    main_button(lab, "Play").click()
    main_button(lab, "Pause").wait_for()
    lab.until(lambda: max(lengths(lab), default=0) > 3)
    assert lab.page.evaluate("moved") == []
    buttons = lab.page.locator(".st-key-transport")
    assert buttons.evaluate("node => node.scrollWidth <= node.clientWidth")  # none of them is cut off


def test_posteriors_and_images_on_the_map(lab):
    play(lab)
    main_button(lab, "Pause").click()
    lab.page.get_by_text("Paused").first.wait_for()
    maps = lab.figure("latent_map")
    count = "node => [node.view.plot._fullData.length, (node.view.plot._fullLayout.images ?? []).length]"
    traces, images = maps.node.evaluate(count)
    assert images == 0
    lab.page.get_by_text("Images in place of points").click()
    lab.until(lambda: maps.node.evaluate(count)[1] > 50)
    lab.page.get_by_text("Posteriors, one σ").click()
    lab.until(lambda: maps.node.evaluate(count)[0] < traces)


def workers(limits: Path) -> list[int]:
    """The processes of our server in which models learn: children of the fork server."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if str(limits).encode() in (folder / "environ").read_bytes() and _is_fork_server(folder):
                parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
                if _is_fork_server(Path("/proc") / parent):
                    found.append(int(folder.name))
        except OSError:
            continue
    return found


def _is_fork_server(process: Path) -> bool:
    return b"multiprocessing.forkserver" in (process / "cmdline").read_bytes()


def test_a_killed_worker_is_said_to_be_and_the_history_stays(lab, limits):
    play(lab)
    lab.until(lambda: min(lengths(lab)) > 5)
    for worker in workers(limits):
        os.kill(worker, signal.SIGKILL)
    lab.page.get_by_text("Ended by an error").first.wait_for()
    lab.page.get_by_text("its process was killed").first.wait_for()
    assert min(lengths(lab)) > 5
    assert not lab.errors


@pytest.mark.slow
def test_who_leaves_is_given_up_after_a_while(visit, limits):
    visitor = visit(f"/training?{SMALL}&seed=5", ready=False)
    play(visitor)
    visitor.until(lambda: min(lengths(visitor)) > 3)
    address = visitor.page.url
    context = visitor.page.context
    visitor.page.close()
    deadline = time.monotonic() + 20
    while workers(limits):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    page = context.new_page()
    page.goto(address)
    page.get_by_text(re.compile("Stopped|Interrupted")).first.wait_for()


def test_in_chinese(visit):
    visitor = visit(f"/training?lang=zh_CN&{SMALL}", ready=False)
    main_button(visitor, "播放").click()
    visitor.figure("curves")
    visitor.page.get_by_text("学习中").first.wait_for()
    visitor.page.get_by_role("button", name="停止").first.click()
    visitor.page.get_by_text("已停止").first.wait_for()
