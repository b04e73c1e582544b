"""The French of the admin has no seam: its pages, its messages; dates are read as people write them."""

import re
from datetime import date
from gettext import GNUTranslations
from html import unescape
from pathlib import Path

import pytest

from agreements.admin.search import texts_called
from agreements.models import Act, Agreement, Event, Source, Theme
from tests.agreements.admin.admin_fixtures import errors, filled_in, page, told
from tests.builders import (
    agreement,
    convention,
    divergence,
    event,
    measure,
    organisation,
    relation,
    signature,
    theme,
)

CATALOGUE = Path("portal/french/locale/fr/LC_MESSAGES")
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
#: What no page of the admin says.
SEAMS = [
    r"[Ll]['’]objet ",
    r"[Uu]n objet ",
    r"\bobjets? (?:sélectionné|supprim)",
    r"\bGet\b",
    rf"(?<![\d\w/])1[ \u00a0](?:{MONTHS})",
    r"\w\((?:e|s|es)\)",
    r"\bNone\b",
    r"\b(?:changelist|object|Add|Change|Delete)\b",
]
SECTOR = ("kind", "number", "title", "slug", "kalitext", "conventions__name", "conventions__idcc")


@pytest.fixture
def texts(db):
    convention("ccn-66", name="CCN 66", idcc=413, in_sector=True)
    convention("chrs", name="Accords CHRS", idcc=783, in_sector=True)
    text = agreement("ccn-66-avenant-342", number="342", title="Les congés", dated=date(2017, 11, 29))
    other = agreement(
        "chrs-protocole-163", kind="protocole", number="163", conventions=["chrs"], dated=date(2018, 3, 1)
    )
    signature(text, "nexem", on=date(2017, 11, 29))
    event(text, "agree", date(2018, 3, 1), jo=date(2018, 4, 1))
    relation(text, "modifie", other)
    divergence(text, values=[("1", "l’un"), ("2", "l’autre")])
    measure()
    theme()
    return text, other


def seams(answer) -> list[str]:
    content = re.sub(r"<(script|style|textarea).*?</\1>", " ", answer.content.decode(), flags=re.S)
    words = " ".join(re.findall(r'(?:title|aria-label|placeholder|value)="([^"]*)"', content))
    rows = (
        " ".join(re.findall(r'data-inline-formset="([^"]*)"', content))
        .encode()
        .decode("unicode_escape", "ignore")
    )
    text = unescape(f"{re.sub('<[^>]+>', ' ', content)} {words}")
    return [found[0] for seam in SEAMS for found in re.finditer(seam, text)] + re.findall("un objet", rows)


def test_the_pages_have_no_seam(editor, texts):
    """Every page that the home leads to, and those that they lead to, each list and each form once.

    The pages of the site as they would be are the site's own, which other tests read.
    """
    waiting, seen, found = ["/admin/"], set(), {}
    while waiting:
        path = waiting.pop()
        kind = re.sub(r"\d+", "1", path.split("?")[0]) + ("?" if "?" in path else "")
        if kind in seen or not path.startswith("/admin/") or re.search("jsi18n|logout|apercu", path):
            continue
        seen.add(kind)
        answer = editor.get(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            if told_wrong := seams(answer):
                found[path] = told_wrong
            links = re.findall(r'href="([^"#]+)"', unescape(answer.content.decode()))
            waiting += [link if link.startswith("/") else path.split("?")[0] + link for link in links]
    assert len(seen) > 60
    assert found == {}


def test_the_messages_have_no_seam(editor, texts):
    sent = {"name": "salaires 2", "slug": "salaires-2"}
    said = told(editor.post(page(Theme, "add"), sent, follow=True))
    held = Theme.objects.get(slug="salaires-2")
    form = filled_in(editor.get(page(Theme, "change", held.pk)))
    said += told(editor.post(page(Theme, "change", held.pk), form | {"name": "autre"}, follow=True))
    said += told(editor.post(page(Theme, "delete", held.pk), {"post": "yes"}, follow=True))
    assert len(said) == 3
    assert [
        one for one in said for seam in SEAMS if re.search(seam, re.sub("<[^>]+>", "", unescape(one)))
    ] == []


def test_the_catalogue_is_compiled_from_what_is_read():
    source = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', source, re.M)
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert len(pairs) > 20
    for said, meant in pairs:
        said, meant = (text.replace('\\"', '"') for text in (said, meant))
        assert compiled.gettext(said) == meant


# -- Dates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["04.06.2024", "4 juin 2024", "04/06/24", "4/6/2024", "2024-06-04", "mardi 4 juin 2024", "04/06/2024"],
)
def test_a_date_is_typed_as_people_write_it(editor, texts, typed):
    sent = {"title": "Un bulletin lu", "consulted_on": typed, "published_precision": "jour"}
    editor.post(page(Source, "add"), sent)
    assert Source.objects.get(title="Un bulletin lu").consulted_on == date(2024, 6, 4)


