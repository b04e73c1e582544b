"""The gunicorn processes behind `serve`: started together, watched, and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from django.conf import settings

from portal.options.reading import in_force
from portal.options.table import BOOTSTRAP, PUBLIC, TABLE

PR_SET_PDEATHSIG = 1
#: Where workers say that they live: memory, which is there even where no disk can be written.
MEMORY = "/dev/shm"  # noqa: S108 - a file that gunicorn makes and removes
#: What the environment says for the admin and the commands alone.
FOR_EDITING = {
    option.variable for option in TABLE if PUBLIC not in option.readers and BOOTSTRAP not in option.readers
}
#: One line of the access log: when, what was asked (no parameter, no address of a reader), the answer, its seconds.
ACCESS_FORMAT = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s"
GRACE_SECONDS = (
    2  # when all stops, for the requests under way, then for gunicorn itself: less than five seconds
)
RENEWAL_SECONDS = 20  # when new code takes over, for the requests that the old one has begun
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: Asks for the code that is there now to be served, without losing a request.
RENEW_SIGNAL = signal.SIGUSR1


class Died(Exception):
    """One of the processes ended though nobody asked it to stop."""


@dataclass(frozen=True)
class Server:
    name: str  # as the terminal calls it
    role: str  # PORTAL_ROLE
    host: str
    port: int
    workers: int
    home: str = "/"

    @property
    def address(self):
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def origin(self):
        return f"http://{self.address}"

    def start(self):
        """In a group of its own: Ctrl-C in the terminal reaches the parent alone, which stops each."""
        return subprocess.Popen(
            self.command(),
            env=self.environment(),
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def command(self):
        return [
            sys.executable, "-m", "gunicorn", "portal.asgi:application",
            "--worker-class", "portal.serving.worker.Worker",  # an event loop: a slow client costs a socket, for a time
            "--asgi-lifespan", "off",
            "--workers", str(self.workers),
            "--bind", self.address,
            "--graceful-timeout", str(RENEWAL_SECONDS),
            "--no-control-socket",
            "--forwarded-allow-ips=",  # which proxies are heeded is said once: `proxies.py`
            "--log-level", "warning",
            *(["--worker-tmp-dir", MEMORY] if os.access(MEMORY, os.W_OK) else []),
            *(["--access-logfile", "-", "--access-logformat", ACCESS_FORMAT] if settings.ACCESS_LOG else []),
        ]  # fmt: skip

    def environment(self):
        """The public process does not even learn where the editing database is."""
        kept = {k: v for k, v in os.environ.items() if self.role != "public" or k not in FOR_EDITING}
        return {**kept, "PORTAL_ROLE": self.role}

    def answers(self):
        """Whether a worker replies to a request for its first page, whatever the status."""
        reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        connection = HTTPConnection(reached, self.port, timeout=2)
        try:
            connection.request("GET", self.home)
            connection.getresponse().read()
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
        return True


def name_the_site(*servers):
    """Unless a setting says otherwise, each side of the site is known by the address it listens on."""
    for server in servers:
        variable = "PORTAL_URL" if server.role == "public" else "PORTAL_ADMIN_URL"
        if not in_force().is_given(variable):
            os.environ[variable] = server.origin
    hosts = [f"[{server.host}]" if ":" in server.host else server.host for server in servers]
    os.environ["PORTAL_HOSTS"] = ",".join(dict.fromkeys([*settings.ALLOWED_HOSTS, *hosts]))


def die_with_parent(number):
    """What a child runs first, so that a parent killed without mercy leaves nothing behind (Linux)."""

    def ask_the_kernel():
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)

    return ask_the_kernel


class Renewal:
    """New code takes the place of the old: all that it needs is made first, apart, then each server takes it on."""

    def __init__(self, preparation):
        self.preparation, self.asked, self.under_way = preparation, False, None

    def ask(self, *received):
        self.asked = True

    def go_on(self, processes):
        if self.asked and not self.under_way:
            self.asked = False
            self.under_way = subprocess.Popen(
                self.preparation, start_new_session=True, preexec_fn=die_with_parent(signal.SIGTERM)
            )
        if not self.under_way or self.under_way.poll() is None:
            return
        if self.under_way.returncode:
            print("La nouvelle version n’est pas servie : l’ancienne continue.", flush=True)
        else:
            for process in processes:
                process.send_signal(
                    signal.SIGHUP
                )  # gunicorn starts others on the new code, then ends the former
            print("La nouvelle version est servie.", flush=True)
        self.under_way = None


@contextmanager
def running(servers, preparation=()):
    """Start them; yield a function that waits for a condition or for a signal to stop; then stop them all.

    `preparation` is the command that makes what new code needs, when it is asked to take over.
    """
    asked, renewal = [], Renewal(preparation)
    handlers = dict.fromkeys(STOP_SIGNALS, lambda *received: asked.append(received))
    former = {
        number: signal.signal(number, handler)
        for number, handler in {**handlers, RENEW_SIGNAL: renewal.ask}.items()
    }
    processes = {}

    def wait(until=lambda: False):
        while not asked and not until():
            for server, process in processes.items():
                if process.poll() is not None:
                    raise Died(f"{server.name} s’est arrêté (code {process.returncode})")
            renewal.go_on(processes.values())
            time.sleep(0.1)

    try:
        for server in servers:
            processes[server] = server.start()
        yield wait
    finally:
        stop([*processes.values(), *filter(None, [renewal.under_way])])
        for number, handler in former.items():
            signal.signal(number, handler)


def stop(processes):
    """Ask each by its pid, then, past the grace, end what is left of its own group."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + 2 * GRACE_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
