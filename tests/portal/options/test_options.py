"""The settings: one table, one file, the environment before it; what cannot be meant is refused in one sentence."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from portal.options import telling
from portal.options.reading import InForce, Refused
from portal.options.table import BY_NAME, PUBLIC, TABLE
from portal.serving.servers import Server
from tests.installations import SECONDS, Installation

REFUSED = {
    "PORTAL_ROLE": "publik", "PORTAL_HTTPS": "peut-être", "PORTAL_URL": "ftp:oops", "PORTAL_ADMIN_URL": "saisie",
    "PORTAL_HOSTS": "a b", "PORTAL_PROXIES": "nginx", "PORTAL_VERIFY_SECONDS": "0", "PORTAL_REFRESH_UNREAD": "5 %",
    "PORTAL_DILA_STREAMS": "KALI LEGI", "PORTAL_DILA_URL": "echanges.dila.gouv.fr", "PORTAL_NPM_REGISTRY": "npm",
    "PORTAL_SMTP": "localhost", "PORTAL_REPORT_TO": "quelqu’un", "PORTAL_SECURITY_CONTACT": "nous",
    "PORTAL_DEBUG": "2", "PORTAL_METRICS": "0.0.0.0:9400", "PORTAL_MOST_AGE": "deux mois", "DATABASE_URL": "mysql://qui:secret@ici/base",
}  # fmt: skip


def written(tmp_path, content: str) -> dict[str, str]:
    """The environment that names a file of this content."""
    (tmp_path / "portail.toml").write_text(content, encoding="utf-8")
    return {"PORTAL_SETTINGS": str(tmp_path / "portail.toml")}


# -- Where a value comes from ------------------------------------------------------------------------------


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path):
    given = written(tmp_path, 'url = "https://fichier.exemple.fr"\nhttps = true\nverify_seconds = 60\n')
    found = InForce(given | {"PORTAL_URL": "https://environnement.exemple.fr/"})
    assert found["PORTAL_URL"] == "https://environnement.exemple.fr"
    assert (found["PORTAL_HTTPS"], found["PORTAL_VERIFY_SECONDS"], found["PORTAL_CACHE"]) == (True, 60, True)
    origins = [found.settings[name].origin for name in ("PORTAL_URL", "PORTAL_HTTPS", "PORTAL_CACHE")]
    assert origins == ["environnement", "fichier", "défaut"]


def test_an_empty_value_is_not_given(tmp_path):
    found = InForce(written(tmp_path, "https = true\n") | {"PORTAL_HTTPS": "", "PORTAL_URL": ""})
    assert found["PORTAL_HTTPS"] is True
    assert found["PORTAL_URL"] == "http://127.0.0.1:8000"


def test_a_list_is_one_in_the_file(tmp_path):
    found = InForce(written(tmp_path, 'hosts = ["a.fr", "b.fr"]\ndila_streams = ["KALI"]\n'))
    assert found["PORTAL_HOSTS"] == ["a.fr", "b.fr"]
    assert found["PORTAL_DILA_STREAMS"] == ["KALI"]


def test_a_path_is_sought_from_where_it_is_written(tmp_path):
    assert InForce(written(tmp_path, 'var = "donnees"\n'))["PORTAL_VAR"] == tmp_path / "donnees"
    assert InForce({"PORTAL_SETTINGS": os.devnull})["PORTAL_VAR"] == settings.BASE_DIR / "var"


def test_what_is_served_is_public_unless_told_otherwise():
    nothing = {"PORTAL_SETTINGS": os.devnull}
    assert InForce(nothing)["PORTAL_ROLE"] == "public"
    assert InForce(nothing, {"PORTAL_ROLE": "atelier"})["PORTAL_ROLE"] == "atelier"
    assert InForce(nothing | {"PORTAL_ROLE": "admin"}, {"PORTAL_ROLE": "atelier"})["PORTAL_ROLE"] == "admin"


@pytest.mark.parametrize("words", ["1", "oui", "true", "OUI", "yes"])
def test_yes_is_not_silently_no(words):
    assert InForce({"PORTAL_SETTINGS": os.devnull, "PORTAL_HTTPS": words})["PORTAL_HTTPS"] is True


# -- What is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("variable", "words"), REFUSED.items())
def test_a_value_that_means_nothing_is_refused(variable, words, tmp_path):
    """By its name, with its value and what is accepted; the same in the file."""
    option = next(option for option in TABLE if option.variable == variable)
    with pytest.raises(Refused) as refused:
        InForce({"PORTAL_SETTINGS": os.devnull, variable: words})
    assert str(refused.value).startswith(f"{variable} vaut ")
    assert option.kind.accepted in str(refused.value)
    assert ("« ••• »" if option.secret else f"« {words} »") in str(refused.value)
    assert "secret" not in str(refused.value)
    with pytest.raises(Refused, match=f"« {option.name} »"):
        InForce(written(tmp_path, f'{option.name} = "{words}"\n'))


def test_every_kind_that_can_refuse_is_tried():
    free = {"un texte", "le chemin d’un dossier", "le chemin d’un fichier"}
    tried = {option.kind.accepted for option in TABLE if option.variable in REFUSED}
    assert {option.kind.accepted for option in TABLE} - free == tried


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("url = 3\n", "« url »"), ("https = 1\n", "il faut oui ou non"), ("verify_seconds = true\n", "« true »"),
        ("hosts = [1]\n", "« hosts »"), ("rôle = 1\n", "TOML"), ('rol = "public"\n', "peut-être role"),
        ('no_apt = "1"\n', "« no_apt »"), ('settings = "x"\n', "« settings »"), ("[base]\nurl = 1\n", "« base »"),
    ],
)  # fmt: skip
def test_a_file_that_means_nothing_is_refused(tmp_path, content, told):
    with pytest.raises(Refused) as refused:
        InForce(written(tmp_path, content))
    assert told in str(refused.value)
    assert str(tmp_path) in str(refused.value)


def test_a_file_that_is_named_is_there(tmp_path):
    with pytest.raises(Refused, match="n’existe pas"):
        InForce({"PORTAL_SETTINGS": str(tmp_path / "absent.toml")})
    with pytest.raises(Refused, match="ne peut pas être lu"):
        InForce({"PORTAL_SETTINGS": str(tmp_path)})


@pytest.mark.parametrize(
    ("added", "words"),
    [
        ({"PORTAL_ROLE": "publik"}, ("PORTAL_ROLE", "« publik »", "« public »")),
        ({"PORTAL_ROL": "public"}, ("PORTAL_ROL ", "peut-être PORTAL_ROLE")),
        ({"PORTAL_URL": "ftp:oops"}, ("PORTAL_URL", "« ftp:oops »", "https://")),
    ],
)
@pytest.mark.parametrize("command", ["check", "serve", "help"])
def test_every_command_stops_with_one_sentence(tmp_path, added, words, command):
    """Before anything is made."""
    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", command],
        env=Installation(tmp_path / "var").environment(**added), capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    assert all(word in done.stderr for word in words), done.stderr
    assert not (tmp_path / "var").exists()


def test_what_is_for_commands_is_never_served(tmp_path):
    """Whoever starts the application with no role has the public site, and none but the two is served."""
    own = Installation(tmp_path)
    ask = "import portal.asgi; from django.conf import settings; print(settings.ROLE, settings.ROOT_URLCONF)"
    command = [sys.executable, "-c", ask]

    def run(**added):
        return subprocess.run(
            command, env=own.environment(**added), cwd=settings.BASE_DIR, capture_output=True, text=True
        )

    assert run().stdout == "public portal.urls\n"
    done = run(PORTAL_ROLE="atelier")
    assert done.returncode == 1 and "« public » ou « admin »" in done.stderr


# -- What is told ------------------------------------------------------------------------------------------


def test_what_is_in_force_is_told_without_its_secrets(tmp_path):
    given = written(tmp_path, 'database = "postgresql://qui:motdepasse@ici:5432/accords"\nhttps = true\n')
    said = Installation(tmp_path / "var").run("settings", **given, PORTAL_SECRET_KEY="longue-clef")
    assert "motdepasse" not in said and "longue-clef" not in said
    assert (
        "database (DATABASE_URL) = postgresql://qui:•••@ici:5432/accords  [fichier, portail.toml]\n" in said
    )
    assert "secret_key (PORTAL_SECRET_KEY) = •••  [environnement]\n" in said
    assert "https (PORTAL_HTTPS) = 1  [fichier, portail.toml]\n" in said
    assert "url (PORTAL_URL) = http://127.0.0.1:8000  [défaut]\n" in said
    assert all(f"{option.variable}" in said for option in TABLE)


def test_the_table_is_the_documentation():
    page = settings.BASE_DIR / "docs" / "reglages.md"
    assert page.read_text(encoding="utf-8") == telling.table()


def test_a_key_is_the_name_of_the_variable():
    assert {name: option.variable for name, option in BY_NAME.items() if name != "database"} == {
        option.name: f"PORTAL_{option.name.upper()}"
        for option in BY_NAME.values()
        if option.name != "database"
    }


def test_the_public_process_is_told_no_secret(monkeypatch):
    for option in TABLE:
        monkeypatch.setenv(option.variable, "x")
    told = Server("Le site public", "public", "127.0.0.1", 8000, workers=1).environment()
    assert not {"DATABASE_URL", "PORTAL_SECRET_KEY"} & {*told}
    assert {option.variable for option in TABLE if PUBLIC in option.readers} <= {*told}
    admin = Server("L’administration", "admin", "127.0.0.1", 8001, workers=1).environment()
    assert {"DATABASE_URL", "PORTAL_SECRET_KEY"} <= {*admin}


@pytest.mark.parametrize("role", ["public", "admin"])
def test_django_finds_nothing_to_say_before_a_deployment(tmp_path, role):
    added = {"PORTAL_ROLE": role, "PORTAL_HTTPS": "1", "PORTAL_URL": "https://accords.exemple.fr"}
    said = Installation(tmp_path).run("check", "--deploy", "--fail-level=WARNING", **added)
    assert "(2 silenced)" in said or "(3 silenced)" in said