@pytest.mark.parametrize("typed", ["31/02/2024", "juin 2024", "hier", "4 juin"])
def test_what_is_no_day_is_said_to_be_none(editor, texts, typed):
    sent = {"title": "Un bulletin lu", "consulted_on": typed, "published_precision": "jour"}
    assert "Ce n’est pas un jour" in errors(editor.post(page(Source, "add"), sent))


def test_every_date_of_the_admin_is_typed_so(editor, texts):
    """On every form, and in every row of it."""
    from django import forms

    from portal.admin.dates import TypedDateField
    from portal.web.admin_site import site

    for model in site._registry:
        if model._meta.app_label not in ("agreements", "members"):
            continue
        answer = editor.get(page(model, "add"))
        if answer.status_code != 200:
            continue
        for form in [answer.context["adminform"].form] + [
            inline.formset.empty_form for inline in answer.context["inline_admin_formsets"]
        ]:
            for name, field in form.fields.items():
                assert not isinstance(field, forms.DateField) or isinstance(field, TypedDateField), (
                    model,
                    name,
                )


# -- Search ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "Avenant n° 342 du 29 novembre 2017",
        "CCN66 342",
        "29/11/2017",
        "avenant 342",
        "ccn 66 novembre 2017",
        "ccn-66-avenant-342",
        "congés ccn 66",
        "conges",
        "413 nexem",
    ],
)
def test_the_search_understands_what_the_public_one_does(texts, typed):
    assert texts_called(typed, SECTOR) == [texts[0].pk]


@pytest.mark.parametrize("typed", ["avenant 343", "28/11/2017", "CHRS 342 du 29/11/2017"])
def test_what_is_not_there_is_not_found(texts, typed):
    assert texts_called(typed, SECTOR) == []


def test_a_new_name_is_understood_at_once(texts):
    assert texts_called("Syndicat neuf 2017", SECTOR) == []
    made = organisation("syndicat-neuf", name="Syndicat neuf")
    signature(texts[0], "syndicat-neuf")
    assert made.pk and texts_called("Syndicat neuf 2017", SECTOR) == [texts[0].pk]


@pytest.mark.parametrize(
    ("model", "typed"), [(Act, "1er avril 2018"), (Event, "01/04/2018"), (Source, "1.1.2020")]
)
def test_what_has_a_day_is_found_by_it(editor, texts, model, typed):
    found = editor.get(page(model, "changelist"), {"q": typed}).context["cl"].result_count
    assert found == 1
    assert editor.get(page(model, "changelist"), {"q": "2/2/2019"}).context["cl"].result_count == 0


def test_natures_are_grouped_by_track(editor, texts):
    form = editor.get(page(Event, "add")).context["adminform"].form
    groups = [group for group, _ in form.fields["nature"].choices]
    assert groups == ["", "Signature", "Agrément", "Extension", "Effet", "Autre fait"]
    rows = editor.get(page(Agreement, "change", texts[0].pk)).content.decode()
    assert '<optgroup label="Agrément">' in rows
