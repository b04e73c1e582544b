"""A page as it would be: drawn from the draft, for who has an account, for an hour; never told to readers."""

import pytest
from django.conf import settings as project
from django.core import signing
from django.test import Client

from agreements.models import Agreement
from portal.edition import store
from portal.publishing.review import preview
from tests.builders import agreement, event, signature

pytestmark = pytest.mark.slow
PATH = "/admin/publier/"
WORD = "Hippocampe"


@pytest.fixture(autouse=True)
def committed(transactional_db):
    """A publication reads what other connections have committed."""


@pytest.fixture
def start(editor):
    """The preview of a text that no reader sees yet, beside one that is published."""
    agreement("a-1", title="Un texte publié")
    editor.post(PATH, {"publier": "1"})
    text = agreement("a-354", title=f"{WORD} et congés")
    signature(text, "nexem")
    event(text, "agree")
    return editor.get(PATH).context["preview"]


def words(answer) -> str:
    return answer.content.decode()


def test_pages_are_shown_as_they_would_be(editor, start):
    for path in (
        "",
        "accords/",
        "accords/a-354/",
        "conventions/",
        "conventions/ccn-66/",
        "changements/",
        "suivi/",
    ):
        answer = editor.get(start + path)
        assert answer.status_code == 200, path
        assert "no-store" in answer.headers["Cache-Control"] and "noindex" in answer.headers["X-Robots-Tag"]
    assert WORD in words(editor.get(f"{start}accords/a-354/"))
    assert WORD in words(editor.get(f"{start}accords/?q={WORD}"))


def test_each_page_says_that_it_is_not_published(editor, start):
    """And leads back: a page as it would be looks otherwise like any other."""
    for path in ("", "accords/a-354/", "accords/?q=rien"):
        shown = words(editor.get(start + path))
        assert shown.count("Aperçu, que nul lecteur ne voit") == 1, path
        assert shown.index("Aperçu, que") < shown.index("<main") and f'<a href="{PATH}">' in shown
    assert "Aperçu, que" not in words(editor.get(PATH))


def test_its_links_stay_in_it(editor, start):
    shown = words(editor.get(f"{start}accords/a-354/"))
    assert f'href="{start}conventions/ccn-66/' in shown
    assert '<a href="/accords/' not in shown


def test_a_visit_leaves_the_editors_pages_as_they_were(editor, start):
    editor.get(f"{start}accords/a-354/")
    assert editor.get("/admin/agreements/agreement/").status_code == 200
    assert Agreement.objects.count() == 2


@pytest.mark.parametrize(
    "path", ["accords.json", "accords.csv", "accords.atom", "accords/a-354.json", "rien/", "sitemap.xml"]
)
def test_nothing_but_pages_is_shown(editor, start, path):
    assert editor.get(start + path).status_code == 404


def test_it_is_for_who_has_an_account_and_ends(editor, start, monkeypatch):
    assert Client().get(f"{start}accords/a-354/").status_code == 302
    forged = start.replace(start.split("/")[3], signing.dumps("sha256:autre", salt="autre"))
    assert editor.get(f"{forged}accords/a-354/").status_code == 404
    monkeypatch.setattr(preview, "SECONDS", -1)
    assert editor.get(f"{start}accords/a-354/").status_code == 404


def test_it_ends_when_the_facts_change_or_are_published(editor, start):
    agreement("a-355")
    editor.get(PATH)
    assert editor.get(f"{start}accords/a-354/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/", "/accords/", "/accords.json", "/accords.csv", "/accords.atom", "/conventions/ccn-66/", "/changements.json",
        f"/accords.json?q={WORD}", "/sitemap-1.xml", "/accords/a-354/", "/accords/a-354.json",
    ],
)  # fmt: skip
def test_readers_are_told_nothing_of_it(editor, start, settings, path):
    """Whatever the form, once the draft was compiled and looked at."""
    editor.get(f"{start}accords/a-354/")
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "portal.urls", project.PUBLIC_MIDDLEWARE
    answer = Client().get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert WORD.encode() not in content.replace(b"q=" + WORD.encode(), b"") or "q=" in path
    assert answer.status_code in (200, 302, 404)
    assert store.current().number == 1
