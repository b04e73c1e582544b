"""Archives that would harm, and sudden death: refused in a sentence, within bounded memory, never half written."""

import gzip
import random
import signal
import subprocess
import sys
import tarfile
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from agreements.models import ArticleVersion, OfficialText
from tests.agreements.importers import dila_kali_archive as kali
from tests.agreements.importers.dila_archive import tarball
from tests.agreements.importers.dila_kali_archive import STOCK, small
from tests.agreements.importers.dila_kali_base import record_sector
from tests.installations import Installation

pytestmark = pytest.mark.slow
MIB = 2**20
MOST_MIB = 300


def header(name: str, size: int) -> bytes:
    told = tarfile.TarInfo(name)
    told.size = size
    return told.tobuf(format=tarfile.GNU_FORMAT)


def packed(*pieces: bytes):
    """An archive of these pieces, each packed apart: a piece that comes again is packed once."""

    def write(path: Path) -> Path:
        done = {piece: gzip.compress(piece, 1) for piece in set(pieces)}
        (path / STOCK).write_bytes(b"".join(done[piece] for piece in pieces))
        return path / STOCK

    return write


def raw(content: bytes):
    return lambda path: (path / STOCK).write_bytes(content) and path / STOCK


def truncated(path: Path) -> Path:
    archive = tarball(path / STOCK, *small())
    archive.write_bytes(archive.read_bytes()[:-60])
    return archive


def turned(path: Path) -> Path:
    """One byte of a header is another."""
    content = bytearray(gzip.decompress(tarball(path / STOCK, *small()).read_bytes()))
    content[3] ^= 1
    (path / STOCK).write_bytes(gzip.compress(bytes(content)))
    return path / STOCK


def unlike(checksum: bytes = b"", after: bytes = b""):
    """A whole archive, but for the checksum of its bytes, or with bytes after it."""

    def write(path: Path) -> Path:
        content = tarball(path / STOCK, *small()).read_bytes()
        (path / STOCK).write_bytes(content[:-8] + (checksum or content[-8:-4]) + content[-4:] + after)
        return path / STOCK

    return write


def described(**headers: str):
    """An archive of one file, which says this of itself in the headers of POSIX."""

    def write(path: Path) -> Path:
        told = tarfile.TarInfo(ARTICLE)
        told.size, told.pax_headers = 3, headers
        (path / STOCK).write_bytes(gzip.compress(told.tobuf(tarfile.PAX_FORMAT) + b"<A>".ljust(512, b"\0")))
        return path / STOCK

    return write


def signed(head: bytes, *changes: tuple[int, bytes]) -> bytes:
    """A header with some of its bytes changed, and the sum that they make."""
    changed = bytearray(head)
    for start, given in ((148, b" " * 8), *changes):
        changed[start : start + len(given)] = given
    changed[148:156] = b"%06o\0 " % sum(changed)
    return bytes(changed)


ARTICLE = kali.path_of("article", kali.kaliarti(9))
#: A file full of holes, the map of which never ends; a name that is that of a name, and so on.
HOLES = signed(header(ARTICLE, 0), (156, b"S"), (386, b"77777777777\0"), (398, b"7" * 11), (482, b"\1"))
MORE_HOLES = (b"7" * 504 + b"\1" * 8) * 100
NAME_OF_A_NAME = signed(header("././@LongLink", 10), (156, b"L")) + b"a".ljust(512, b"\0")
ZEROS = bytes(16 * MIB)

