"""Archives that would harm: each is refused in words, nothing is written, and the memory stays bounded."""

import gzip
import io
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from agreements.models import Agreement, Article, Convention, OfficialText, Source
from tests.agreements.importers.kali_archive import article, convention, folder, small, tarball, text
from tests.installations import Installation

pytestmark = pytest.mark.slow
ONE = "package/data/KALICONT000000000001.json"
GIB = 2**30


def whole(number=1):
    return json.dumps(convention(number, 9999, text(1, "Accord du 2 mai 2001"))).encode()


def raw(content: bytes):
    return lambda path: tarball(path / "archive.tgz", raw={ONE: content})


def changed(**data):
    """A whole convention, but for some data of its only text."""
    return lambda path: folder(path, convention(1, 9999, text(1, "Accord du 2 mai 2001", **data)))


def of_article(**data):
    only = article(1)
    only["data"] |= data
    return lambda path: folder(path, convention(1, 9999, text(1, "Accord du 2 mai 2001", only)))


def truncated(path):
    packed = tarball(path / "archive.tgz", *small())
    packed.write_bytes(packed.read_bytes()[:-200])
    return packed


def written(name: str, content: bytes):
    def write(path):
        (path / name).write_bytes(content)
        return path / name

    return write


def bomb(path):
    """More than a gigabyte of zeros, packed in a few megabytes."""
    with gzip.open(path / "bombe.tgz", "wb", compresslevel=1) as packed:
        head = tarfile.TarInfo("package/data/zeros.bin")
        head.size = GIB + 2**20
        packed.write(head.tobuf())
        for _ in range(1025):
            packed.write(bytes(2**20))
    return path / "bombe.tgz"


def too_big_a_file(path):
    with gzip.open(path / "gros.tgz", "wb", compresslevel=1) as packed:
        head = tarfile.TarInfo(ONE)
        head.size = 65 * 2**20
        packed.write(head.tobuf())
        for _ in range(65):
            packed.write(b" " * 2**20)
    return path / "gros.tgz"


def too_many_files(path):
    with tarfile.open(path / "foule.tgz", "w:gz") as packed:
        for number in range(6_000):
            packed.addfile(tarfile.TarInfo(f"package/data/vide-{number}"), io.BytesIO())
    return path / "foule.tgz"


def linked_file(path):
    (path / "data").mkdir()
    os.symlink("/etc/passwd", path / "data" / "KALICONT000000000001.json")
    return path


def twice(path):
    return tarball(path / "archive.tgz", raw={ONE: whole(), ONE.replace("001", "002"): whole()})


REFUSED = {
    "absent": (lambda path: path / "rien.tgz", "n’existe pas"),
    "vide": (written("vide.tgz", b""), "n’est pas une archive"),
    "pas une archive": (written("texte.tgz", b"bonjour"), "n’est pas une archive"),
    "gzip sans tar": (written("seul.tgz", gzip.compress(b"bonjour" * 999)), "n’est pas une archive"),
    "tronquée": (truncated, "n’est pas une archive .tgz entière"),
    "dossier vide": (lambda path: path, "ne contient aucun fichier KALICONT"),
    "tar sans convention": (
        lambda path: tarball(path / "a.tgz", raw={"x": b""}),
        "ne contient aucun fichier",
    ),
    "json coupé": (raw(whole()[:-9]), "n’est pas du JSON valide"),
    "json vide": (raw(b""), "n’est pas du JSON valide"),
    "pas du json": (raw(b"<html>"), "n’est pas du JSON valide"),
    "pas en utf-8": (raw("é".encode("latin-1")), "n’est pas en UTF-8"),
    "nan": (raw(b'{"data": NaN}'), "n’est pas une valeur de JSON"),
    "entier sans fin": (raw(b'{"data": ' + b"9" * 5_000 + b"}"), "n’est pas du JSON valide"),
    "clé dite deux fois": (raw(b'{"data": {"id": "KALICONT1", "id": "KALICONT2"}}'), "est dit deux fois"),
    "liste": (raw(b"[]"), "ne décrit pas une convention"),
    "sans données": (raw(b"{}"), "ne décrit pas une convention"),
    "autre objet": (raw(b'{"data": {"id": "LEGITEXT1"}}'), "ne décrit pas une convention"),
    "100 000 listes": (raw(b"[" * 100_000 + b"]" * 100_000), "trop de niveaux imbriqués"),
    "100 000 sections": (
        raw(b'{"type":"section","data":{"id":"KALICONT1"},"children":[' * 100_000 + b"]}" * 100_000),
        "trop de niveaux imbriqués",
    ),
    "200 sections": (
        raw(b'{"type":"section","data":{"id":"KALICONT1"},"children":[' * 200 + b"]}" * 200),
        "trop de niveaux imbriqués",
    ),
    "enfants en texte": (raw(b'{"data": {"id": "KALICONT1"}, "children": "x"}'), "n’a pas la forme attendue"),
    "idcc en texte": (raw(b'{"data": {"id": "KALICONT1", "num": "413"}}'), "n’est pas un numéro IDCC"),
    "idcc démesuré": (raw(b'{"data": {"id": "KALICONT1", "num": 2147483648}}'), "n’est pas un numéro IDCC"),
    "nul dans le nom": (raw(b'{"data": {"id": "KALICONT1", "title": "a\\u0000"}}'), "caractère nul"),
    "lien symbolique": (linked_file, "n’est pas un fichier"),
    "bombe d’un gigaoctet": (bomb, "trop gros une fois décompressé"),
    "fichier de 65 Mo": (too_big_a_file, "trop gros : plus de 64 Mo"),
    "foule de fichiers": (too_many_files, "trop gros une fois décompressé"),
    "convention deux fois": (twice, "refus"),
    "nul dans un titre": (changed(title="Accord\0 du 2 mai 2001"), "refus"),
    "demi-caractère": (lambda path: raw(whole().replace(b"Accord", b"\\ud800ccord"))(path), "refus"),
    "titre vide": (changed(title=" "), "refus"),
    "titre sans fin": (changed(title="A" * 1_001), "refus"),
    "titre en liste": (changed(title=["Accord"]), "refus"),
    "identifiant faux": (changed(id="KALITEXT1"), "refus"),
    "date fausse": (changed(modifDate="2020-02-31"), "refus"),
    "article sans identifiant": (of_article(id="x"), "refus"),
    "liens en texte": (of_article(lstLienModification="x"), "refus"),
    "html en nombre": (of_article(content=12), "refus"),
    "nul dans un article": (of_article(content="a\0b"), "refus"),
}


