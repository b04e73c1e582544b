"""A server of this machine that plays npm's registry and DILA's index pages, well or badly."""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from tests.servers import answering


class Official:
    """What the sources have: a package by version, archives by stream; and how they fail."""

    def __init__(self):
        self.packages: dict[str, bytes] = {}
        self.archives: dict[str, dict[str, bytes]] = {"KALI": {}, "JORF": {}}
        self.cuts: list[int] = []  # after how many bytes each of the next files stops
        self.integrity = ""  # told in the place of the true one
        self.ranges = True
        self.down: set[str] = set()  # the first parts of the paths that do not answer
        self.asked: list[tuple[str, str]] = []  # the path and the range of each request
        self.origin = ""

    def metadata(self) -> bytes:
        versions = {
            version: {
                "dist": {
                    "tarball": f"{self.origin}/npm/{version}.tgz",
                    "integrity": self.integrity or signed(raw),
                }
            }
            for version, raw in self.packages.items()
        }
        return json.dumps({"dist-tags": {"latest": list(self.packages)[-1]}, "versions": versions}).encode()

    def file(self, path: str) -> bytes | None:
        """What is at a path; None where there is nothing."""
        head, _, name = path.strip("/").partition("/")
        if head in self.down:
            return None
        if head == "npm" and name == "@socialgouv%2Fkali-data":
            return self.metadata()
        if head == "npm":
            return self.packages.get(name.removesuffix(".tgz"))
        stream, _, archive = name.partition("/")
        if archive:
            return self.archives[stream].get(archive)
        lines = "".join(f'<a href="{one}">{one}</a> 2026-11-21 10:00 1M\n' for one in self.archives[stream])
        return f"<html><body><pre>{lines}</pre></body></html>".encode()


def signed(raw: bytes) -> str:
    return f"sha512-{base64.b64encode(hashlib.sha512(raw).digest()).decode()}"


@contextmanager
def serving(official: Official) -> Iterator[Official]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked = self.headers.get("Range", "")
            official.asked.append((self.path, asked))
            raw = official.file(self.path)
            if raw is None:
                self.send_error(503)
                return
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and official.ranges else 0
            if start >= len(raw) and asked:
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(raw) - start))
            self.end_headers()
            is_file = self.path.endswith(("gz",))
            cut = official.cuts.pop(0) if is_file and official.cuts else None
            self.wfile.write(raw[start:][:cut])

        def log_message(self, *told):
            """Nothing is said of each request."""

    with answering(Handler) as official.origin:
        yield official
