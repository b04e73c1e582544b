"""The archives of DILA: a `.tar.gz`, or a folder as it is unpacked; read one file at a time, never unpacked.

What comes from outside is bounded before it is read: the size of a file, of a header. Nothing is kept of what is
not asked for, so that a stock of millions of files takes no more memory than one of them.
"""

import gzip
import re
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from agreements.importers.written_dates import possible

MOST_BYTES_OF_A_FILE = 16 * 2**20
#: What may fill an archive up after its last file, whatever the size of its blocks.
MOST_PADDING = 2**20
#: Of a name, in a sentence.
MOST_SHOWN = 200
#: What `tarfile` raises, beside its own errors, where a header lies: sizes, maps of holes, names without end.
LIES = (ValueError, IndexError, OverflowError, RecursionError)
STAMP = re.compile(
    r"(?P<stream>jorf|kali)?(?P<global>_global)?_(?P<stamp>\d{8}-\d{6})(?:\.tar\.gz)?$", re.IGNORECASE
)
#: A path from the name of its stream on: a folder named after the date may stand before.
INSIDE = re.compile(r"(?:^|/)((?:jorf|kali)/global/.+|liste_suppression_\w+\.dat)$")
STREAMS = ("jorf/global/", "kali/global/")
OURS = (*STREAMS, "liste_suppression_")


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


class Header(tarfile.TarInfo):
    """The header of a file, of which only the name and the size are read: a stock has hundreds of thousands of them."""

    @classmethod
    def frombuf(cls, buf: bytes, encoding: str, errors: str) -> tarfile.TarInfo:
        told = buf[124:136].rstrip(b"\0 ")
        if len(buf) != tarfile.BLOCKSIZE or buf[156:157] != tarfile.REGTYPE or not told.isdigit():
            return super().frombuf(buf, encoding, errors)
        if tarfile.nti(buf[148:156]) not in tarfile.calc_chksums(buf):
            raise tarfile.InvalidHeaderError("en-tête illisible")
        header = cls(tarfile.nts(buf[:100], encoding, errors))
        if folder := tarfile.nts(buf[345:500], encoding, errors) if buf[257:263] == b"ustar\0" else "":
            header.name = f"{folder}/{header.name}"
        header.size = int(told, 8)
        return header


class Archive:
    """One archive; its name tells its stream and its moment, where it is one of DILA's own."""

    def __init__(self, path: Path):
        self.path, self.name = path, path.name
        self.holds_something = False  # of either stream, as far as it was read
        told = STAMP.search(path.name)
        self.stamp = told["stamp"] if told else ""
        if self.stamp and not possible(*map(int, (self.stamp[:4], self.stamp[4:6], self.stamp[6:8]))):
            raise Unreadable(f"{self.name} : son nom ne donne pas un jour.")
        self.stream = (told["stream"] or "").lower() if told else ""

    def may_hold(self, stream: str) -> bool:
        """Whether files of that stream are to be looked for in it."""
        return self.stream in ("", stream)

    def day(self, otherwise: date) -> date:
        """The day of its name."""
        return date.fromisoformat(self.stamp[:8]) if self.stamp else otherwise

    def files(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes | None]]:
        """The path of every file, from the stream's name on, with its bytes where they are wanted."""
        for name, raw in self.of_folder(wanted) if self.path.is_dir() else self.of_tarball(wanted):
            self.holds_something |= name.startswith(OURS)
            yield name, raw

    def of_folder(self, wanted) -> Iterator[tuple[str, bytes | None]]:
        for path in sorted(self.path.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            name = inside(path.relative_to(self.path).as_posix())
            check_size(name, path.stat().st_size)
            yield name, path.read_bytes() if wanted(name) else None

    def of_tarball(self, wanted) -> Iterator[tuple[str, bytes | None]]:
        try:
            with gzip.open(self.path) as stream, opened(stream) as tarball:
                while member := tarball.next():
                    tarball.members = []  # they would be kept, one for each of millions of files
                    if not member.isfile():
                        continue
                    name = inside(member.name)
                    check_size(name, member.size)
                    yield name, tarball.extractfile(member).read(member.size) if wanted(name) else None
                check_end(stream)
        except (tarfile.TarError, zlib.error, EOFError, OSError, *LIES) as error:
            raise Unreadable(
                f"{self.name} n’est pas une archive .tar.gz entière ({error}) : téléchargez-la de nouveau."
            ) from error


def opened(stream) -> tarfile.TarFile:
    return tarfile.open(fileobj=Bounded(stream), mode="r:", tarinfo=Header)


def check_end(stream) -> None:
    """Read up to the end, where the checksum of all the bytes stands: that of a file is nowhere else."""
    if len(stream.read(MOST_PADDING + 1)) > MOST_PADDING:
        raise tarfile.ReadError("des octets suivent sa fin")


def inside(name: str) -> str:
    if name.startswith(STREAMS):
        return name
    _, _, below = name.partition(
        "/"
    )  # a folder named after the date is all there is before, in most archives
    if below.startswith(STREAMS):
        return below
    found = INSIDE.search(name)
    return found[1] if found else name


def check_size(name: str, size: int) -> None:
    if size > MOST_BYTES_OF_A_FILE:
        raise Unreadable(f"{name} est trop gros : plus de 16 Mo.")


def in_order(paths: Iterable[Path]) -> tuple[list[Archive], list[str]]:
    """The archives in the order of their days; those that come before the newest whole stock are replaced by it."""
    found = [Archive(inner) for path in paths for inner in archives_at(path)]
    stocks: dict[str, str] = {}  # the newest of each stream
    for archive in filter(is_stock, found):
        stocks[archive.stream] = max(archive.stamp, stocks.get(archive.stream, ""))
    kept = [
        archive for archive in found if not archive.stamp or archive.stamp >= stocks.get(archive.stream, "")
    ]
    replaced = [archive.name for archive in found if archive not in kept]
    return sorted(kept, key=lambda one: (one.stamp, not is_stock(one), one.name)), replaced


def is_stock(archive: Archive) -> bool:
    told = STAMP.search(archive.name)
    return bool(told and told["global"])


def exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that no disk has
        return False


def shortened(name: str) -> str:
    return name if len(name) <= MOST_SHOWN else f"{name[: MOST_SHOWN - 1]}…"


def archives_at(path: Path) -> list[Path]:
    """A path may be an archive, a folder of archives, or the folder of one archive unpacked."""
    if not exists(path):
        raise Unreadable(f"{shortened(str(path))} n’existe pas.")
    if path.is_dir() and not STAMP.search(path.name):
        inner = [one for one in path.iterdir() if one.name.endswith(".tar.gz") or STAMP.search(one.name)]
        return sorted(inner) or [path]
    return [path]
