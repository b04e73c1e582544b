"""Gives `manage.py` its environment on a machine that has nothing but python3. Standard library only.

`ensure` makes one `.venv` from a hash-locked file and restarts the command inside it. The last thing written
is a stamp (Python version, kind, digest of the lock): a `.venv` without its stamp was interrupted, one with
another stamp is out of date, and either is made again. The test lock contains the run lock, so an environment
for the tests also runs the portal.

PORTAL_NO_BOOTSTRAP=1 leaves the environment to whoever set it (container, uv, package of a distribution);
PORTAL_NO_APT=1 forbids installing system packages.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from portal.options.reading import in_environment
from portal.serving.progress import refuse, step, taking_turns

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "portal.stamp"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: What tries the files of `deploiement/`, by its program, with the package that has it.
DEPLOYMENT = {
    "nginx": "nginx-light", "caddy": "caddy", "systemd-analyze": "systemd", "openssl": "openssl", "curl": "curl",
}  # fmt: skip


def ensure(kind):
    """Return only in an environment that holds what `kind` ("run" or "test") needs."""
    if in_environment("PORTAL_NO_BOOTSTRAP"):
        return
    if kind == "test":
        install_system_packages(missing_for_tests())
    if not is_ready(kind):
        # The programs it starts hold the same lock: one that outlives its killed parent still delays the next
        # start, which then makes the environment again.
        with lock_file("run").open() as lock, taking_turns(lock) as turn:
            if not is_ready(kind):
                set_up(kind, turn)
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.orig_argv[1:]])


def lock_file(kind):
    return ROOT / "requirements" / f"{kind}.txt"


def stamp_for(kind):
    digest = hashlib.sha256(lock_file(kind).read_bytes()).hexdigest()
    return f"{sys.version_info.major}.{sys.version_info.minor} {kind} {digest}\n"


def stamp_found():
    """The stamp of the environment, or "" where there is none, or none that can start."""
    if not (STAMP.is_file() and os.access(PYTHON, os.X_OK)):
        return ""
    return STAMP.read_text(encoding="utf-8", errors="replace")


def is_ready(kind):
    return stamp_found() in {stamp_for(kind), stamp_for("test")}


def set_up(kind, turn):
    """Make the environment, or complete the one that already runs the portal. The stamp comes last."""
    complete = kind == "test" and stamp_found() == stamp_for("run")
    if importlib.util.find_spec("ensurepip") is None:
        install_system_packages(["python3-venv"])
    try:
        with step("Environnement Python des tests" if kind == "test" else "Environnement Python"):
            STAMP.unlink(missing_ok=True)
            if not complete:
                create(turn)
            install(lock_file(kind), turn)
            leave_no_installer(turn)
            unfinished = STAMP.with_suffix(".unfinished")
            unfinished.write_text(stamp_for(kind), encoding="utf-8")
            unfinished.replace(STAMP)
    except subprocess.CalledProcessError:
        refuse(f"L’environnement {VENV} n’a pas pu être installé ; les lignes ci-dessus disent pourquoi.")
    except OSError as error:
        refuse(f"L’environnement {VENV} n’a pas pu être installé : {error}.")


def create(turn):
    subprocess.run(
        [sys.executable, "-m", "venv", "--clear", "--symlinks", VENV], check=True, pass_fds=[turn.fileno()]
    )


def install(lock, turn):
    """Wheels whose digest is in the lock, and nothing else, wherever the machine's pip fetches them from."""
    run(
        [PYTHON, "-I", "-m", "ensurepip"], turn, stdout=subprocess.DEVNULL
    )  # it was taken away from a former set-up
    asked = ["--quiet", "--require-hashes", "--only-binary", ":all:", "--requirement", lock]
    run([*pip(), "install", *asked], turn)


def leave_no_installer(turn):
    """What runs the portal has nothing that could install anything else."""
    run([*pip(), "uninstall", "--quiet", "--yes", "setuptools", "pip"], turn, stderr=subprocess.DEVNULL)


def pip():
    return [PYTHON, "-I", "-m", "pip", "--isolated", "--disable-pip-version-check", "--no-input"]


def run(command, turn, **streams):
    subprocess.run(command, check=True, pass_fds=[turn.fileno()], **streams)


def missing_for_tests():
    """The Debian packages that a real browser and the trial of `deploiement/` need, and this machine lacks."""
    missing = []
    if browser() is None:
        missing.append("chromium")
    if sys.platform == "linux" and not loads("libatomic.so.1"):
        missing.append("libatomic1")
    missing += [package for name, package in DEPLOYMENT.items() if program(name) is None]
    if missing and importlib.util.find_spec("ensurepip") is None and not is_ready("test"):
        missing.append("python3-venv")  # all in one go
    return missing


def browser():
    """The path of a Chromium: PORTAL_CHROMIUM decides alone when set, else the usual names are tried."""
    chosen = in_environment("PORTAL_CHROMIUM")
    if chosen and shutil.which(chosen) is None:
        refuse(f"PORTAL_CHROMIUM désigne « {chosen} », qui n’est pas un programme.")
    return next(filter(None, map(shutil.which, [chosen] if chosen else BROWSERS)), None)


def program(name):
    """Where a program is; some are for the system alone, and not on everyone's path."""
    return next(filter(None, map(shutil.which, (name, f"/usr/sbin/{name}"))), None)


def loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system_packages(packages):
    """As root on Debian, install them and say so; otherwise stop with the line to type."""
    if not packages:
        return
    update, add = ["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        refuse(f"Il manque à ce système : {', '.join(packages)}. Installez-les, puis relancez la commande.")
    if os.geteuid() != 0 or in_environment("PORTAL_NO_APT"):
        line = f"{' '.join(update)} && {' '.join(add)}"
        refuse(f"Il manque un paquet du système. Tapez : {as_root(line)}")
    try:
        with step(f"Paquets du système installés par apt-get : {', '.join(packages)}"):
            for command in (update, add):
                apt(command)
            rest(packages)
    except subprocess.CalledProcessError as error:
        refuse(f"{error.output}\nÉchec de « {' '.join(error.cmd)} » ; les lignes ci-dessus disent pourquoi.")
    importlib.invalidate_caches()


def rest(packages):
    """A server that was installed for the tests alone is not one of this machine: it does not start with it."""
    installed = [name for name, package in DEPLOYMENT.items() if package in packages]
    servers = [name for name in ("nginx", "caddy") if name in installed]
    if servers and Path("/run/systemd/system").is_dir():
        apt(["systemctl", "disable", "--now", *servers])


def as_root(line):
    """A bare Debian has no sudo."""
    return f"sudo sh -c '{line}'" if shutil.which("sudo") else f"su -c '{line}'"


def apt(command):
    subprocess.run(
        command,
        check=True,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
