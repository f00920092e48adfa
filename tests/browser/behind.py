"""nginx as deploy/nginx/ has it, in front of servers of this machine."""

import http.client
import os
import shutil
import ssl
import subprocess
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from servers import until

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "deploy" / "nginx"
HOST = "vae.localhost"  # a browser looks for it on its own machine; to the app it is a name like any other
# Debian has it where not everybody looks.
PLACES = os.pathsep.join((os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"))
# The log tells who was led where: whom by their own cookie, and how they are led.
NGINX = """
pid {folder}/pid; error_log {folder}/error.log; worker_shutdown_timeout 10s; worker_processes 2; {user}
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    {temporary}
    log_format led "$cookie_vae_playground_visitor|$cookie_vae_server|$upstream_addr|$status|$request_uri";
    access_log {folder}/led led;
    include vae/site.conf;
}}
"""


def executable(name: str) -> str:
    """Where a program is. Without it the tests are skipped on a desk and fail in CI."""
    found = shutil.which(name, path=PLACES)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            f"No {name} here: `apt-get install nginx-light openssl`."
        )
    return found


class Nginx:
    """In front of servers, by name; ``address`` is where a browser finds the app.

    Args:
        folder: for what it reads and writes.
        port: where it listens.
        servers: the port of each server.
        patience: seconds after which it takes a silent connection for dead.
    """

    def __init__(self, folder: Path, port: int, servers: dict[str, int], patience: int):
        self.folder, self.port, self.servers = folder, port, servers
        self.address = f"https://{HOST}:{port}/vae"
        (folder / "vae").mkdir()
        self._certify()
        changes = {
            "/etc/nginx/certificates": str(folder),
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "listen 80;": f"listen unix:{folder}/plain;",
        }
        self._ship("site.conf", changes)
        self._ship("proxy.conf", {"proxy_read_timeout 90s": f"proxy_read_timeout {patience}s"})
        self.lead_to(*servers)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, temporary=temporary, user=user), "utf-8")
        self._command = [executable("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
        with (folder / "output").open("ab") as output:
            self._process = subprocess.Popen([*self._command, "-g", "daemon off;"], stdout=output, stderr=output)
        until(lambda: self._process.poll() is not None or (folder / "pid").exists())
        assert self._process.poll() is None, (folder / "output").read_text("utf-8")

    def lead_to(self, *open_ones: str) -> None:
        """Lead whoever is new to these servers alone; the others are drained."""
        text = (SHIPPED / "servers.conf").read_text("utf-8")
        everyone, others = text.split("upstream app-1", 1)
        for number, (name, port) in enumerate(self.servers.items(), start=11):
            here = f"127.0.0.1:{port}"
            mark = "" if name in open_ones else " down"
            everyone = everyone.replace(f"10.77.0.{number}:8501;", f"{here}{mark};")
            others = others.replace(f"10.77.0.{number}:8501", here)
        (self.folder / "vae" / "servers.conf").write_text(f"{everyone}upstream app-1{others}", "utf-8")

    def reload(self) -> None:
        """Read the settings again, as they say it is done."""
        before = self._workers()
        subprocess.run([*self._command, "-s", "reload"], check=True, capture_output=True)
        until(lambda: self._workers() - before)

    def led(self) -> list[tuple[str, ...]]:
        """Of each request so far: whose it was, which server their cookie named, the port of whoever answered it last,
        with what status, and what was asked for."""
        lines = (self.folder / "led").read_text("utf-8").splitlines()
        parts = (line.split("|", 4) for line in lines)
        return [(who, named, where.rpartition(":")[2], status, what) for who, named, where, status, what in parts]

    def newcomer(self) -> str:
        """Where somebody is led who comes without a cookie."""
        unknown = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=unknown, timeout=20)
        with closing(connection):
            connection.request("GET", "/vae/", headers={"Accept": "text/html", "Host": HOST})
            answer = connection.getresponse()
            assert answer.status == 200
            cookies = SimpleCookie("; ".join(answer.headers.get_all("set-cookie")))
        return cookies["vae_server"].value

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)

    def _workers(self) -> set[str]:
        listed = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return set(listed.read_text("ascii").split())

    def _ship(self, name: str, changes: dict[str, str]) -> None:
        text = (SHIPPED / name).read_text("utf-8")
        for old, new in changes.items():
            assert old in text, f"{name}: {old}"
            text = text.replace(old, new)
        (self.folder / "vae" / name).write_text(text, "utf-8")

    def _certify(self) -> None:
        names = ("-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}")
        files = ("-keyout", str(self.folder / "privkey.pem"), "-out", str(self.folder / "fullchain.pem"))
        kind = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
        subprocess.run([executable("openssl"), "req", *kind, *names, *files], check=True, capture_output=True)
