"""What commands ask and answer is in French; what they need is said before they work."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command, get_commands, load_command_class

from portal.management.french import OURS, Portal, speak_french
from portal.serving.watching import tables

GOOD, COMMON = "un mot de passe assez long", "motdepasse"
ENGLISH = (
    "Password",
    "password",
    "Superuser",
    "Username",
    "Operations",
    "Applying",
    "usage:",
    "error:",
    "Error",
)
WRITERS = [
    ["audit"], ["createsuperuser"], ["changepassword", "chef"], ["demonstration"], ["groupes"],
    ["import_dila", "/nulle-part"], ["import_kali", "/nulle-part"], ["import_members", "/nulle-part"],
    ["load_facts", "/nulle-part"], ["load_figures", "/nulle-part"], ["publish"], ["refresh"],
]  # fmt: skip


@pytest.fixture
def answers(monkeypatch):
    """What is typed on the terminal, line after line."""
    asked: list[str] = []

    def type_in(*lines: str):
        left = list(lines)

        def take(prompt=""):
            asked.append(prompt)
            return left.pop(0)

        monkeypatch.setattr("builtins.input", take)
        monkeypatch.setattr("getpass.getpass", take)
        return asked

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    return type_in


def said_by(*words: str, **options) -> str:
    said = StringIO()
    call_command(*words, stdout=said, stderr=said, **options)
    return said.getvalue()


def test_help_begins_with_what_the_portal_does(capsys):
    told = Portal(["manage.py", "help"]).main_help_text().splitlines()
    ours = {name: app for name, app in get_commands().items() if app in OURS}
    first = told[told.index("Le portail") + 1 : told.index("De Django") - 1]
    assert [line.split()[0] for line in first] == sorted(ours)
    assert {"createsuperuser", "changepassword", "migrate"} <= {*ours}
    for line in first:
        name, _, words = line.strip().partition(" ")
        assert words.strip()[0].isupper() and len(line) <= 120, line
        assert load_command_class(ours[name], name).help.startswith(words.strip().rstrip("…")[:60])


def test_the_documentation_has_every_command():
    page = (settings.BASE_DIR / "docs" / "commandes.md").read_text(encoding="utf-8")
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    told = {*re.findall(r"python3 manage\.py (\w+)", page + readme)}
    assert {name for name, app in get_commands().items() if app in OURS} <= told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["serve", "--porte"], "ce n’est pas compris : --porte."),
        (["import_members"], "il manque fichier."),
        (["serve", "--public", "--admin"], "--admin : ne va pas avec --public."),
        (["serve", "--port"], "--port : il faut une valeur."),
        (["serve", "--processus", "0"], "« 0 » n’est pas l’un de "),
        (["publish", "--retour", "deux"], "« deux » ne convient pas (int)."),
        (["serve", "--help"], "dire cette aide"),
    ],
)
def test_what_is_wrong_in_a_line_is_said_in_french(words, told, capsys, monkeypatch):
    monkeypatch.setattr("argparse._", lambda words: words)  # put back at the end
    speak_french()
    with pytest.raises(SystemExit):
        load_command_class(get_commands()[words[0]], words[0]).run_from_argv(["manage.py", *words])
    captured = capsys.readouterr()
    assert told in captured.out + captured.err
    assert not any(word in captured.out + captured.err for word in ENGLISH), captured


@pytest.mark.django_db
def test_the_first_account(answers):
    asked = answers("chef", GOOD, GOOD)
    said = said_by("createsuperuser")
    assert said.splitlines()[-1] == "Le compte « chef » est créé."
    user = get_user_model().objects.get(username="chef")
    assert (user.is_superuser, user.is_staff, user.check_password(GOOD)) == (True, True, True)
    assert asked[0].startswith("Nom du compte (") and asked[1:] == ["Mot de passe : ", "Le même, encore : "]
    answers("chef")
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("createsuperuser", stdout=StringIO())


@pytest.mark.django_db
def test_a_password_that_is_none_is_asked_for_again(answers):
    answers("chef", GOOD, "autre", COMMON, COMMON, GOOD, GOOD)
    said = said_by("createsuperuser")
    assert "Les deux ne sont pas les mêmes." in said
    assert "trop court" in said
    assert not any(word in said for word in ENGLISH)
    answers("autre", *[COMMON] * 6)
    with pytest.raises(CommandError, match="3 essais"):
        call_command("createsuperuser", stdout=StringIO(), stderr=StringIO())
    assert get_user_model().objects.count() == 1


@pytest.mark.django_db
def test_without_a_terminal(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", GOOD)
    said = said_by("createsuperuser", "--noinput", "--username", "chef", "--email", "")
    assert said.splitlines()[1:] == ["Le compte est créé."]
    assert get_user_model().objects.get().check_password(GOOD)


@pytest.mark.django_db
def test_a_password_is_changed(answers):
    get_user_model().objects.create_superuser("chef", password="un ancien mot de passe")
    answers(GOOD, GOOD)
    assert said_by("changepassword", "chef").splitlines()[-1] == "Le mot de passe de « chef » est changé."
    assert get_user_model().objects.get().check_password(GOOD)
    with pytest.raises(CommandError, match="« absent »"):
        call_command("changepassword", "absent", stdout=StringIO())


@pytest.mark.django_db
def test_migrate_says_what_it_did():
    said = said_by("migrate")
    assert said.splitlines()[1:] == ["Les tables y étaient déjà."]


@pytest.mark.django_db
@pytest.mark.parametrize("words", WRITERS)
def test_tables_that_are_not_there_are_said_before_anything_is_read(words, monkeypatch, tmp_path):
    monkeypatch.setattr(tables, "steps_behind", lambda: [("une", False)])
    with pytest.raises(CommandError) as refused:
        call_command(*words, stdout=StringIO())
    assert str(refused.value) == tables.WITHOUT


def test_every_command_that_needs_tables_is_tried():
    needing = {
        name
        for name, app in get_commands().items()
        if app in OURS and getattr(load_command_class(app, name), "needs_tables", False)
    }
    assert needing == {words[0] for words in WRITERS}
