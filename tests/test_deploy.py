"""What is shipped for servers holds together: one name and one address for each, everywhere."""

import os
import re
import shutil
import subprocess
import tomllib

import pytest
import yaml

from vae_core.lab import limits

NGINX = shutil.which("nginx", path=os.pathsep.join((os.environ["PATH"], "/usr/sbin", "/usr/local/sbin")))


@pytest.fixture
def deploy(root):
    return root / "deploy"


@pytest.fixture
def compose(deploy) -> dict:
    return yaml.safe_load((deploy / "compose.yaml").read_text("utf-8"))


@pytest.fixture
def objects(deploy) -> list[dict]:
    return [*yaml.safe_load_all((deploy / "kubernetes" / "vae.yaml").read_text("utf-8"))]


def address(service: dict) -> str:
    return service["networks"]["inside"]["ipv4_address"]


def test_the_image_holds_what_a_wheel_does(root, deploy):
    build = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    parts = {*build["force-include"], "vae_core"}
    copied = re.findall(r"^COPY (?!--)(.*) \S+$", (deploy / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert parts <= names
    sent = (deploy / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert names == {line[1:] for line in sent if line.startswith("!")}
    assert all((root / name).exists() for name in names)


def test_servers_are_called_the_same_where_they_start_and_where_they_are_led_to(deploy, compose):
    servers = {name: each for name, each in compose["services"].items() if name.startswith("app-")}
    assert len(servers) > 1
    text = (deploy / "nginx" / "servers.conf").read_text("utf-8")
    led = dict(re.findall(r"^upstream (app-\d+) \{\n.*\n    server (\S+):8501 max_fails", text, flags=re.MULTILINE))
    assert led == {each["environment"]["VAE_SERVER_NAME"]: address(each) for each in servers.values()}
    assert led.keys() == servers.keys()
    (everyone,) = re.findall(r"^upstream everyone \{(.*?)\}", text, flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"server (\S+):8501;", everyone) == [*led.values()]
    assert set(re.findall(r"^    (app-\d+) \1;$", text, flags=re.MULTILINE)) == led.keys()


def test_a_cluster_is_found_by_all_who_belong_to_it(root, deploy, compose):
    """The second file only adds to the first: the cores to learn on are those of ``ray-worker``, and no server's."""
    on_ray = yaml.safe_load((deploy / "compose.ray.yaml").read_text("utf-8"))
    services = on_ray["services"]
    head, worker = services.pop("ray"), services.pop("ray-worker")
    assert services.keys() == {name for name in compose["services"] if name.startswith("app-")}
    (port,) = (word.removeprefix("--port=") for word in head["command"] if word.startswith("--port="))
    assert {each["environment"]["RAY_ADDRESS"] for each in services.values()} == {f"ray:{port}"}
    assert all(f"ray start --address=ray:{port} --num-cpus=0 " in each["command"][2] for each in services.values())
    assert f"--address=ray:{port}" in worker["command"]
    assert "--num-cpus=0" in head["command"]
    assert f"--num-cpus={worker['cpus']}" in worker["command"]
    assert worker["volumes"] == compose["services"]["app-1"]["volumes"]  # where the runs are
    taken = {address(each) for each in compose["services"].values()}
    assert address(head) not in taken
    for each in (head, worker, *services.values()):
        assert each["environment"]["RAY_AUTH_MODE"] == "token"
        assert each["environment"]["RAY_AUTH_TOKEN"].startswith("${RAY_AUTH_TOKEN:?")
        asked = re.findall(r"-r (\S+)", each["build"]["args"]["NEEDED"])
        assert "requirements-cluster.txt" in asked
        assert all((root / name).exists() for name in asked)


def test_only_the_proxy_is_believed_and_only_it_is_reached(compose):
    proxy = compose["services"]["proxy"]
    for name, service in compose["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert ("ports" in service) == (name == "proxy")
        if name.startswith("app-"):
            assert service["environment"]["FORWARDED_ALLOW_IPS"] == address(proxy)
    assert compose["networks"]["inside"]["internal"]


def test_what_a_cluster_is_told_refers_to_what_is_there(objects):
    named = {(each["kind"], each["metadata"]["name"]): each for each in objects}
    assert len(named) == len(objects)
    for name in ("vae", "classes"):
        service, pods = named["Service", name]["spec"], named["StatefulSet", name]["spec"]
        assert service["selector"] == pods["selector"]["matchLabels"] == pods["template"]["metadata"]["labels"]
        (container,) = pods["template"]["spec"]["containers"]
        assert {each["targetPort"] for each in service["ports"]} == {each["name"] for each in container["ports"]}
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert pods["template"]["spec"]["securityContext"]["runAsNonRoot"]
    (path,) = named["Ingress", "vae"]["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"]["service"]["name"] == "vae"
    (app,) = named["StatefulSet", "vae"]["spec"]["template"]["spec"]["containers"]
    said = {each["name"]: each.get("value") for each in app["env"]}
    assert f"/{said['STREAMLIT_SERVER_BASE_URL_PATH']}" == path["path"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert app[probe]["httpGet"]["path"] == f"{path['path']}/_stcore/health"


def test_limits_of_a_container_are_limits_and_none_is_larger_than_usual_but_what_is_kept(deploy, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    there, usual = vars(limits.load(deploy / "limits.toml")), vars(limits.load(limits.FILE))
    assert there["processes"] == 2
    assert {name for name in usual if there[name] > usual[name]} == {"kept_bytes"}
    body = re.findall(r"client_max_body_size (\d+)m", (deploy / "nginx" / "proxy.conf").read_text("utf-8"))
    assert int(body[0]) * 1_000_000 > there["upload_bytes"]


def test_nginx_takes_the_settings_of_its_container(deploy, tmp_path):
    if NGINX is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("No nginx here: `apt-get install nginx-light`.")
    shutil.copytree(deploy / "nginx", tmp_path / "vae")
    shutil.copy("/etc/nginx/mime.types", tmp_path)
    make = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=vae", "-days", "1")
    files = ("-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem"))
    subprocess.run(["openssl", *make, *files], check=True, capture_output=True)
    for name, old, new in (
        ("vae/site.conf", "/etc/nginx/certificates", str(tmp_path)),
        ("vae/nginx.conf", "/tmp/", f"{tmp_path}/"),
    ):
        text = (tmp_path / name).read_text("utf-8")
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new), "utf-8")
    shutil.move(tmp_path / "vae" / "nginx.conf", tmp_path / "nginx.conf")
    command = [NGINX, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    told = subprocess.run(command, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
