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

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 2  # for the requests under way, then for gunicorn itself: the whole stays under five seconds
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
            "--worker-class", "asgi",  # an event loop: slow clients cost a socket, not a worker
            "--asgi-lifespan", "off",
            "--workers", str(self.workers),
            "--bind", self.address,
            "--graceful-timeout", str(GRACE_SECONDS),
            "--no-control-socket",
            "--log-level", "warning",
        ]  # fmt: skip

    def environment(self):
        """The public process does not even learn where the editing database is."""
        kept = {k: v for k, v in os.environ.items() if self.role != "public" or k != "DATABASE_URL"}
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


def die_with_parent(number):
    """What a child runs first, so that a parent killed without mercy leaves nothing behind (Linux)."""

    def ask_the_kernel():
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)

    return ask_the_kernel


@contextmanager
def running(servers):
    """Start them; yield a function that waits for a condition or for a signal to stop; then stop them all."""
    asked = []
    former = {
        number: signal.signal(number, lambda *received: asked.append(received)) for number in STOP_SIGNALS
    }
    processes = {}

    def wait(until=lambda: False):
        while not asked and not until():
            for server, process in processes.items():
                if process.poll() is not None:
                    raise Died(f"{server.name} s’est arrêté (code {process.returncode})")
            time.sleep(0.1)

    try:
        for server in servers:
            processes[server] = server.start()
        yield wait
    finally:
        stop(processes.values())
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
