"""A web server of this machine that holds a folder of editions, well or badly."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.servers import answering


class Source:
    """A folder, as a plain server gives it; and how it fails."""

    def __init__(self, folder: Path):
        self.folder, self.origin = folder, ""
        self.cuts: list[int] = []  # after how many bytes each of the next long files stops
        self.harm: dict[str, bytes] = {}  # what is answered in the place of a file, by the end of its name
        self.asked: list[tuple[str, str]] = []  # the path and the range of each request

    def content(self, path: str) -> bytes | None:
        for end, raw in self.harm.items():
            if path.endswith(end):
                return raw
        file = self.folder / path.lstrip("/")
        return file.read_bytes() if file.is_file() else None


@contextmanager
def serving(source: Source) -> Iterator[Source]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked = self.headers.get("Range", "")
            source.asked.append((self.path, asked))
            raw = source.content(self.path)
            if raw is None:
                self.send_error(404)
                return
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
            if asked and start >= len(raw):
                self.send_error(416)
                return
            self.send_response(206 if asked else 200)
            self.send_header("Content-Length", str(len(raw) - start))
            self.end_headers()
            cut = source.cuts.pop(0) if self.path.endswith(".sqlite3") and source.cuts else None
            self.wfile.write(raw[start:][:cut])

        def log_message(self, *told):
            """Nothing is said of each request."""

    with answering(Handler) as source.origin:
        yield source


def publish_folder(editions: Path, place: Path) -> Path:
    """The same folder without its links, as an object store holds it."""
    for path in editions.rglob("*"):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            target = place / path.relative_to(editions)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, target)
    return place
