"""The set-up from a bare python3: what it accepts, what it makes again, what it says."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys

import pytest

import manage
from portal.serving import bootstrap


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A folder with two small lock files, no environment, and the record of what the set-up would run."""
    done = []
    environment = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", environment)
    monkeypatch.setattr(bootstrap, "PYTHON", environment / "bin" / "python")
    monkeypatch.setattr(bootstrap, "STAMP", environment / "portal.stamp")
    monkeypatch.delenv("PORTAL_NO_BOOTSTRAP", raising=False)
    monkeypatch.delenv("PORTAL_NO_APT", raising=False)
    monkeypatch.delenv("PORTAL_CHROMIUM", raising=False)

    def create(turn):
        done.append("create")
        program = bootstrap.PYTHON
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)

    monkeypatch.setattr(bootstrap, "create", create)
    monkeypatch.setattr(bootstrap, "install", lambda lock, turn: done.append(f"install {lock.stem}"))
    monkeypatch.setattr(bootstrap, "leave_no_installer", lambda turn: None)
    monkeypatch.setattr(bootstrap, "missing_for_tests", lambda: [])
    monkeypatch.setattr(os, "execv", lambda program, argv: done.append("restart"))
    (tmp_path / "requirements").mkdir()
    for kind in ("run", "test"):
        (tmp_path / "requirements" / f"{kind}.txt").write_text(f"{kind}==1 --hash=sha256:00\n")
    return done


