"""nginx and Caddy on this machine, with the files of `deploiement/`: on other ports, in other folders."""

import os
import re
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

from django.conf import settings

from portal.serving.bootstrap import program
from portal.serving.servers import die_with_parent
from tests.ports import free_port

DEPLOYMENT = settings.BASE_DIR / "deploiement"
READERS, EDITORS = "accords.exemple.fr", "saisie.exemple.fr"
START_SECONDS = 30


def certificate(folder: Path) -> tuple[Path, Path]:
    """One for both names, that nobody signed."""
    key, made = folder / "cle.pem", folder / "certificat.pem"
    subprocess.run(
        [
            program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "1", "-subj", f"/CN={READERS}", "-addext", f"subjectAltName=DNS:{READERS},DNS:{EDITORS}",
            "-keyout", key, "-out", made,
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key


class ToThisMachine(HTTPSConnection):
    """A connection that knows a name, and finds it on this machine."""

    def __init__(self, name: str, port: int, context: ssl.SSLContext):
        super().__init__(name, port, timeout=30, context=context)

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


@dataclass(frozen=True)
class Answer:
    head: HTTPResponse
    body: bytes

    @property
    def status(self) -> int:
        return self.head.status

    def __getitem__(self, name: str) -> str | None:
        return self.head.headers.get(name)

    @property
    def cookies(self) -> dict[str, str]:
        pairs = [told.split(";")[0].partition("=") for told in self.head.headers.get_all("Set-Cookie", [])]
        return {name: value for name, _, value in pairs}


@dataclass(frozen=True)
class Front:
    """A proxy that runs, on one port for both names."""

    port: int
    trusted: Path
    log: Path  # what it notes of requests

    def connection(self, name: str = READERS) -> HTTPSConnection:
        return ToThisMachine(name, self.port, ssl.create_default_context(cafile=self.trusted))

    def ask(self, path: str, name: str = READERS, method: str = "GET", body=None, **headers) -> Answer:
        connection = self.connection(name)
        asked = {key.replace("_", "-"): told for key, told in headers.items()}
        try:
            connection.request(method, path, body=body, headers=asked)
            answer = connection.getresponse()
            return Answer(answer, answer.read())
        finally:
            connection.close()


# -- As they are configured ------------------------------------------------------------------------------------


def nginx_configured(folder: Path, port: int, public: int, admin: int) -> Path:
    """The file as it is, on other ports, inside of what Debian's main file says."""
    made, key = certificate(folder)
    site = (DEPLOYMENT / "nginx.conf").read_text(encoding="utf-8")
    plain = free_port()
    changes = {
        r"listen 443 ": f"listen 127.0.0.1:{port} ",
        r"listen 80( default_server)?;": rf"listen 127.0.0.1:{plain}\1;",
        r"/etc/letsencrypt/\S+/fullchain.pem": str(made),
        r"/etc/letsencrypt/\S+/privkey.pem": str(key),
        r"/var/lib/nginx/portail": str(folder / "cache"),
        r"/var/log/nginx": str(folder),
        r"127\.0\.0\.1:8000": f"127.0.0.1:{public}",
        r"127\.0\.0\.1:8001": f"127.0.0.1:{admin}",
    }
    for form, instead in changes.items():
        site, count = re.subn(form, instead, site)
        assert count, form
    (folder / "site.conf").write_text(site)
    temporary = "\n".join(
        f"    {kind}_temp_path {folder / kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    owner = "user root;\n" if os.geteuid() == 0 else ""  # who owns the folders of the tests
    main = folder / "nginx.conf"
    main.write_text(
        f"{owner}pid {folder / 'pid'};\nworker_processes 1;\ndaemon off;\nerror_log stderr crit;\n"
        f"events {{ worker_connections 512; }}\nhttp {{\n{temporary}\n    include {folder / 'site.conf'};\n}}\n"
    )
    return main


def caddy_configured(folder: Path, port: int, public: int, admin: int) -> Path:
    made, key = certificate(folder)
    site = (DEPLOYMENT / "Caddyfile").read_text(encoding="utf-8")
    changes = {
        rf"(?m)^({READERS}|{EDITORS}) {{": rf"\1:{port} {{\n\ttls {made} {key}\n\tbind 127.0.0.1",
        r"/var/log/caddy": str(folder),
        r"127\.0\.0\.1:8000": f"127.0.0.1:{public}",
        r"127\.0\.0\.1:8001": f"127.0.0.1:{admin}",
    }
    for form, instead in changes.items():
        site, count = re.subn(form, instead, site)
        assert count, form
    file = folder / "Caddyfile"
    file.write_text(
        f"{{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system {folder}\n}}\n{site}"
    )
    return file


@contextmanager
def in_front(kind: str, folder: Path, public: int, admin: int) -> Iterator[Front]:
    """The proxy in front of both processes, from its first answer to its end."""
    port = free_port()
    if kind == "nginx":
        file = nginx_configured(folder, port, public, admin)
        command = [program("nginx"), "-e", "stderr", "-p", folder, "-c", file]
    else:
        file = caddy_configured(folder, port, public, admin)
        command = [program("caddy"), "run", "--config", file, "--adapter", "caddyfile"]
    with (folder / "dit.log").open("wb") as said:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM), env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        try:
            wait_for(process, port, folder / "dit.log")
            yield Front(port, folder / "certificat.pem", folder / "portail.log")
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


def wait_for(process, port: int, said: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert process.poll() is None and time.monotonic() < deadline, said.read_text(errors="replace")
            time.sleep(0.05)
