"""The units of systemd and the images, as they are written: sound, of least privilege, in step with the portal."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from portal.management.commands import serve
from portal.options.table import TABLE
from portal.serving.bootstrap import program

DEPLOYMENT = settings.BASE_DIR / "deploiement"
UNITS = DEPLOYMENT / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
#: How exposed a service may be, of 100, as `systemd-analyze security` counts it.
MOST_EXPOSED = {"portail-public.service": 15, "portail-admin.service": 25}
PYTHON = "/srv/portail/.venv/bin/python"


def lines_of(name: str) -> list[tuple[str, str]]:
    """What a unit sets, in order."""
    written = (UNITS / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("=", 1)) for line in written if "=" in line and not line.startswith("#")]


def told(name: str, key: str) -> list[str]:
    return [value for asked, value in lines_of(name) if asked == key]


@pytest.fixture(scope="module")
def placed(tmp_path_factory) -> Path:
    """The units where systemd can find the Python that they start."""
    folder = tmp_path_factory.mktemp("unites")
    for path in UNITS.iterdir():
        text = path.read_text(encoding="utf-8").replace(PYTHON, sys.executable)
        (folder / path.name).write_text(text)
    return folder


def analysed(*words) -> subprocess.CompletedProcess:
    return subprocess.run([program("systemd-analyze"), *words], capture_output=True, text=True)


@pytest.mark.slow
def test_systemd_reads_every_unit(placed):
    units = sorted(path for path in placed.iterdir() if path.suffix in (".service", ".timer"))
    assert len(units) == 12
    done = analysed("verify", "--man=no", *units)
    ours = [line for line in done.stderr.splitlines() if "portail" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.slow
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_the_least_privilege(placed, name):
    done = analysed("security", "--offline=true", "--threshold=100", "--json=short", placed / name)
    exposure = sum(float(line["exposure"] or 0) for line in json.loads(done.stdout))
    assert exposure > 0  # it was weighed
    most = MOST_EXPOSED.get(name, 25)
    done = analysed("security", "--offline=true", f"--threshold={most}", "--no-pager", placed / name)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.name for path in UNITS.glob("*.timer")))
def test_a_timer_has_its_hour_and_its_service(name):
    assert (UNITS / name).with_suffix(".service").exists()
    for hour in told(name, "OnCalendar"):
        assert analysed("calendar", hour).returncode == 0, hour


def test_the_public_service_writes_nowhere():
    public = lines_of("portail-public.service")
    assert ("ProtectSystem", "strict") in public
    assert ("DynamicUser", "yes") in public
    assert not {"ReadWritePaths", "StateDirectory", "CacheDirectory", "LogsDirectory"} & {
        key for key, _ in public
    }
    assert told("portail-public.service", "BindReadOnlyPaths") == [
        "/var/lib/portail/editions /var/lib/portail/static"
    ]
    assert (
        "AF_UNIX" not in told("portail-public.service", "RestrictAddressFamilies")[0]
    )  # no way to the database


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_starts_a_command_that_there_is(name):
    [started] = told(name, "ExecStart")
    words = started.split()
    assert words[:2] == [PYTHON, "manage.py"]
    assert words[2] in get_commands()


def options_of(command) -> set[str]:
    parser = command.create_parser("manage.py", "serve")
    return {option for action in parser._actions for option in action.option_strings}


@pytest.mark.parametrize("name", ["portail-public.service", "portail-admin.service"])
def test_a_service_asks_serve_for_what_it_knows(name):
    [started] = told(name, "ExecStart")
    assert set(re.findall(r"--\w+", started)) <= options_of(serve.Command())


def test_the_settings_given_are_settings():
    known = {option.name for option in TABLE if option.is_in_file}
    written = (DEPLOYMENT / "portail.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"(?m)^(\w+) =", written)) <= known
    variables = {option.variable for option in TABLE}
    for name in ("Containerfile", "compose.yaml", *(f"systemd/{service}" for service in SERVICES)):
        asked = set(re.findall(r"\bPORTAL_[A-Z_]+|DATABASE_URL", (DEPLOYMENT / name).read_text("utf-8")))
        assert asked <= variables, name


# -- The images -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def composed() -> dict:
    return yaml.safe_load((DEPLOYMENT / "compose.yaml").read_text(encoding="utf-8"))


def test_the_containers_write_only_where_they_must(composed):
    for name, service in composed["services"].items():
        if service["image"] != "portail":
            continue
        assert service["read_only"] is True, name
        assert service["user"] == "10001:10001", name
        assert service["cap_drop"] == ["ALL"], name
    public = composed["services"]["public"]
    assert public["volumes"] == ["donnees:/var/lib/portail:ro"]
    assert "donnees" not in public["networks"]
    assert not [name for name in public["environment"] if "DATABASE" in name or "SECRET" in name]


def test_nothing_is_open_to_the_world(composed):
    for service in composed["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_image_holds_the_code_and_runs_as_nobody_else():
    written = (DEPLOYMENT / "Containerfile").read_text(encoding="utf-8")
    last = written.rpartition("\nFROM ")[2]
    assert "USER 10001:10001" in last
    copied = set(re.findall(r"(?m)^COPY (\w+) \w+$", written))
    assert copied == {"portal", "agreements", "members", "fixtures", "templates", "static"}
    assert all((settings.BASE_DIR / name).is_dir() for name in copied)
    assert "--require-hashes" in written