REFUSED = {
    "absent": (lambda path: path / "rien.tar.gz", "n’existe pas"),
    "empty": (raw(b" "), "n’est pas une archive"),
    "no archive": (raw(b"bonjour"), "n’est pas une archive"),
    "cut short": (truncated, "n’est pas une archive .tar.gz entière"),
    "a damaged header": (turned, "n’est pas une archive"),
    "nothing of DILA": (
        lambda path: tarball(path / STOCK, {"autre/chose.xml": "<A/>"}),
        "ne contient aucun fichier",
    ),
    "an empty folder": (lambda path: path, "ne contient aucun fichier"),
    "zeros without end": (packed(*[ZEROS] * 320), "des octets suivent sa fin"),  # 5 Gio
    "bytes that are not those packed": (unlike(checksum=b"1234"), "n’est pas une archive .tar.gz entière"),
    "bytes after its end": (unlike(after=b"bonjour"), "n’est pas une archive .tar.gz entière"),
    "a map of holes without end": (packed(HOLES, MORE_HOLES), "n’est pas une archive .tar.gz entière"),
    "a map of holes in words": (described(**{"GNU.sparse.map": "1,x"}), "n’est pas une archive"),
    "a size below nothing": (described(size="-5"), "n’est pas une archive .tar.gz entière"),
    "a size in nines": (
        packed(signed(header(ARTICLE, 0), (124, b"9" * 11))),
        "n’est pas une archive .tar.gz entière",
    ),
    "names of names": (packed(NAME_OF_A_NAME * 5000), "n’est pas une archive .tar.gz entière"),
    "a file of 5 GiB": (packed(header(ARTICLE, 5 * 2**30)), "trop gros : plus de 16 Mo"),
    "a useless file of 5 GiB": (packed(header("kali/global/x", 5 * 2**30)), "trop gros : plus de 16 Mo"),
    "a size that is no number": (packed(header(ARTICLE, 2**40)), "trop gros : plus de 16 Mo"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_a_sentence_and_nothing_is_written(name, tmp_path):
    record_sector()
    make, reason = REFUSED[name]
    path, started = make(tmp_path), time.monotonic()
    with pytest.raises(CommandError, match=reason) as refused:
        call_command("import_dila", str(path), stdout=StringIO(), stderr=StringIO())
    assert "\n" not in str(refused.value) and str(refused.value).endswith("L’archive n’a pas été écrite.")
    assert time.monotonic() - started < 30
    assert not OfficialText.objects.exists() and not ArticleVersion.objects.exists()


# -- In a process of its own: memory -----------------------------------------------------------------------


def copy_of(corpus, path: Path) -> Installation:
    made = Installation(path / "var")
    made.var.mkdir(parents=True)
    made.editing.write_bytes(corpus.editing.read_bytes())
    return made


#: A process starts with the peak of the one it comes from: a small one stands between, and says what its child took.
MEASURED = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
print(f"peak {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}", flush=True)
sys.exit(status)
"""


def command(*paths: Path) -> list:
    return [sys.executable, settings.BASE_DIR / "manage.py", "import_dila", *paths]


def start(installation: Installation, *paths: Path, out=subprocess.DEVNULL) -> subprocess.Popen:
    return subprocess.Popen(
        command(*paths),
        env=installation.environment(), stdout=out, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def heavy(count: int) -> dict[str, str]:
    """Articles as long as they may be, in signs that take four bytes, in tags, and too long ones."""
    most = 4 * MIB - 2_000
    shapes = [
        "<p>" + "😀" * (most // 4) + "</p>",
        "<i/>" * 390_000,
        "<p>" + "a" * most + "</p>",
        "a" * (5 * MIB),
    ]
    files: dict[str, str] = {}
    for number in range(count):
        files |= kali.article(5000 + number, 101, shapes[number % len(shapes)])
    return files


@pytest.mark.parametrize("count", [8, pytest.param(200, marks=pytest.mark.long)])
def test_long_articles_do_not_fill_the_memory(corpus, tmp_path, count):
    archive = tarball(tmp_path / STOCK, *small(), heavy(count))
    environment = copy_of(corpus, tmp_path).environment()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command(archive)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0
    told, _, peak = done.stdout.rpartition("peak ")
    assert int(peak) / 1024 < MOST_MIB
    assert f"{4 + count} lus" in told and told.count("plus de 4 Mo") == count // 4


# -- Sudden death ------------------------------------------------------------------------------------------


def stock_and_changes(path: Path, texts: int) -> list[Path]:
    """A stock of many texts, and three days of changes."""
    numbers = range(1_000, 1_000 + texts)
    parts = [
        *(
            kali.text(n, f"Accord n° {n} du 2 mai 2015", *[kali.kaliarti(n * 10 + k) for k in (1, 2)])
            for n in numbers
        ),
        *(
            kali.article(n * 10 + k, n, f"<p>Les mots {n} {k}.</p>", num=str(k))
            for n in numbers
            for k in (1, 2)
        ),
    ]
    return [
        tarball(path / STOCK, *small(), kali.convention(2, 413, *numbers), *parts),
        tarball(
            path / "KALI_20260102-210000.tar.gz", kali.article(1021, 101, "<p>D’autres mots.</p>", num="2")
        ),
        tarball(
            path / "KALI_20260103-210000.tar.gz",
            kali.suppressed(kali.path_of("article", kali.kaliarti(1011))),
        ),
        tarball(
            path / "KALI_20260104-210000.tar.gz",
            *[kali.article(n * 10 + 1, n, "<p>Neuf.</p>") for n in numbers],
        ),
    ]


@pytest.mark.parametrize(("texts", "deaths"), [(60, 3), pytest.param(300, 50, marks=pytest.mark.long)])
def test_killed_at_any_moment_it_ends_as_if_it_had_not_been(corpus, tmp_path, texts, deaths):
    """Each archive is written whole or not at all; once all are read again, every row is the same."""
    whole, killed = [
        copy_of(corpus, tmp_path / name) for name in ("whole", "killed") if (tmp_path / name).mkdir() is None
    ]
    archives = stock_and_changes(tmp_path, texts)
    started = time.monotonic()
    assert start(whole, *archives).wait() == 0
    lasted, moments = time.monotonic() - started, random.Random(14)  # noqa: S311 - any moments will do
    for _ in range(deaths):
        child = start(killed, *archives)
        time.sleep(moments.uniform(0.3, lasted))
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert start(killed, *archives).wait() == 0
    assert killed.digest() == whole.digest()