def test_an_old_python_gets_one_line(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    with pytest.raises(SystemExit, match=r"^Il faut Python 3\.11 ou plus ; celui-ci est un Python 3\.9\.$"):
        manage.main()


def test_an_old_python_can_read_the_entry_point():
    source = (bootstrap.ROOT / "manage.py").read_text()
    ast.parse(source, feature_version=(3, 6))


def test_first_start_makes_the_environment_and_restarts_in_it(machine):
    bootstrap.ensure("run")
    assert machine == ["create", "install run", "restart"]


def test_second_start_only_restarts(machine):
    bootstrap.ensure("run")
    machine.clear()
    bootstrap.ensure("run")
    assert machine == ["restart"]


def test_the_environment_of_the_tests_also_runs_the_portal(machine):
    bootstrap.ensure("test")
    machine.clear()
    bootstrap.ensure("run")
    assert machine == ["restart"]


def test_the_tests_complete_the_environment_of_the_portal(machine):
    bootstrap.ensure("run")
    machine.clear()
    bootstrap.ensure("test")
    assert machine == ["install test", "restart"]


def test_a_changed_lock_makes_the_environment_again(machine):
    bootstrap.ensure("run")
    machine.clear()
    bootstrap.lock_file("run").write_text("run==2 --hash=sha256:00\n")
    bootstrap.ensure("run")
    assert machine == ["create", "install run", "restart"]


def test_another_python_makes_the_environment_again(machine):
    bootstrap.ensure("run")
    machine.clear()
    bootstrap.STAMP.write_text(bootstrap.STAMP.read_text().replace("3.", "2.", 1))
    bootstrap.ensure("run")
    assert machine == ["create", "install run", "restart"]


def test_an_environment_whose_python_is_gone_is_made_again(machine):
    bootstrap.ensure("run")
    machine.clear()
    bootstrap.PYTHON.unlink()
    bootstrap.PYTHON.symlink_to("/nowhere/python3")
    assert not bootstrap.is_ready("run")


@pytest.mark.parametrize("already", ["nothing", "run"])
def test_an_interrupted_set_up_is_made_again(machine, monkeypatch, already):
    if already == "run":
        bootstrap.ensure("run")
    with monkeypatch.context() as interrupted:
        interrupted.setattr(bootstrap, "install", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bootstrap.ensure("test")
    machine.clear()
    bootstrap.ensure("test")
    assert machine == ["create", "install test", "restart"]


def test_a_failed_installation_is_said_and_not_taken_for_good(machine, monkeypatch):
    def fail(lock, turn):
        raise subprocess.CalledProcessError(1, ["pip"])

    monkeypatch.setattr(bootstrap, "install", fail)
    with pytest.raises(SystemExit, match="n’a pas pu être installé"):
        bootstrap.ensure("run")
    assert not bootstrap.is_ready("run")


def test_a_set_up_waits_for_the_one_under_way(machine, capsys):
    """Even one whose parent was killed: what it started holds the lock too."""
    with bootstrap.lock_file("run").open() as lock, bootstrap.taking_turns(lock) as turn:
        orphan = subprocess.Popen(["sleep", "0.5"], pass_fds=[turn.fileno()])
    bootstrap.ensure("run")
    assert orphan.poll() is not None or orphan.wait(timeout=0.1) == 0
    assert "Une autre installation est en cours… " in capsys.readouterr().out
    assert machine == ["create", "install run", "restart"]


def test_whoever_brings_the_environment_keeps_it(machine, monkeypatch):
    monkeypatch.setenv("PORTAL_NO_BOOTSTRAP", "1")
    bootstrap.ensure("run")
    assert machine == []


def bare_debian(monkeypatch, *, root, programs=("apt-get",)):
    """A machine with these programs, without `ensurepip`; what would be run as root is returned."""
    asked = []
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in programs else None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(bootstrap, "apt", lambda command: asked.append(" ".join(command)))
    return asked


def test_root_installs_the_missing_package_and_says_so(machine, monkeypatch, capsys):
    asked = bare_debian(monkeypatch, root=True)
    bootstrap.ensure("run")
    assert asked == [
        "apt-get update",
        "apt-get install --yes --no-install-recommends python3-venv",
    ]
    assert "Paquets du système installés par apt-get : python3-venv…" in capsys.readouterr().out


LINE = (
    "Il manque un paquet du système. Tapez : "
    "su -c 'apt-get update && apt-get install --yes --no-install-recommends python3-venv'"
)


def test_without_root_the_line_to_type_is_given(machine, monkeypatch):
    asked = bare_debian(monkeypatch, root=False)
    with pytest.raises(SystemExit) as stopped:
        bootstrap.ensure("run")
    assert stopped.value.code == LINE
    assert asked == machine == []


def test_the_line_uses_sudo_where_there_is_one(machine, monkeypatch):
    bare_debian(monkeypatch, root=False, programs=("apt-get", "sudo"))
    with pytest.raises(SystemExit) as stopped:
        bootstrap.ensure("run")
    assert stopped.value.code == LINE.replace("su -c", "sudo sh -c")


def test_root_may_forbid_apt(machine, monkeypatch):
    asked = bare_debian(monkeypatch, root=True)
    monkeypatch.setenv("PORTAL_NO_APT", "1")
    with pytest.raises(SystemExit) as stopped:
        bootstrap.ensure("run")
    assert stopped.value.code == LINE
    assert asked == machine == []


def test_a_system_without_apt_hears_what_is_missing(machine, monkeypatch):
    bare_debian(monkeypatch, root=True, programs=())
    with pytest.raises(SystemExit, match="Il manque à ce système : python3-venv"):
        bootstrap.ensure("run")


def test_the_tests_ask_for_all_their_packages_at_once(monkeypatch):
    bare_debian(monkeypatch, root=False)
    monkeypatch.delenv("PORTAL_CHROMIUM", raising=False)
    monkeypatch.setattr(bootstrap, "loads", lambda library: False)
    monkeypatch.setattr(bootstrap, "is_ready", lambda kind: False)
    monkeypatch.setattr(sys, "platform", "linux")
    deployment = ["nginx-light", "caddy", "systemd", "openssl", "curl"]
    assert bootstrap.missing_for_tests() == ["chromium", "libatomic1", *deployment, "python3-venv"]


def test_a_server_installed_for_the_tests_does_not_stay(monkeypatch):
    asked = []
    monkeypatch.setattr(bootstrap, "apt", asked.append)
    for running in (True, False):
        monkeypatch.setattr(bootstrap.Path, "is_dir", lambda path, there=running: there)
        bootstrap.rest(["chromium", "caddy", "nginx-light"])
        bootstrap.rest(["chromium"])
    assert asked == [["systemctl", "disable", "--now", "nginx", "caddy"]]


def test_the_browser_named_in_the_environment_must_exist(monkeypatch):
    monkeypatch.setenv("PORTAL_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(SystemExit, match="PORTAL_CHROMIUM désigne « /nowhere/chromium »"):
        bootstrap.browser()


@pytest.mark.parametrize("found", ["chromium", "chromium-browser", "google-chrome"])
def test_the_browser_is_looked_up_under_its_usual_names(monkeypatch, found):
    monkeypatch.delenv("PORTAL_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == found else None)
    assert bootstrap.browser() == f"/usr/bin/{found}"
