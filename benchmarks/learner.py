"""One person before the app, without a browser: what a browser sends and is sent, over the same sockets and routes."""

import asyncio
import json
import random
import time
from collections.abc import Mapping
from typing import Any

import requests
import websockets
from requests.adapters import HTTPAdapter
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from urllib3.util import Retry

from vae_core.lab.embeddings import OVER
from vae_core.packing import unpack

POLL_SECONDS = 0.25  # between two looks at a map that forms
MOVES = 1  # of a hand, before it lets go
MOVED = {"decoder": "position", "dataflow": "shift", "map": "point"}  # what a hand moves there
REACH = 0.1  # of a move, as a share of a slider or an axis


class Learner:
    """On one lesson at a time; every wait is in seconds.

    Attributes:
        components: those on screen by name, each with its ``id``, its ``fragment`` and its ``data``.
        sent: bytes that the last run of the page was sent.
    """

    def __init__(self, port: int, lesson: str, query: str = "ask=False"):
        self.port, self.lesson, self.query = port, lesson, query
        self.components: dict[str, dict[str, Any]] = {}
        self.buttons: dict[str, str] = {}  # ids by their labels
        self.sent = 0
        self._known: dict[str, ForwardMsg] = {}
        self._page = ""  # who does not say which page they are on comes new to one, and is not heard
        self._sequence = 0
        self._web = requests.Session()
        # As a browser does where the server has just closed a line that both had kept.
        self._web.mount("http://", HTTPAdapter(max_retries=Retry(1, allowed_methods=None)))

    async def __aenter__(self) -> "Learner":
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        self._socket = await websockets.connect(address, subprotocols=["streamlit"], max_size=None)
        await self._run()
        return self

    async def __aexit__(self, *_error) -> None:
        await self._socket.close()
        self._web.close()

    # ---- what a person does -------------------------------------------------------------------------

    async def turn(self) -> float:
        """Go on to the next step, from the last one to the first."""
        heading = self.components["heading"]
        names = [step["name"] for step in heading["data"]["steps"][:-1]]
        following = (heading["data"]["at"] + 1) % len(names)
        wait = await self.tell("heading", "go", {"step": names[following]})
        if self.components["heading"]["data"]["at"] != following:
            raise RuntimeError("The server has not heard of the step.")
        return wait

    async def drag(self) -> tuple[list[float], float]:
        """Move something and let go: the wait for each answer on the way, and for the page at the end."""
        figure = self.components.get("figure")
        if figure and (moved := self._movable(figure["data"])):
            return await self._drag_in_figure(figure, moved)
        here = (name for name in MOVED if name in self.components)
        held = next((name for name in here if not self.components[name]["data"].get("plain")), None)
        if held is None:
            return [], await self._run()
        data = self.components[held]["data"]
        moved = {MOVED[held]: self._near(data["place"][MOVED[held]])}
        known = {"selected": data["selected"]} if held == "map" else {}
        return [], await self._let_go(held, "place", {**known, "place": {**data["place"], **moved}})

    async def press(self, label: str) -> float:
        """Press the button that says ``label``."""
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.trigger_value = self.buttons[label], True
        return await self._run(message)

    async def watch(self, path: str) -> None:
        """Look at a map while it forms, until it has."""
        seen, is_over = 0, False
        while not is_over:
            told, _ = unpack(await self.fetch(f"{path}?after={seen}&watcher={id(self)}"))
            seen += len(told["steps"])
            is_over = told["stage"] in OVER and not told["is_more"]
            await asyncio.sleep(0 if told["is_more"] else POLL_SECONDS)

    async def fetch(self, path: str) -> bytes:
        """What the server has at an address."""
        response = await asyncio.to_thread(self._web.get, f"http://127.0.0.1:{self.port}/{path}")
        return response.content

    # ---- how ----------------------------------------------------------------------------------------

    async def _drag_in_figure(self, figure: dict[str, Any], moved: Mapping[str, Any]) -> tuple[list[float], float]:
        live, query, waits = figure["data"]["live"], dict(self._pairs()), []
        since = query
        question = {**{name: live[name] for name in ("section", "page", "key")}, "language": "en"}
        for _ in range(MOVES):
            start = time.perf_counter()
            asked = {**question, "query": query, "moves": [{**moved, **self._moved(moved)}]}
            answer = await asyncio.to_thread(self._ask, live["url"], asked)
            waits.append(time.perf_counter() - start)
            query = answer["query"]
        self.query = "&".join(f"{name}={value}" for name, value in query.items())
        return waits, await self._let_go("figure", "move", {"done": True, "since": since, "query": query})

    def _ask(self, url: str, question: Mapping[str, Any]) -> dict[str, Any]:
        response = self._web.post(f"http://127.0.0.1:{self.port}/{url}", json=question)
        response.raise_for_status()
        return response.json()

    @staticmethod
    def _movable(data: Mapping[str, Any]) -> dict[str, Any] | None:
        if data.get("sliders"):
            return dict(data["sliders"][0])
        return dict(data["handles"][0]) if data.get("handles") else None

    @staticmethod
    def _moved(control: Mapping[str, Any]) -> dict[str, Any]:
        if "value" in control:
            low, high = control["low"], control["high"]
            near = control["value"] + REACH * (high - low) * random.uniform(-1, 1)
            return {"name": control["name"], "x": min(max(near, low), high)}
        return {
            "name": control["name"],
            "x": (control["x"] or 0) + REACH * random.uniform(-1, 1),
            "y": control["y"] or 0,
        }

    @classmethod
    def _near(cls, place: Any) -> Any:
        if isinstance(place, list):
            return [cls._near(each) for each in place]
        return random.randrange(1000) if isinstance(place, int) else place + REACH * random.uniform(-1, 1)

    def _pairs(self) -> list[list[str]]:
        return [pair.split("=", 1) for pair in self.query.split("&") if pair]

    async def _let_go(self, name: str, event: str, value: Mapping[str, Any]) -> float:
        self._sequence += 1
        wait = await self.tell(name, event, {"sequence": self._sequence, **value})
        if self.components[name]["data"]["answered"] != self._sequence:
            raise RuntimeError(f"The server has not heard of the hand on {name}.")
        return wait

    async def tell(self, name: str, event: str, value: Mapping[str, Any]) -> float:
        component, message = self.components[name], BackMsg()
        message.rerun_script.fragment_id = component["fragment"]
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = _make_trigger_id(component["id"], "events")
        widget.json_trigger_value = json.dumps([{"event": event, "value": value}])
        return await self._run(message)

    async def _run(self, message: BackMsg | None = None) -> float:
        """Ask for a run of the page and wait for its last word, or that of the run which it leads to."""
        message = message or BackMsg()
        script = message.rerun_script
        script.page_name, script.page_script_hash, script.query_string = self.lesson, self._page, self.query
        script.cached_message_hashes.extend(self._known)
        start = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        self.sent = 0
        while True:
            content = await self._socket.recv()
            self.sent += len(content)
            if self._hear(ForwardMsg.FromString(content)):
                return time.perf_counter() - start

    def _hear(self, message: ForwardMsg) -> bool:
        """Whether this was the last word."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message = self._known[message.ref_hash]
        elif message.metadata.cacheable:
            self._known[message.hash] = message
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message.delta)
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self.components, self.buttons = {}, {}
        if kind == "navigation":
            self._page = message.navigation.page_script_hash
        if kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _see(self, delta) -> None:
        element = delta.new_element
        if element.WhichOneof("type") == "exception":
            raise RuntimeError(element.exception.message)
        if element.WhichOneof("type") == "button":
            self.buttons[element.button.label] = element.button.id
        elif element.WhichOneof("type") == "bidi_component":
            part = element.bidi_component
            name = part.component_name.rpartition(".")[2]
            (data,) = json.loads(part.json)
            self.components[name] = {"id": part.id, "fragment": delta.fragment_id, "data": data}