@pytest.fixture
def no_sector(tmp_path_factory, settings):
    """No facts to load on an empty base, but for the files that hold them."""
    settings.FIXTURES_DIR = tmp_path_factory.mktemp("faits")
    for name in ("actes", "conventions", "organisations", "themes", "synonymes"):
        (settings.FIXTURES_DIR / f"{name}.toml").touch()


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_words_and_nothing_is_written(name, tmp_path, no_sector):
    make, reason = REFUSED[name]
    path, started = make(tmp_path), time.monotonic()
    with pytest.raises(CommandError, match=reason) as refused:
        call_command("import_kali", str(path), stdout=StringIO(), stderr=StringIO())
    assert "\n" not in str(refused.value) and "Traceback" not in str(refused.value)
    assert "rien n’a été écrit" in str(refused.value).lower()
    assert time.monotonic() - started < 30
    for model in (Agreement, Article, Convention, OfficialText, Source):
        assert not model.objects.exists()


@pytest.mark.django_db
def test_what_looks_wrong_and_is_not_is_taken(tmp_path, no_sector):
    """Long words, half tags, thousands of sections beside one another: odd, and harmless."""
    odd = [article(number, "<" * 50_000 + "a" * 50_000) for number in range(1, 4)]
    call_command(
        "import_kali",
        str(folder(tmp_path, convention(1, 9999, text(1, "Accord du 2 mai 2001 « <b>salaires</b> »", *odd)))),
        stdout=StringIO(),
        stderr=StringIO(),
    )
    assert Article.objects.count() == 3


# -- In a process of its own: memory, and sudden death -----------------------------------------------------


def run(installation, path, **options):
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "import_kali", path],
        env=installation.environment(), capture_output=True, text=True, timeout=120, **options,
    )  # fmt: skip


def test_a_bomb_does_not_fill_the_memory(corpus, tmp_path):
    def bounded():
        resource.setrlimit(resource.RLIMIT_AS, (GIB // 2, GIB // 2))

    done = run(corpus, bomb(tmp_path), preexec_fn=bounded)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("bombe.tgz est trop gros")


def while_it_writes(installation):
    """Return when another process holds the editing database for writing, or after a minute."""
    deadline = time.monotonic() + 60
    with closing(sqlite3.connect(installation.editing, timeout=0, isolation_level=None)) as database:
        while time.monotonic() < deadline:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return
            database.execute("ROLLBACK")
            time.sleep(0.02)


def after(seconds: float):
    return lambda installation: time.sleep(seconds)


@pytest.mark.parametrize(
    ("count", "moments"),
    [
        (400, [while_it_writes]),
        pytest.param(1_500, [after(1.2), after(2), after(3), while_it_writes], marks=pytest.mark.long),
    ],
)
def test_killed_at_any_moment_it_leaves_the_database_as_it_was(corpus, tmp_path, count, moments):
    copy = Installation(tmp_path / "var")
    copy.var.mkdir()
    copy.editing.write_bytes(corpus.editing.read_bytes())
    texts = [text(800 + n, f"Accord n° {n} du 2 mai 2001", article(8000 + n)) for n in range(1, count)]
    path = folder(tmp_path / "archive", convention(9, 9999, *texts), *small())
    before, seen = copy.digest(), set()
    for moment in moments:
        child = subprocess.Popen(
            [sys.executable, settings.BASE_DIR / "manage.py", "import_kali", path],
            env=copy.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        moment(copy)
        child.send_signal(signal.SIGKILL)
        child.wait()
        seen.add(copy.digest())
    assert run(copy, path).returncode == 0
    assert copy.digest() != before
    assert seen <= {before, copy.digest()}  # nothing, or, where the end came first, all
