"""`/metriques`: what the workers of this `serve` count, put together, for Prometheus; on an address of its own.

Each worker writes its figures in a folder in memory, which the process that started them reads when it is asked; the
folder lives as long as `serve`. With no `PORTAL_METRICS`, there is none, and nothing is counted.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings

from agreements.reading.convention.freshness import STALE_AFTER
from portal.serving.progress import refuse

#: Names the folder for the library, in the environment of the workers.
MEASURED_IN = "PROMETHEUS_MULTIPROC_DIR"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made there
ADDRESS = "/metriques"
DAY = 86_400


@contextmanager
def measuring() -> Iterator[None]:
    """What is measured, given while servers run; nothing, unless an address is."""
    if settings.METRICS is None:
        yield
        return
    where = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="portail-mesures-", dir=where) as folder:
        os.environ[MEASURED_IN] = folder
        try:
            server = opened(folder)
        except OSError as error:
            refuse(
                f"{ADDRESS} ne peut pas s’ouvrir sur {':'.join(map(str, settings.METRICS))} : {error.strerror}."
            )
        Thread(target=server.serve_forever, name="metriques", daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            del os.environ[MEASURED_IN]


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        """What asks every few seconds is not an event."""


def opened(folder: str) -> WSGIServer:
    host, port = settings.METRICS
    return make_server(host, port, application(Path(folder)), handler_class=Quiet)


def application(folder: Path):
    from prometheus_client import CollectorRegistry, make_wsgi_app

    registry = CollectorRegistry()
    registry.register(Together(folder))
    told = make_wsgi_app(registry)

    def answering(environ, start_response):
        if environ["PATH_INFO"] != ADDRESS:
            start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
            return [f"Il n’y a ici que {ADDRESS}.\n".encode()]
        return told(environ, start_response)

    return answering


class Together:
    """The figures of the workers that live, and what follows from them at the moment they are asked for."""

    def __init__(self, folder: Path):
        self.folder = folder

    def collect(self):
        from prometheus_client.core import GaugeMetricFamily
        from prometheus_client.multiprocess import MultiProcessCollector

        self.forget_the_dead()
        known: dict[str, float] = {}
        for metric in MultiProcessCollector(None, str(self.folder)).collect():
            known |= {sample.name: sample.value for sample in metric.samples if not sample.labels}
            yield metric
        now = time.time()
        if published := known.get("portail_edition_publiee_timestamp_seconds"):
            yield GaugeMetricFamily(
                "portail_edition_age_secondes", "Âge de l’édition servie.", now - published
            )
        if "portail_base_officielle_lue_timestamp_seconds" in known:
            age = now - known["portail_base_officielle_lue_timestamp_seconds"]
            yield GaugeMetricFamily(
                "portail_alarme_age", "1 si la base officielle n’a pas été lue depuis trop longtemps, ou jamais.",
                float(age > (settings.MOST_AGE or STALE_AFTER.days) * DAY),
            )  # fmt: skip

    def forget_the_dead(self) -> None:
        """What a worker that ended said of its present is no more."""
        for path in self.folder.glob("gauge_live*_*.db"):
            if not is_alive(int(path.stem.rpartition("_")[2])):
                path.unlink(missing_ok=True)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return sys.platform != "linux" or "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
