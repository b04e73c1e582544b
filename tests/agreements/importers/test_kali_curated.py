"""The official corpus after people: what they recorded, and what an editor corrected, stays."""

from datetime import date

import pytest

from agreements.importers.kali.decisions import IN_ARTICLES
from agreements.models import Agreement, Divergence, Event, FormerIdentifier, OfficialText
from tests.agreements.importers.kali_archive import (
    CLAUSE,
    article,
    cited,
    convention,
    folder,
    linked,
    small,
    text,
)
from tests.agreements.importers.kali_base import load, told
from tests.builders import act, agreement, event

pytestmark = pytest.mark.django_db


# -- Facts of people ---------------------------------------------------------------------------------------


def test_curated_facts_win_and_contradictions_are_kept(sector, tmp_path):
    ours = agreement("ccn-66-avenant-354", number="354", title="Notre titre", dated=date(2020, 6, 24))
    load(folder(tmp_path, *small()))
    ours.refresh_from_db()
    assert (ours.title, ours.dated, ours.kalitext) == ("Notre titre", date(2020, 6, 24), "")
    assert ours.official.kalitext == "KALITEXT000000000101"
    divergence = Divergence.objects.get(agreement=ours)
    assert divergence.subject == "date du texte"
    assert [value.value for value in divergence.values.all()] == ["2020-06-24", "2020-06-23"]
    assert load(tmp_path).report.written == 0


def test_a_text_is_recognised_by_its_official_number(sector, tmp_path):
    agreement(
        "un-autre-nom",
        number="1",
        title="Notre titre",
        dated=date(2001, 1, 1),
        kalitext="KALITEXT000000000101",
    )
    load(folder(tmp_path, *small()))
    assert OfficialText.objects.get(kalitext="KALITEXT000000000101").agreement.slug == "un-autre-nom"
    assert {row.subject for row in Divergence.objects.all()} == {"date du texte", "numéro"}


def test_what_an_editor_corrects_stays(imported, tmp_path):
    Agreement.objects.filter(slug="ccn-66-avenant-354").update(title="Corrigé à la main")
    assert load(tmp_path / "archive").report.written == 0
    assert Agreement.objects.get(slug="ccn-66-avenant-354").title == "Corrigé à la main"


def with_clause(html: str = CLAUSE, **data) -> dict:
    named = "Avenant n° 354 du 23 juin 2020 relatif aux mesures salariales"
    return convention(
        1, 413, text(101, named, article(1011, num="1er"), article(1012, html, num="2", **data))
    )


def rule_of(slug: str) -> tuple:
    return Agreement.objects.values_list("rule", "rule_date", "rule_text").get(slug=slug)


READ_RULE = (
    "date-fixe",
    date(2020, 7, 1),
    "Le présent avenant prend effet le 1er juillet 2020, sous réserve d’agrément (article 2)",
)


def test_the_effect_is_read_in_the_articles_and_says_where(sector, tmp_path):
    summary = load(folder(tmp_path, with_clause()))
    assert rule_of("ccn-66-avenant-354") == READ_RULE and summary.effects == 1
    assert load(tmp_path).report.written == 0


def test_an_article_that_another_text_worded_tells_nothing(sector, tmp_path):
    load(folder(tmp_path, with_clause(links=[linked("MODIFIE", "cible", 999)])))
    assert rule_of("ccn-66-avenant-354") == ("", None, "")


def test_a_doubt_on_the_effect_is_listed(sector, tmp_path):
    summary = load(folder(tmp_path, with_clause(CLAUSE.replace("2020,", "2020 au plus tard,"))))
    assert summary.effects == 0 and len(summary.unread_effects) == 1
    assert rule_of("ccn-66-avenant-354") == ("", None, "")


def test_the_rule_that_people_recorded_stays(sector, tmp_path):
    given = {"rule": "a-l-agrement", "rule_text": "après agrément"}
    agreement("ccn-66-avenant-354", number="354", title="Le nôtre", dated=date(2020, 6, 23), **given)
    load(folder(tmp_path, with_clause()))
    assert rule_of("ccn-66-avenant-354") == ("a-l-agrement", None, "après agrément")


def test_a_rule_that_nobody_recorded_is_told_once(sector, tmp_path):
    agreement("ccn-66-avenant-354", number="354", title="Le nôtre", dated=date(2020, 6, 23))
    load(folder(tmp_path, with_clause()))
    assert rule_of("ccn-66-avenant-354") == READ_RULE
    assert load(tmp_path).report.written == 0
    Agreement.objects.update(rule="", rule_date=None, rule_text="")
    load(tmp_path)
    assert rule_of("ccn-66-avenant-354") == ("", None, "")  # an editor took it away


