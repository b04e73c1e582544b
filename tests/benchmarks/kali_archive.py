"""An archive of KALI as large as is asked, written as it is made: what `import_dila` is measured with.

`manage.py bench --archive FICHIERS` makes it, records the texts that it names in an editing database of its own,
imports it twice, each time in a process of its own, and says what each took.
"""

import gzip
import io
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.agreements.importers import dila_kali_archive as kali

NAME = "Freemium_kali_global_20260101-120000.tar.gz"
#: What a text is made of, as in the base: a head, a structure, some sections, articles in several versions.
ARTICLES, VERSIONS, SECTIONS = 12, 3, 2
OF_A_TEXT = 2 + SECTIONS + ARTICLES * VERSIONS
TEXTS_OF_A_CONVENTION = 100
DAYS = ("2016-01-01", "2018-01-01", "2020-01-01", kali.NO_DAY)
WORDS = (
    "Les dispositions du présent article s’appliquent aux salariés des établissements pour la durée prévue. "
)
PARAGRAPH = f"<p>{WORDS * 3}</p>"
PREPARE = """
from agreements.models import Agreement, Convention, OfficialText
convention = Convention.objects.create(slug="idcc-9999", idcc=9999, name="Essai", in_sector=False)
for start in range(0, {texts}, 500):
    numbers = range(start, min(start + 500, {texts}))
    made = Agreement.objects.bulk_create(
        Agreement(slug=f"idcc-9999-accord-{{n}}", kind="accord", title=f"Accord {{n}}") for n in numbers
    )
    OfficialText.objects.bulk_create(
        OfficialText(agreement=row, kalitext=f"KALITEXT{{n:012}}", title=row.title)
        for n, row in zip(numbers, made, strict=True)
    )
"""


def files(texts: int) -> Iterator[tuple[str, str]]:
    """The articles of all texts, then the conventions, then the texts: the order in which DILA packs them."""
    for number in range(texts):
        yield from articles(number).items()
    for start in range(0, texts, TEXTS_OF_A_CONVENTION):
        yield from kali.convention(
            start, 9999, *range(start, min(start + TEXTS_OF_A_CONVENTION, texts))
        ).items()
    for number in range(texts):
        yield from text(number).items()


def versions_of(number: int, article: int) -> dict[int, tuple[str, str]]:
    first = (number * ARTICLES + article) * VERSIONS
    return {first + rank: (DAYS[rank], DAYS[rank + 1]) for rank in range(VERSIONS)}


def articles(number: int) -> dict[str, str]:
    made: dict[str, str] = {}
    for article in range(ARTICLES):
        versions = versions_of(number, article)
        for rank, name in enumerate(versions):
            html = f"<p>Article {article}, version {rank}.</p>{PARAGRAPH * 4}"
            made |= kali.article(name, number, html, versions=versions, num=str(article), section="Titre Ier")
    return made


def text(number: int) -> dict[str, str]:
    names = [kali.kaliarti(name) for article in range(ARTICLES) for name in versions_of(number, article)]
    half = len(names) // SECTIONS
    sections = {
        number * SECTIONS + rank: tuple(names[rank * half : (rank + 1) * half]) for rank in range(SECTIONS)
    }
    return kali.text(number, f"Accord n° {number} du 2 mai 2015 relatif à l’essai", sections=sections)


def make(path: Path, count: int) -> int:
    """Write an archive of about so many files; give how many it has."""
    written = 0
    with gzip.open(path, "wb", compresslevel=1) as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        for name, words in files(max(1, count // OF_A_TEXT)):
            member, raw = tarfile.TarInfo(f"20260101-120000/{name}"), words.encode()
            member.size = len(raw)
            archive.addfile(member, io.BytesIO(raw))
            written += 1
    return written


#: A process starts with the peak of the one it comes from: a small one stands between, and says what its child took.
MEASURED = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:], stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=sys.stderr)
sys.exit(status)
"""


def run(var: Path, *words: str) -> tuple[float, float, float]:
    """A command in a process of its own: its seconds of processor, its seconds, the most memory it took in MiB."""
    environment = {**os.environ, "PORTAL_VAR": str(var), "PORTAL_NO_BOOTSTRAP": "1"}
    started = time.monotonic()
    command = [sys.executable, "-c", MEASURED, sys.executable, "manage.py", *words]
    done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} : échec")
    spent, memory = map(float, done.stderr.split())
    return spent, time.monotonic() - started, memory


def measure(folder: Path, count: int, say: Callable[[str], None]) -> None:
    """Make the archive and import it twice: everything is new, then nothing is."""
    folder.mkdir(parents=True, exist_ok=True)
    archive, var = folder / NAME, folder / "var"
    number = make(archive, count)
    say(f"{number} fichiers, {archive.stat().st_size / 2**20:.0f} Mio.")
    run(var, "migrate", "--verbosity=0")
    run(var, "shell", "--no-imports", "--command", PREPARE.format(texts=number // OF_A_TEXT))
    for turn in ("première lecture", "seconde lecture"):
        spent, lasted, memory = run(var, "import_dila", "--verbosity=0", str(archive))
        say(
            f"{turn} : {number / spent:.0f} fichiers par seconde de processeur ({lasted:.0f} s), {memory:.0f} Mio"
        )
