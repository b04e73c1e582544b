"""KALI's archives: what the head of a text says, every version of every article, and who is party to it."""

from datetime import date

import pytest

from agreements.models import Agreement, ArticleVersion, Convention, Event, OfficialText, Signature
from tests import builders
from tests.agreements.importers import dila_kali_archive as kali
from tests.agreements.importers.dila_archive import folder, tarball
from tests.agreements.importers.dila_kali_archive import STOCK, small
from tests.agreements.importers.dila_kali_base import SMALL, load, record_sector, versions

pytestmark = pytest.mark.django_db
OTHERWISE = "décisions que le portail date autrement (rien n’est écrit)"


@pytest.fixture(autouse=True)
def sector():
    record_sector()


def signed() -> set[tuple]:
    return set(Signature.objects.values_list("organisation__slug", "mode", "on"))


@pytest.mark.parametrize("under", ["", "20260101-120000/"])
@pytest.mark.parametrize("form", [tarball, folder])
def test_a_stock_gives_what_its_files_say(tmp_path, form, under):
    summary = load(form(tmp_path / STOCK, *small(), under=under))
    assert summary.report.rejections == []
    text = OfficialText.objects.get()
    assert (text.agreement.slug, text.nor, text.bulletin) == ("ccn-66-avenant-954", "ASET1650001M", "2016-10")
    assert (text.published_on, text.starts_on, text.ends_on) == (date(2016, 3, 12), date(2016, 1, 1), None)
    assert versions() == SMALL
    assert Convention.objects.get(slug="ccn-66").brochures == "3116"
    assert signed() == {
        ("nexem", "signature", None),
        ("cfdt", "signature", None),
        ("cgt", "signature", None),
        ("fo", "adhesion", date(2016, 3, 3)),
    }
    events = {event.nature: event for event in Event.objects.select_related("act")}
    assert (events["agree"].act.on, events["agree"].act.published_on) == (
        date(2015, 10, 2),
        date(2015, 10, 29),
    )
    assert (events["publication-bocc"].reference, events["publication-bocc"].on) == (
        "BO conventions collectives 2016-10",
        date(2016, 3, 12),
    )


def test_a_second_time_writes_nothing(tmp_path):
    archive = tarball(tmp_path / STOCK, *small())
    first, second = load(archive).report, load(archive).report
    assert first.written and not second.written, second.counts
    assert sum(second.counts["textes"].values()) == 1
    assert sum(second.counts["versions d’articles"].values()) == 4


def test_a_dry_run_writes_nothing(tmp_path):
    assert load(tarball(tmp_path / STOCK, *small()), dry_run=True).report.written
    assert not OfficialText.objects.exists() and not ArticleVersion.objects.exists()


def test_articles_stand_in_the_order_of_the_structure(tmp_path):
    """Whatever their numbers: a section first, then an article of the text itself."""
    parts = [kali.article(number, 102, f"<p>{number}</p>") for number in (2001, 2002, 2003)]
    head = kali.text(102, "Accord du 2 mai 2015", sections={8: (kali.kaliarti(2003), kali.kaliarti(2001))})
    load(tarball(tmp_path / STOCK, kali.convention(1, 413, 102), head, *parts))
    assert [row[0] for row in versions()] == ["2003", "2001", "2002"]


# -- Parties, and arrêtés ----------------------------------------------------------------------------------


def parties(**contents: str) -> dict:
    return {"parties": "".join(kali.content(tag, html) for tag, html in contents.items())}


def one(tmp_path, name: str = STOCK, **values):
    head = kali.text(101, kali.TITLE, kali.kaliarti(1011), **values)
    article = kali.article(1011, 101, "<p>La paie.</p>")
    return load(tarball(tmp_path / name, kali.convention(1, 413, 101), head, article))


#: the content of each tag → what is recorded, how many remarks
LISTS = {
    "a name a line": (parties(SIGNSYNDIC="CFDT<br/>CGT"), {"cfdt", "cgt"}, 0),
    "between semicolons": (parties(SIGNSYNDIC="La CFDT ; la CGT."), {"cfdt", "cgt"}, 0),
    "with its acronym": (parties(SIGNSYNDIC="Confédération générale (CGT)"), {"cgt"}, 0),
    "one that is not known leaves all of its side": (
        parties(SIGNPATRON="NEXEM", SIGNSYNDIC="CFDT ; Syndicat autonome de l’essai"),
        {"nexem"},
        1,
    ),
    "a person is nobody's organisation": (parties(SIGNPATRON="M. Untel, président"), set(), 1),
    "each adhesion is alone": (parties(ORGADHERE="FO ; Syndicat autonome de l’essai"), {"fo"}, 1),
    "none": ({}, set(), 0),
}