def test_an_agrement_told_already_is_not_told_twice(sector, tmp_path):
    ours = agreement("ccn-66-avenant-7", number="7", title="Le septième", dated=date(1993, 3, 10))
    event(ours, "agree", act=act(date(1993, 5, 14), slug="arrete-agrement-1993-05-14"))
    load(folder(tmp_path, *small()))
    assert str(Event.objects.get(agreement=ours, nature="agree").act.published_on) == "None"


def test_another_date_of_agrement_is_a_divergence(sector, tmp_path):
    ours = agreement("ccn-66-avenant-7", number="7", title="Le septième", dated=date(1993, 3, 10))
    event(ours, "agree", act=act(date(1993, 6, 1), slug="arrete-agrement-1993-06-01"))
    load(folder(tmp_path, *small()))
    assert Event.objects.filter(agreement=ours, nature="agree").count() == 1
    values = [value.value for value in Divergence.objects.get(agreement=ours).values.all()]
    assert "1993-05-14" in values[1] and "1993" in values[0]


def test_a_refusal_against_the_official_state_is_a_divergence(sector, tmp_path):
    ours = agreement("ccn-66-avenant-354", number="354", title="Notre titre", dated=date(2020, 6, 23))
    event(ours, "refus-agrement", act=act(date(2020, 9, 1), slug="arrete-agrement-2020-09-01"))
    load(folder(tmp_path, *small()))
    divergence = Divergence.objects.get(agreement=ours)
    assert divergence.subject == "état"
    assert [value.value for value in divergence.values.all()][1] == "VIGUEUR_NON_ETEN"


def test_a_text_that_was_only_cited_takes_its_place(sector, tmp_path):
    load(folder(tmp_path, *small()))
    seventh = text(107, "Avenant n° 7 du 10 mars 1993 relatif aux congés", article(1071))
    newer = small()
    newer[0]["children"][0]["children"].append(seventh)
    load(folder(tmp_path, *newer))
    row = Agreement.objects.get(slug="ccn-66-avenant-7")
    assert (row.title, row.note, row.kalitext) == ("Congés", "", "KALITEXT000000000107")
    assert load(tmp_path).report.written == 0


@pytest.mark.parametrize(("article_state", "text_state", "told"), [
    ("VIGUEUR", "VIGUEUR_NON_ETEN", True),
    ("VIGUEUR_NON_ETEN", "VIGUEUR_NON_ETEN", True),
    ("MODIFIE", "VIGUEUR_NON_ETEN", False),  # what it made is no longer in force
    ("VIGUEUR", "ABROGE", False),
])  # fmt: skip
def test_a_text_that_is_only_cited_is_in_force_by_the_articles_that_it_made(
    sector, tmp_path, article_state, text_state, told
):
    """The base does not hold the text, and holds the articles that it made or amended."""
    links = [cited("Avenant n° 105 1977-05-16")]
    base = text(
        910, "Texte de base : Convention du 15 mars 1966", article(9101, etat=article_state, links=links)
    )
    base["data"]["etat"] = text_state
    load(folder(tmp_path, convention(1, 413, base)))
    seen = Event.objects.filter(agreement__slug="ccn-66-avenant-105", nature="constat-en-vigueur")
    assert [row.label for row in seen] == ([IN_ARTICLES] if told else [])
    assert load(tmp_path).report.written == 0


def test_a_citation_under_a_former_identifier_speaks_of_what_it_became(sector, tmp_path):
    """KALI names by an accord the annexe that it holds: one text, one record, and a second import writes nothing."""
    FormerIdentifier.objects.create(
        slug="ccn-66-accord-10", becomes="ccn-66-annexe-10", reason="un seul texte"
    )
    links = [cited("Accord n° 10 1981-11-27 agréé par arrêté du 14 mai 1982 JORF 22 juin 1982")]
    annexe = text(920, "Annexe n° 10 relative aux personnes adultes", article(9201, links=links))
    load(folder(tmp_path, convention(1, 413, annexe)))
    assert not Agreement.objects.filter(slug="ccn-66-accord-10").exists()
    assert ("agree", "1982-05-14", "1982-06-22") in told("ccn-66-annexe-10")
    assert load(tmp_path).report.written == 0


def test_a_fault_of_the_base_is_the_text_that_it_means_from_the_first_import_on(sector, tmp_path):
    """Two dates of one avenant, both only cited: the identifiers are those that were published."""
    former, now = "ccn-51-avenant-85-11-1987-11-07", "ccn-51-avenant-85-11-1985-11-07"
    FormerIdentifier.objects.create(slug=former, becomes=now, reason="même arrêté")
    links = [
        cited(f"Avenant n° 85-11 {day} agréé par arrêté du 13 décembre 1985")
        for day in ("1985-11-07", "1987-11-07")
    ]
    base = text(930, "Texte de base : Convention du 31 octobre 1951", article(9301, links=links))
    load(folder(tmp_path, convention(2, 29, base)))
    assert list(Agreement.objects.filter(number="85-11").values_list("slug", flat=True)) == [now]
    assert load(tmp_path).report.written == 0
