"""What browsers fetch of maps: frames, places of new points, images."""

import json
from dataclasses import dataclass

import numpy as np
import pytest
from aside import finish
from starlette.applications import Starlette

from ui import charts, clouds, embedding_routes, embeddings, library
from ui.charts import Chart
from ui.clouds import Source
from ui.library import project
from vae_core import pretrained
from vae_core.analysis.embedding import Frame, TSNEConfig
from vae_core.errors import NOTHING, CheckpointError, ConfigError, DatasetError
from vae_core.lab.embeddings import Glimpse
from vae_core.packing import unpack

COUNT = 200
CONFIG = TSNEConfig(perplexity=10)


class MadeAtOnce:
    """A maker whose maps are made: the first two coordinates of each code, in three frames."""

    def __init__(self):
        self.left = []

    def frames(self, codes):
        return [Frame(step, codes[:, :2] * step, None if step == 0 else 1.0) for step in (0, 1, 2)]

    def watch(self, codes, config, watcher, after, most):
        self.watcher = watcher
        return Glimpse("finished", NOTHING, tuple(self.frames(codes)[after : after + most]))

    def leave(self, key, watcher):
        self.left.append((key, watcher))

    def finished(self, key):
        order = embeddings.known(key)
        return self.frames(clouds.cloud(order.source).codes)[-1]


@pytest.fixture
def maker(monkeypatch):
    made = MadeAtOnce()
    monkeypatch.setattr(embeddings, "maker", lambda: made)
    embeddings._placer.cache_clear()
    yield made
    embeddings._placer.cache_clear()
    charts._measure.cache_clear()


@dataclass
class Answer:
    status_code: int
    content: bytes

    def json(self):
        return json.loads(self.content)


class Client:
    """Asks an app as a server would, without a socket."""

    def __init__(self):
        self.app = Starlette(routes=embedding_routes.routes(""))

    def get(self, address: str) -> Answer:
        return finish(self._ask("GET", address, b""))

    def post(self, address: str, content: str = "") -> Answer:
        return finish(self._ask("POST", address, content.encode()))

    async def _ask(self, method: str, address: str, content: bytes) -> Answer:
        path, _, query = address.partition("?")
        scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": []}
        sent = []

        async def receive():
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message):
            sent.append(message)

        await self.app(scope, receive, send)
        return Answer(sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]))


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def source():
    return Source(library.pretrained("mnist-vae-8d"), COUNT)


@pytest.fixture
def key(source):
    return embeddings.order(source, CONFIG).key


def test_frames_come_from_where_they_were_left_off(client, maker, key, source):
    codes = clouds.cloud(source).codes
    record, arrays = unpack(client.get(f"/maps/{key}?watcher=me").content)
    assert (record["stage"], record["steps"], record["kls"]) == ("finished", [0, 1, 2], [None, 1.0, 1.0])
    assert (record["total"], record["message"], record["is_more"]) == (CONFIG.steps, "", False)
    assert np.array_equal(arrays["frames"][2], codes[:, :2] * 2)
    assert maker.watcher == "me"
    record, arrays = unpack(client.get(f"/maps/{key}?watcher=me&after=2").content)
    assert record["steps"] == [2]
    assert arrays["frames"].shape == (1, COUNT, 2)


def test_a_long_film_comes_in_parts(client, maker, key, monkeypatch):
    monkeypatch.setattr(embeddings, "MOST_NUMBERS", 2 * 2 * COUNT)
    record, _ = unpack(client.get(f"/maps/{key}").content)
    assert (record["steps"], record["is_more"]) == ([0, 1], True)
    record, _ = unpack(client.get(f"/maps/{key}?after=2").content)
    assert (record["steps"], record["is_more"]) == ([2], False)


def test_an_unknown_map_is_told_in_the_readers_language(client, maker):
    answer = client.get("/maps/nothing?lang=zh_CN")
    assert answer.status_code == 404
    assert client.get("/maps/nothing?lang=../..").status_code == 404
    assert client.get("/maps/nothing?after=some").status_code == 400


def test_leaving_is_passed_on(client, maker, key):
    assert client.post(f"/maps/{key}/leave?watcher={'w' * 99}").status_code == 204
    assert maker.left == [(key, "w" * embedding_routes.WATCHER)]


def test_a_new_point_is_placed(client, maker, key, source):
    codes = clouds.cloud(source).codes
    found = client.post(f"/maps/{key}/place", content=json.dumps(codes[3].tolist())).json()
    assert len(found) == 2
    assert np.isfinite(found).all()


