"""The doors of plotly that it does not promise to keep open: what ``web/figure/plotly.js`` needs of this version."""

import plotly
import pytest

from ui import addresses

pytestmark = pytest.mark.browser

# A figure of 400 × 300 pixels whose panel is 320 × 240 of them, with its lower left at (50, 260).
LAYOUT = {
    "width": 400,
    "height": 300,
    "margin": {"l": 50, "r": 30, "t": 20, "b": 40},
    "xaxis": {"range": [0, 10]},
    "yaxis": {"type": "log", "range": [-1, 2]},
    "annotations": [{"text": "here", "x": 5, "y": 1, "showarrow": False}],  # a logarithm: at (210, 100)
}
TRACE = {"x": [0, 5, 10], "y": [1, 10, 1]}

ASK = """async ({ view }, [address, trace, layout]) => {
    const doors = await import(address);
    const { library } = view.picture;
    const plot = document.body.appendChild(document.createElement("div"));
    await library.newPlot(plot, [trace], layout);
    const axes = () => doors.axesOf(plot, ["xaxis", "yaxis"]);
    const places = [[9.9, 99], [10.1, 101], [0.1, 0.11], [-0.1, 0.09]];
    const questions = {
        panel: () => axes() !== null && doors.axesOf(plot, ["xaxis", "yaxis2"]) === null,
        edges: () => axes().map(doors.edgesOf),
        pixels: () => doors.toPixels(axes(), [5, 10]),
        data: () => doors.toData(axes(), [210, 100]),
        ranges: () => axes().map(doors.rangeOf),
        ends: () => axes().map(doors.endsOf),
        logarithmic: () => axes().map(doors.isLog),
        inside: () => places.map((place) => axes().map((axis, i) => doors.isInside(axis, place[i]))),
        trace: () => ["x", "y"].map((name) => Array.from(doors.traceOf(plot, 0)[name])),
        own: () => doors.traceOf(plot, 0).axes.every((axis, i) => axis === axes()[i]),
        marks: () => doors.marksOf(plot),
        words: () => doors.wordsOf(plot).map((box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2]),
        beyond: () => doors.traceOf(plot, 1),
    };
    // A door that is closed answers with its error.
    const ask = (question) => { try { return question(); } catch (error) { return String(error); } };
    const found = Object.fromEntries(Object.entries(questions).map(([name, question]) => [name, ask(question)]));
    await library.relayout(plot, { "xaxis.range": [2, 4] });
    const zoomed = { ranges: ask(questions.ranges), pixels: ask(() => doors.toPixels(axes(), [3, 1])) };
    library.purge(plot);
    plot.remove();
    return { ...found, zoomed };
}"""


def test_the_doors_of_plotly_are_open(visit):
    visitor = visit("/distributions?step=area")
    address = f"{visitor.address}/{addresses.script('figure/plotly.js')}"
    found = visitor.figure("density").node.evaluate(ASK, [address, TRACE, LAYOUT])
    closed = f"plotly {plotly.__version__} has closed a door of web/figure/plotly.js:"
    assert found["panel"] is True, f"{closed} `_fullLayout` no longer holds the axes of a figure by name"
    assert found["edges"] == [[50, 370], [20, 260]], f"{closed} `_offset` and `_length` no longer measure a panel"
    assert found["pixels"] == pytest.approx([210, 100]), f"{closed} `d2p` no longer tells where a value is drawn"
    assert found["data"] == pytest.approx([5, 10]), f"{closed} `p2d` no longer tells which value is drawn there"
    assert found["ranges"] == [[0, 10], [-1, 2]], f"{closed} `range` is no longer that of the layout"
    assert found["ends"] == [[0, 10], [-1, 2]], f"{closed} `r2l` no longer turns the ends of a range into numbers"
    assert found["logarithmic"] == [False, True], f"{closed} `type` no longer says which axis is logarithmic"
    assert found["inside"] == [[True, True], [False, False], [True, True], [False, False]], f"{closed} `r2l`, `type`"
    assert found["trace"] == [TRACE["x"], TRACE["y"]], f"{closed} `_fullData` no longer holds what was given"
    assert found["own"] is True, f"{closed} `_fullData` no longer names the axes of a trace"
    assert found["marks"] == pytest.approx([50, 180, 210, 100, 370, 180]), f"{closed} traces have no `type` any more"
    assert found["words"][0] == pytest.approx([210, 100], abs=3), f"{closed} `.annotation` is no longer drawn as that"
    assert found["beyond"] is None, f"{closed} `_fullData` holds more traces than were given"
    assert found["zoomed"]["ranges"][0] == [2, 4], f"{closed} `range` no longer follows a zoom"
    assert found["zoomed"]["pixels"] == pytest.approx([210, 180]), f"{closed} `d2p` no longer follows a zoom"


def test_a_figure_that_leaves_while_it_is_pulled_waits_for_the_hand(visit):
    visitor = visit("/likelihood?step=both-ways")
    figure = visitor.figure("over_data")
    plot = figure.node.evaluate_handle("({ view }) => view.plot")
    panel = figure.node.locator(".nsewdrag").first.bounding_box()
    x, y = panel["x"] + 0.8 * panel["width"], panel["y"] + 0.15 * panel["height"]
    mouse = visitor.page.mouse
    mouse.move(x, y)
    mouse.down()
    visitor.page.locator(".heading button", has_text="chevron_right").dispatch_event("click")
    visitor.until(lambda: not plot.evaluate("plot => plot.isConnected"))
    for i in range(20):  # two seconds: without a hand it is cleared away after one
        mouse.move(x + i, y + i)
        visitor.page.wait_for_timeout(100)
    assert plot.evaluate("plot => plot._dragging") is True
    mouse.up()
    visitor.until(lambda: plot.evaluate("plot => plot._fullLayout === undefined"))
