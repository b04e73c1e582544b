"""What stops a command and is nobody's fault in the code is one French sentence, never a traceback."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, ProgrammingError

from portal.serving.progress import taking_turns
from portal.serving.refusals import told
from tests.installations import SECONDS, Installation
from tests.postgres import postgresql

#: A command that says something, and ends well.
SAYING = ["shell", "--no-imports", "--command", "print(1)"]
MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


def run(words, var, stdout=subprocess.PIPE, **added):
    return subprocess.run(
        [*MANAGE, *words], env=Installation(var).environment(**added), stdout=stdout, stderr=subprocess.PIPE,
        text=True, timeout=SECONDS,
    )  # fmt: skip


def is_one_sentence(done, *words):
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.endswith(".\n")
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize("words", [["publish"], ["serve", "--port", "65000"], ["load_facts"]])
def test_a_folder_that_is_a_file(tmp_path, words):
    var = tmp_path / "var"
    var.write_text("un fichier")
    is_one_sentence(run(words, var), str(var), "ce n’est pas un dossier")


def test_a_database_that_is_none(tmp_path):
    (tmp_path / "editing.sqlite3").write_bytes(b"ceci n'est pas une base " * 100)
    is_one_sentence(run(["publish"], tmp_path), "est abîmé")


def test_a_database_without_its_tables(tmp_path):
    is_one_sentence(run(["publish"], tmp_path), "python3 manage.py migrate")


def test_a_server_that_does_not_answer(tmp_path):
    url = "postgresql://qui:secret@127.0.0.1:9/accords"
    done = run(["publish"], tmp_path, DATABASE_URL=url)
    is_one_sentence(done, "le serveur ne répond pas")
    assert "secret" not in done.stderr + done.stdout


def test_a_database_of_another_kind(tmp_path):
    is_one_sentence(run(["publish"], tmp_path, DATABASE_URL="mysql://x/y"), "ni postgresql ni sqlite")


@pytest.mark.slow
@pytest.mark.parametrize("words", [["publish"], ["serve", "--preparer"], ["serve", "--admin"]])
def test_a_wrong_password(tmp_path, guarded, words):
    done = run(words, tmp_path, DATABASE_URL=guarded.replace("RIGHT", "mauvais"))
    assert done.stderr.count("\n") == 1, done.stderr
    assert "le nom ou le mot de passe est refusé" in done.stderr
    assert "mauvais" not in done.stderr + done.stdout
    assert done.returncode == 1


@pytest.mark.slow
def test_the_right_password(tmp_path, guarded):
    assert run(["migrate"], tmp_path, DATABASE_URL=guarded.replace("RIGHT", "bon")).returncode == 0


@pytest.fixture(scope="module")
def guarded():
    """The URL of a PostgreSQL that asks for a password, « bon », where RIGHT stands."""
    with postgresql() as url:
        place = Path(parse_qs(urlsplit(url).query)["host"][0])
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("CREATE ROLE qui LOGIN PASSWORD 'bon'")
            server.execute("CREATE DATABASE gardee OWNER qui")
            (place / "pg_hba.conf").write_text("local all qui scram-sha-256\nlocal all postgres trust\n")
            server.execute("SELECT pg_reload_conf()")
        yield f"postgresql://qui:RIGHT@/gardee?host={place}"


#: Nobody writes in the folder that is the first word, root included; then the other words are run.
READ_ONLY = """
mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"
"""


@pytest.mark.parametrize(
    "words", [["publish"], ["serve", "--preparer"], ["load_facts"], ["sauvegarder", "{}/sauvegardes"]]
)
def test_a_disk_that_can_only_be_read(copy, words):
    before = copy.digest()
    done = on_a_read_only_disk(copy, copy.var, *(word.format(copy.var) for word in words))
    assert done.stderr.count("\n") == 1, done.stderr
    assert "ne peut qu’être lu" in done.stderr
    assert done.returncode == 1
    assert copy.digest() == before


@pytest.mark.slow
def test_static_files_that_an_image_holds(copy, tmp_path):
    """They are the code's, and nobody writes them: what prepares leaves them, as long as none is missing."""
    static = tmp_path / "image"
    copy.run("collectstatic", "--noinput", "--verbosity=0", PORTAL_STATIC=str(static))

    def prepare():
        return on_a_read_only_disk(copy, static, "serve", "--preparer", PORTAL_STATIC=str(static))

    done = prepare()
    assert (done.returncode, done.stderr) == (0, "")
    (static / "site.css").write_text("d’une autre version")
    done = prepare()
    assert "ne peut qu’être lu" in done.stderr
    assert done.returncode == 1


def on_a_read_only_disk(own, folder, *words, **added):
    apart = [
        "unshare",
        "--mount",
        *(["--map-root-user"] if os.geteuid() else []),
        "sh",
        "-c",
        READ_ONLY,
        folder,
    ]
    return subprocess.run(
        [*apart, *MANAGE, *words],
        env=own.environment(**added),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def test_a_full_disk_under_the_output(tmp_path):
    with open("/dev/full", "w") as full:
        is_one_sentence(run(SAYING, tmp_path, stdout=full), "le disque est plein")


def test_a_reader_that_went_away(tmp_path):
    process = subprocess.Popen(
        [*MANAGE, *SAYING], env=Installation(tmp_path).environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(SECONDS) == 1
    assert said == "Ce qui lisait la commande s’est arrêté avant sa fin.\n"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "x", "/v/e"), "/v/e ne peut pas être écrit : le disque est plein."),
        (OSError(errno.EROFS, "x", "/v/e"), "/v/e ne peut pas être écrit : ce disque ne peut qu’être lu."),
        (
            PermissionError(errno.EACCES, "x", "/v"),
            "/v ne peut pas être écrit : ce compte n’en a pas le droit.",
        ),
        (OperationalError("database or disk is full"), "le disque est plein."),
        (OperationalError("attempt to write a readonly database"), "elle ne peut qu’être lue."),
        (OperationalError("database is locked"), "une autre commande y écrit"),
        (
            OperationalError('FATAL:  password authentication failed for user "a"'),
            "le mot de passe est refusé.",
        ),
        (OperationalError('FATAL:  Peer authentication failed for user "a"'), "le mot de passe est refusé."),
        (OperationalError("FATAL:  authentification peer échouée pour « a »"), "le mot de passe est refusé."),
        (OperationalError('FATAL:  database "a" does not exist'), "elle n’existe pas sur ce serveur."),
        (
            OperationalError("FATAL:  la base de données « a » n'existe pas"),
            "elle n’existe pas sur ce serveur.",
        ),
        (OperationalError("FATAL:  le système de bases de données est en cours d'arrêt"), "ne répond pas."),
        (ProgrammingError("ERREUR:  la relation « x » n'existe pas"), "manage.py migrate"),
        (ProgrammingError('relation "agreements_act" does not exist'), "manage.py migrate"),
        (ValueError("une faute du code"), ""),
        (OSError(errno.EXDEV, "x"), ""),
    ],
)
def test_each_is_told(error, sentence):
    assert sentence in told(error)
    assert bool(told(error)) == bool(sentence)


def test_two_that_make_the_same_things_take_turns(tmp_path, capsys):
    order, first = [], threading.Event()

    def work(name):
        with (tmp_path / "lock").open("w") as lock, taking_turns(lock):
            order.append(name)
            first.set()
            threading.Event().wait(0.2)
            order.append(name)

    one = threading.Thread(target=work, args=["un"])
    one.start()
    first.wait()
    work("deux")
    one.join()
    assert order == ["un", "un", "deux", "deux"]
    assert "Une autre installation est en cours…" in capsys.readouterr().out