@pytest.mark.parametrize("content", ["", "{}", '"a"', "[[1]]", "[NaN]", "[1, null]", "[" * 3900, f"[1{'0' * 400}]"])
def test_what_is_no_code_is_refused(client, maker, key, content):
    assert client.post(f"/maps/{key}/place", content=content).status_code == 400


def test_a_code_that_does_not_fit_is_refused(client, maker, key):
    assert client.post(f"/maps/{key}/place", content="[1, 2]").status_code == 404
    assert client.post(f"/maps/{key}/place", content="1" * (embedding_routes.MOST_BYTES + 1)).status_code == 413


def test_images_are_served_where_they_are(client, monkeypatch):
    images = np.arange(2 * 784, dtype=np.int64).reshape(2, 784).astype(np.uint8)
    monkeypatch.setattr(project, "test_images", lambda: images)
    assert client.get("/images/project/1").content == images[1].tobytes()
    for number in ("2", "-1", "1.0", "٣", "9" * 5000):
        assert client.get(f"/images/project/{number}").status_code == 404


def test_without_images_there_are_none(client, monkeypatch, source):
    def missing():
        raise DatasetError("They are not here.")

    monkeypatch.setattr(project, "test_images", missing)
    assert client.get("/images/project/1").status_code == 404
    assert source.model.shelf.images() is None


def test_codes_are_spread_over_the_test_set():
    cloud = clouds.cloud(Source(library.pretrained("mnist-vae-2d"), 500))
    encodings = pretrained.encodings("mnist-vae-2d")
    assert cloud.numbers.tolist() == [20 * i for i in range(500)]
    assert np.array_equal(cloud.codes, encodings.mean[::20])
    assert np.array_equal(cloud.labels, encodings.label[::20])
    assert len(clouds.cloud(Source(library.pretrained("mnist-vae-2d"), 10_000)).codes) == 10_000


def test_the_space_itself_is_measured_as_perfect_and_a_shadow_is_not():
    flat, deep = Source(library.pretrained("mnist-vae-2d"), 500), Source(library.pretrained("mnist-vae-8d"), 500)
    space = charts.measure(Chart(flat, 2, is_space=True))
    assert (space.trustworthiness, space.kept) == (1.0, 1.0)
    assert space.purity == charts.purities(flat).latent
    shadow = charts.measure(Chart(deep, 2))
    assert shadow.trustworthiness < 0.9
    assert shadow.purity < charts.purities(deep).latent


def test_a_set_is_measured_by_itself(source):
    chart = Chart(source, 2)
    assert charts.measure(chart, tuple(range(10))) != charts.measure(chart)
    assert sum(charts.counts(source, tuple(range(10))).values()) == 10


def test_neighbours_are_others(source):
    for found in (charts.neighbours_in_codes(source, 5), charts.neighbours_on(Chart(source, 2), 5)):
        assert len(found) == charts.IN_A_ROW
        assert 5 not in found
    assert charts.nearest_to(source, clouds.cloud(source).codes[5])[0] == 5


def test_a_map_that_is_not_finished_has_nothing_to_say(source, monkeypatch):
    monkeypatch.setattr(embeddings, "finished", lambda order: None)
    chart = Chart(source, 2, CONFIG)
    assert charts.measure(chart) is None
    assert charts.table(chart) is None
    assert charts.neighbours_on(chart, 3) == ()


def test_coordinates_as_csv(source):
    lines = charts.table(Chart(source, 3)).splitlines()
    assert lines[0] == "image,label,x,y,z"
    assert len(lines) == COUNT + 1
    number, label, *point = lines[2].split(",")
    cloud = clouds.cloud(source)
    assert (int(number), int(label)) == (cloud.numbers[1], cloud.labels[1])
    np.testing.assert_allclose([float(value) for value in point], Chart(source, 3).points[1], rtol=1e-5)


def test_orders_are_checked_and_forgotten_in_time(source, monkeypatch):
    with pytest.raises(ConfigError):
        embeddings.order(source, TSNEConfig(perplexity=100))
    first = embeddings.order(source, CONFIG).key
    monkeypatch.setattr(embeddings, "ORDERS", 1)
    embeddings.order(source, TSNEConfig(perplexity=11))
    with pytest.raises(CheckpointError):
        embeddings.known(first)
