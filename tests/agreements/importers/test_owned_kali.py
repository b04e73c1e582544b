"""The official corpus after an editor: nothing that he wrote or deleted comes back, whatever the kind of row."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from agreements.models import (
    Act,
    Agreement,
    Article,
    Citation,
    Convention,
    Divergence,
    Event,
    OfficialText,
    Relation,
    Signature,
    Source,
)
from portal.journal import bin as journal_bin
from portal.journal.models import Conflict
from portal.journal.settling import settle
from portal.journal.values import values_of
from tests.agreements.importers.kali_archive import EXTENDED, article, folder, small
from tests.agreements.importers.kali_base import load
from tests.agreements.importers.test_owned_facts import edit

pytestmark = pytest.mark.django_db
KINDS = (Act, Agreement, Citation, Divergence, Event, Relation, Signature, Source)
#: Of each kind, what an editor would correct.
EDITS = [
    (Act, {"published_on": date(2020, 3, 25)}),
    (Act, {"slug": "un-autre-nom"}),
    (Agreement, {"title": "Un autre titre"}),
    (Agreement, {"slug": "un-autre-nom"}),
    (Agreement, {"note": "une note"}),
    (Agreement, {"number": "99"}),
    (Agreement, {"dated": date(1990, 1, 2)}),
    (Agreement, {"rule": "", "rule_text": ""}),
    (Citation, {"seen": "la page 3"}),
    (Event, {"note": "vérifié"}),
    (Event, {"label": "un intitulé"}),
    (Event, {"nature": "fait", "label": "un autre fait"}),
    (Event, {"act": None, "on": date(2020, 3, 17)}),
    (Relation, {"note": "vérifié"}),
    (Relation, {"target": None, "target_title": "un autre texte"}),
    (Signature, {"on": date(2021, 1, 17)}),
    (Signature, {"mode": "signature"}),
    (Source, {"title": "Un autre titre"}),
]


@pytest.fixture
def archive(tmp_path, sector):
    path = folder(tmp_path / "archive", *small())
    load(path)
    return path


@pytest.fixture
def chief():
    return User.objects.create_superuser("chef")


def all_rows() -> dict:
    return {(model, row.pk): dict(values_of(row)) for model in KINDS for row in model.objects.all()}


@pytest.mark.parametrize(("model", "values"), EDITS)
def test_what_an_editor_wrote_stays(archive, chief, model, values):
    """Each row of the kind, one after the other. Of an archive that has not changed, all that may come is a divergence:
    where an editor says another number or another day than it does.
    """
    for row in model.objects.all():
        told = dict(values)
        if "slug" in values:
            told["slug"] = f"{values['slug']}-{row.pk}"
        if "title" in values:
            told["title"] = f"{values['title']} {row.pk}"
        if isinstance(row, Relation) and "target_title" in values:
            told["target_title"] = f"{values['target_title']} {row.pk}"
        edit(chief, row, **told)
    before = all_rows()
    assert load(archive).report.conflicts == []
    after = all_rows()
    assert {key: after.get(key) for key in before} == before
    assert {model for model, _ in after.keys() - before.keys()} <= {Divergence}
    assert load(archive).report.written == 0


@pytest.mark.parametrize("model", [Event, Relation, Signature, Citation, Agreement, Divergence])
def test_what_an_editor_deleted_stays_deleted(archive, chief, model):
    for row in list(model.objects.all()):
        if model.objects.filter(pk=row.pk).exists():
            journal_bin.discard(chief, row)
    before = all_rows()
    summary = load(archive)
    assert all_rows() == before
    assert not model.objects.exists()
    assert summary.report.written == 0 and summary.report.conflicts == []


def test_an_act_deleted_with_its_events_stays_deleted(archive, chief):
    journal_bin.discard(chief, Event.objects.get(act__url__contains=EXTENDED["textCid"]))
    journal_bin.discard(chief, Act.objects.get(url__contains=EXTENDED["textCid"]))
    load(archive)
    assert not Act.objects.filter(url__contains=EXTENDED["textCid"]).exists()


def test_what_was_deleted_and_put_back_is_imported_again(archive, chief):
    text, before = Agreement.objects.get(slug="ccn-66-avenant-354"), all_rows()
    entry = journal_bin.discard(chief, text)
    load(archive)
    assert not OfficialText.objects.filter(kalitext=text.kalitext).exists()
    journal_bin.restore(chief, entry.discarded.get())
    load(archive)
    assert all_rows() == before
    assert Article.objects.filter(text__kalitext=text.kalitext).count() == 2


def corrected(path) -> object:
    """The archive, which says another day for the Journal officiel of the arrêté, and another title for a text."""
    link = EXTENDED | {"datePubliTexte": "2020-03-24"}
    conventions = small()
    shared = conventions[0]["children"][0]["children"][3]
    shared["children"][0]["children"] = [
        article(301, num="1er", links=[link]),
        article(302, "<p>Article étendu sous réserve du respect de la loi.</p>", num="2"),
    ]
    named = conventions[0]["children"][0]["children"][1]["data"]
    named["title"] = "Avenant n° 354 du 23 juin 2020 relatif aux indemnités"
    return folder(path, *conventions)


def test_both_changed_is_to_settle(archive, chief):
    """A JO day and a title, each corrected here, then in the archive: neither is written before it is settled."""
    act = edit(chief, Act.objects.get(url__contains=EXTENDED["textCid"]), published_on=date(2020, 3, 25))
    text = edit(chief, Agreement.objects.get(slug="ccn-66-avenant-354"), title="Mon titre")
    summary = load(corrected(archive))
    act.refresh_from_db()
    text.refresh_from_db()
    assert (act.published_on, text.title) == (date(2020, 3, 25), "Mon titre")
    assert len(summary.report.conflicts) == 2
    settle(chief, Conflict.objects.get(kind="agreements.agreement"), taken={"title"})
    settle(chief, Conflict.objects.get(kind="agreements.act"), taken=())
    act.refresh_from_db()
    text.refresh_from_db()
    assert (act.published_on, text.title) == (date(2020, 3, 25), "Indemnités")
    before = all_rows()
    assert load(archive).report.conflicts == []
    assert all_rows() == before


def test_a_convention_taken_off_a_text_stays_off(archive, chief):
    text = Agreement.objects.get(kalitext="KALITEXT000000000300")
    edit(chief, text, links={"conventions": [Convention.objects.get(slug="ccn-66")]})
    load(archive)
    assert [row.slug for row in text.conventions.all()] == ["ccn-66"]