@pytest.mark.parametrize(("values", "expected", "remarks"), LISTS.values(), ids=LISTS)
def test_parties_are_those_that_are_known_and_the_others_are_told(tmp_path, values, expected, remarks):
    summary = one(tmp_path, **values)
    assert {slug for slug, _, _ in signed()} == expected
    assert len(summary.remarks.get("organisations non reconnues", [])) == remarks


def test_a_denunciation_is_a_fact_that_changes_no_state(tmp_path):
    one(tmp_path, **parties(ORGDENONCE="CGT, par lettre du 4 avril 2018"))
    event = Event.objects.get(nature="fait")
    assert (event.label, event.on) == ("dénonciation par CGT", date(2018, 4, 4))


NOTES = {
    "agreed": ("NOTA", "Agréé par arrêté du 2 octobre 2015 (JO du 29 octobre 2015).", "agree", "2015-10-29"),
    "its subject": ("NOTA", "(1) Le présent avenant est agréé par arrêté du 2 octobre 2015", "agree", "None"),
    "extended": (
        "NOTA",
        "<p>Étendu par arrêté du 2 octobre 2015, publié au Journal officiel du 29 octobre 2015.</p>",
        "etendu",
        "2015-10-29",
    ),
    "with exclusions": (
        "NOTA",
        "Étendu avec exclusions par arrêté du 2 octobre 2015 JORF 29 octobre 2015",
        "etendu-avec-reserves",
        "2015-10-29",
    ),
    "its own tag": (
        "SIGNEXT",
        "Arrêté du 2 octobre 2015 (JORF n°251 du 29 octobre 2015)",
        "etendu",
        "2015-10-29",
    ),
    "an arrêté alone": ("NOTA", "Arrêté du 2 octobre 2015 (JORF du 29 octobre 2015)", None, ""),
    "a condition": ("NOTA", "Étendu par arrêté du 2 octobre 2015 sous réserve de la loi.", None, ""),
    "before the text": ("NOTA", "Agréé par arrêté du 2 octobre 2014.", None, ""),
    "a journal before the arrêté": (
        "NOTA",
        "Agréé par arrêté du 2 octobre 2015 (JO du 1er octobre 2015)",
        None,
        "",
    ),
}


@pytest.mark.parametrize(("tag", "words", "nature", "published"), NOTES.values(), ids=NOTES)
def test_the_arretes_of_a_note_are_read_whole_or_told(tmp_path, tag, words, nature, published):
    told = kali.content(tag, words)
    values = {"parties": told} if tag == "SIGNEXT" else {"extra": told}
    summary = one(tmp_path, **values)
    events = list(Event.objects.filter(act__isnull=False).select_related("act"))
    assert [(event.nature, str(event.act.published_on)) for event in events] == (
        [(nature, published)] if nature else []
    )
    assert bool(summary.remarks.get("notes non lues") or summary.remarks.get(OTHERWISE)) != bool(nature)


def test_what_people_recorded_is_one_fact_with_two_sources(tmp_path):
    ours = builders.agreement("notre-texte", kind="avenant", number="954", dated=date(2015, 6, 23))
    agreed = builders.event(ours, "agree", act=builders.act(date(2015, 10, 2), slug="notre-acte"))
    signed_by_us = builders.signature(ours, "cfdt")
    load(tarball(tmp_path / STOCK, *small()))
    assert Agreement.objects.get().slug == "notre-texte"
    assert list(Event.objects.filter(nature="agree")) == [agreed]
    assert [agreed.sources.count(), signed_by_us.sources.count()] == [2, 2]


def test_another_date_is_told_and_not_written(tmp_path):
    ours = builders.agreement("notre-texte", kind="avenant", number="954", dated=date(2015, 6, 23))
    builders.event(ours, "agree", act=builders.act(date(2015, 9, 1)))
    summary = load(tarball(tmp_path / STOCK, *small()))
    assert Event.objects.filter(nature="agree").count() == 1
    assert len(summary.remarks[OTHERWISE]) == 1
    assert not load(tmp_path / STOCK).report.written
