"""The archives of DILA: a `.tar.gz`, or a folder as it is unpacked; read one file at a time, never unpacked.

What comes from outside is bounded before it is read: the size of a file, of a header. Nothing is kept of what is
not asked for, so that a stock of millions of files takes no more memory than one of them.
"""

import gzip
import re
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

MOST_BYTES_OF_A_FILE = 16 * 2**20
STAMP = re.compile(r"(?P<global>_global)?_(?P<stamp>\d{8}-\d{6})\.tar\.gz$", re.IGNORECASE)
#: A path from the name of its stream on: a folder named after the date may stand before.
INSIDE = re.compile(r"(?:^|/)((?:jorf|kali)/global/.+|liste_suppression_\w+\.dat)$")


class Unreadable(Exception):
    """An archive, or one of its files, cannot be read: why, in a sentence."""


class Bounded:
    """A stream that never gives more at once than a file may hold: a header that asks for more is refused."""

    def __init__(self, stream):
        self.stream = stream
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MOST_BYTES_OF_A_FILE:
            raise tarfile.ReadError("un fichier ou un en-tête demande plus de 16 Mo")
        return self.stream.read(size)


class Archive:
    def __init__(self, path: Path):
        self.path, self.name = path, path.name

    def files(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes | None]]:
        """The path of every file, from the stream's name on, with its bytes where they are wanted."""
        yield from self.of_folder(wanted) if self.path.is_dir() else self.of_tarball(wanted)

    def of_folder(self, wanted) -> Iterator[tuple[str, bytes | None]]:
        for path in sorted(self.path.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            name = inside(path.relative_to(self.path).as_posix())
            if wanted(name):
                check_size(name, path.stat().st_size)
            yield name, path.read_bytes() if wanted(name) else None

    def of_tarball(self, wanted) -> Iterator[tuple[str, bytes | None]]:
        try:
            with gzip.open(self.path) as stream, tarfile.open(fileobj=Bounded(stream), mode="r:") as tarball:
                while member := tarball.next():
                    tarball.members = []  # they would be kept, one for each of millions of files
                    if not member.isfile():
                        continue
                    name = inside(member.name)
                    if wanted(name):
                        check_size(name, member.size)
                    yield name, tarball.extractfile(member).read(member.size) if wanted(name) else None
        except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
            raise Unreadable(
                f"{self.name} n’est pas une archive .tar.gz entière ({error}) : téléchargez-la de nouveau."
            ) from error


def inside(name: str) -> str:
    found = INSIDE.search(name)
    return found[1] if found else name


def check_size(name: str, size: int) -> None:
    if size > MOST_BYTES_OF_A_FILE:
        raise Unreadable(f"{name} est trop gros : plus de 16 Mo.")


def in_order(paths: Iterable[Path]) -> tuple[list[Archive], list[str]]:
    """The archives in the order of their days; those that come before the newest whole stock are replaced by it."""
    found = [inner for path in paths for inner in archives_at(path)]
    stamped = sorted(((STAMP.search(path.name), path) for path in found), key=order)
    stocks = [told["stamp"] for told, _ in stamped if told and told["global"]]
    newest = max(stocks, default="")
    kept = [path for told, path in stamped if not told or told["stamp"] >= newest]
    return [Archive(path) for path in kept], [path.name for path in found if path not in kept]


def order(row) -> tuple:
    told, path = row
    return (told["stamp"], not told["global"]) if told else ("", False), path.name


def archives_at(path: Path) -> list[Path]:
    """A path may be an archive, a folder of archives, or the folder of one archive unpacked."""
    if not path.exists():
        raise Unreadable(f"{path} n’existe pas.")
    if path.is_dir():
        return sorted(path.glob("*.tar.gz")) or [path]
    return [path]
