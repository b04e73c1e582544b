"""The legal notice: who publishes and who hosts this installation, or that nobody has said it."""

import os
import subprocess
import sys

from django.conf import settings as project

from tests.reading import parsed, text


def told(reader) -> str:
    return text(parsed(reader.get("/mentions-legales/")).query("main")[0])


def test_the_publisher_and_the_host_are_named_as_they_were_given(reader, settings):
    settings.PUBLISHER, settings.HOSTING = "Une fédération, 1 rue de l’Essai, Paris", "Un <hébergeur>, Lyon"
    page = told(reader)
    assert "Éditeur : Une fédération, 1 rue de l’Essai, Paris." in page
    assert "Hébergeur : Un <hébergeur>, Lyon." in page
    assert "n’a pas nommé" not in page


def test_a_notice_that_names_nobody_says_so(reader, settings):
    settings.PUBLISHER = settings.HOSTING = ""
    page = told(reader)
    assert "n’a pas nommé son éditeur" in page and "n’a pas nommé son hébergeur" in page
    assert "Éditeur :" not in page


def test_both_are_read_from_the_environment():
    given = os.environ | {
        "PORTAL_PUBLISHER": " Une fédération ",
        "PORTAL_HOSTING": "Un hébergeur",
        "PORTAL_ROLE": "public",
    }
    asked = "from portal import settings; print(settings.PUBLISHER, settings.HOSTING, sep='|')"
    command = [sys.executable, "-X", "utf8", "-c", asked]
    run = subprocess.run(
        command, env=os.environ | given, cwd=project.BASE_DIR, capture_output=True, check=True
    )  # noqa: S603 - ours
    assert run.stdout.decode().strip() == "Une fédération|Un hébergeur"
