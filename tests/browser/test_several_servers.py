"""Two servers behind one address: below a path, by HTTPS, with a real nginx as deploy/ has it."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from behind import HOST, SHIPPED, Nginx, executable
from conftest import free_port, start_server
from servers import Server
from servers import executable as store_executable
from streamlit.web.server.starlette.starlette_server_config import DEFAULT_WEBSOCKET_PING_INTERVAL
from test_below_a_path import missed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAMES = ("app-1", "app-2")
ASKED_EVERY = 1  # second, in which the servers ask after each socket
PATIENCE, IMPATIENCE = 60, 4  # seconds of silence after which nginx takes something for dead


class Site(NamedTuple):
    """Servers, and what stands in front of them."""

    nginx: Nginx
    processes: dict


@pytest.fixture(scope="module")
def site(tmp_path_factory, limits):
    folder = tmp_path_factory.mktemp("site")
    executable("nginx")
    assert store_executable()
    (folder / "store").mkdir()
    store, ports = Server(folder / "store"), {name: free_port() for name in NAMES}

    def start(name: str):
        return start_server(
            folder / name,
            ports[name],
            VAE_SERVER_NAME=name,
            VAE_CLASS_URL=store.url,
            VAE_RUNS_DIR=str(folder / "runs"),
            VAE_LIMITS=str(limits),
            STREAMLIT_SERVER_WEBSOCKET_PING_INTERVAL=str(ASKED_EVERY),
        )

    with ThreadPoolExecutor() as both:
        processes = dict(zip(NAMES, both.map(start, NAMES), strict=True))
    (folder / "nginx").mkdir()
    nginx = Nginx(folder / "nginx", free_port(), ports, PATIENCE)
    yield Site(nginx, processes)
    nginx.stop()
    for process in processes.values():
        process.terminate()
    for process in processes.values():
        process.wait(timeout=20)
    store.kill()


@pytest.fixture
def come(visit, site):
    """Opens a page as a new visitor; one whom ``server`` serves, where it is named."""

    def come(path: str, server: str | None = None, **how):
        cookie = {"name": "vae_server", "value": server, "domain": HOST, "path": "/vae/"}
        led = {"storage_state": {"cookies": [cookie]}} if server else {}
        return visit(path, address=site.nginx.address, alone=True, ignore_https_errors=True, **led, **how)

    return come


def cookies(visitor) -> dict[str, dict]:
    return {cookie["name"]: cookie for cookie in visitor.page.context.cookies()}


def server_of(visitor) -> str:
    return cookies(visitor)["vae_server"]["value"]


def led(site, visitor) -> list[tuple[str, ...]]:
    """What nginx has noted of a visitor's requests since they had both cookies."""
    who = cookies(visitor)["vae_playground_visitor"]["value"]
    return [(*parts,) for whose, *parts in site.nginx.led() if whose == who]


def test_who_is_new_goes_where_there_is_room_and_stays_there(come, site):
    visitors = [come("/latent_map?proj=tsne&pts=500", ready=False), come("/distributions?step=area")]
    figure = visitors[1].figure("density")
    figure.drag("x2", across=50)
    assert figure.answers() > 0
    visitors[0].page.locator(".cloud[data-ready=true]").wait_for()
    assert {server_of(visitor) for visitor in visitors} == {*NAMES}
    kept = cookies(visitors[0]).values()
    assert {(cookie["path"], cookie["secure"]) for cookie in kept} == {("/vae/", True)}
    for visitor, part in zip(visitors, ("/maps/", "/live"), strict=True):
        assert missed(visitor) == []
        requests = led(site, visitor)
        assert {status for *_, status, what in requests if what.startswith(f"/vae{part}")} == {"200"}
        assert {(named, port) for named, port, *_ in requests} == {
            (server_of(visitor), str(site.nginx.servers[server_of(visitor)]))
        }


def test_a_socket_that_has_nothing_to_say_stays_open(visit, site, tmp_path):
    impatient = Nginx(tmp_path, free_port(), site.nginx.servers, IMPATIENCE)
    opened, closed = [], []

    def watch(socket) -> None:
        opened.append(socket)
        socket.on("close", lambda socket: closed.append(socket))

    try:
        visitor = visit("/", ready=False, address=impatient.address, alone=True, ignore_https_errors=True)
        visitor.page.on("websocket", watch)
        visitor.open("/distributions?step=area")
        visitor.page.wait_for_timeout(1000 * (IMPATIENCE + 1))
        assert opened
        assert closed == []
    finally:
        impatient.stop()


def test_servers_ask_after_sockets_often_enough_for_what_is_shipped():
    shipped = (SHIPPED / "proxy.conf").read_text("utf-8")
    (patience,) = re.findall(r"^proxy_read_timeout (\d+)s;", shipped, flags=re.MULTILINE)
    assert int(patience) >= 3 * DEFAULT_WEBSOCKET_PING_INTERVAL


def test_a_drained_server_keeps_whom_it_has_and_gets_nobody_new(come, site):
    stays = come("/distributions?step=area", "app-1")
    site.nginx.lead_to("app-2")
    site.nginx.reload()
    try:
        figure = stays.figure("density")
        figure.drag("x2", across=50)
        assert figure.answers() > 0
        stays.turn_to("throws")
        assert {port for _, port, *_ in led(site, stays)} == {str(site.nginx.servers["app-1"])}
        assert [site.nginx.newcomer() for _ in range(3)] == ["app-2"] * 3
    finally:
        site.nginx.lead_to(*NAMES)
        site.nginx.reload()


def test_a_class_is_on_both_servers_and_outlives_one(come, site):
    teacher = come("/", "app-1")
    teacher.page.locator(".teach").click()
    teacher.page.wait_for_url("**class=*")
    teacher.page.locator(".bar .code").wait_for()
    code = parse_qs(urlsplit(teacher.page.url).query)["class"][0]
    address = teacher.page.locator(".invitation .address").inner_text()
    assert address == f"{site.nginx.address}/?class={code}"
    student = come(f"/?class={code}", "app-2")
    student.page.locator(".panel .main").click()
    student.page.locator(".bar .badge").wait_for()
    teacher.page.locator(".panel .closing").click()
    teacher.page.locator(".contents a[href*=distributions]").first.click()
    student.page.wait_for_url("**/distributions**")
    teacher.page.wait_for_url(f"**class={code}*")
    teacher.settle()
    assert (server_of(teacher), server_of(student)) == NAMES

    site.processes["app-1"].kill()
    teacher.until(lambda: server_of(teacher) == "app-2")
    teacher.page.locator("[data-test-connection-state=CONNECTED]").wait_for()
    teacher.settle()
    teacher.page.locator(".contents [data-step=area]").click()
    student.page.wait_for_url("**step=area*")
    student.settle()
    assert {port for _, port, *_ in led(site, student)} == {str(site.nginx.servers["app-2"])}
    assert site.nginx.newcomer() == "app-2"
