"""The official corpus: what one import writes, what a second one does not, and what people's facts keep."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.importers.kali import Options, import_archive
from agreements.importers.kali.decisions import IN_ARTICLES
from agreements.importers.report import Rejected
from agreements.models import (
    Agreement,
    Article,
    Citation,
    Convention,
    Divergence,
    Event,
    FormerIdentifier,
    OfficialPlace,
    OfficialText,
    Relation,
    Signature,
    Source,
)
from tests.agreements.importers.kali_archive import (
    AGREE,
    EXTENDED,
    article,
    cited,
    convention,
    folder,
    linked,
    small,
    tarball,
    text,
)
from tests.builders import act, agreement, event, organisation, relation
from tests.builders import convention as recorded_convention

pytestmark = pytest.mark.django_db
READ_ON = date(2026, 11, 22)
TABLES = (
    Agreement,
    Article,
    Citation,
    Convention,
    Event,
    OfficialPlace,
    OfficialText,
    Relation,
    Signature,
    Source,
)


@pytest.fixture
def sector():
    recorded_convention(
        "ccn-66", idcc=413, in_sector=True, subject_to_agrement=True, agrement_basis="CASF L. 314-6"
    )
    recorded_convention(
        "ccn-51", idcc=29, in_sector=True, subject_to_agrement=True, agrement_basis="CASF L. 314-6"
    )
    organisation("nexem", name="Nexem")


def load(path, **options):
    return import_archive(path, Options(**{"read_on": READ_ON, **options}), lambda step, count: None)


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


def told(slug):
    """The events of an agreement: nature, date of the act, its publication."""
    return {
        (row.nature, str(row.act.on) if row.act else "", str(row.act.published_on) if row.act else "")
        for row in Event.objects.filter(agreement__slug=slug).select_related("act")
    }


# -- One import --------------------------------------------------------------------------------------------


@pytest.fixture
def imported(sector, tmp_path):
    return load(folder(tmp_path / "archive", *small()))


def test_every_text_once_with_all_its_conventions(imported):
    assert (imported.texts, imported.places, imported.articles, imported.citations) == (5, 6, 7, 2)
    assert OfficialText.objects.count() == 5 and OfficialPlace.objects.count() == 6
    shared = Agreement.objects.get(kalitext="KALITEXT000000000300")
    assert set(shared.conventions.values_list("slug", flat=True)) == {"ccn-66", "ccn-51"}
    assert shared.slug == "ccn-51-accord-2019-10-02-frais"  # of its first convention by IDCC


def test_identifiers_kinds_and_titles(imported):
    said = {row.slug: (row.kind, row.number, row.title, row.place) for row in Agreement.objects.all()}
    assert said["ccn-66-avenant-354"] == ("avenant", "354", "Mesures salariales", "")
    assert said["idcc-1596-accord-bretagne-2024-12-03-salaires"] == (
        "accord",
        "",
        "Salaires minimaux (Bretagne)",
        "Bretagne",
    )
    assert "ccn-66-convention-1966-03-15" in said and "ccn-66-adhesion-2021-01-16" in said


def test_conventions_are_recognised_or_created(imported):
    assert Convention.objects.get(idcc=413).slug == "ccn-66"
    created = Convention.objects.get(slug="idcc-1596")
    assert not created.in_sector
    assert created.subject_to_agrement is False and "L. 314-6" in created.agrement_basis
    unknown = Convention.objects.get(slug="idcc-1001")
    assert unknown.subject_to_agrement is None
    assert Convention.objects.filter(slug="kalicont000000000005", idcc=None).exists()


def test_an_agreement_known_only_by_a_citation_says_so(imported):
    only = Agreement.objects.get(slug="ccn-66-avenant-7")
    assert (
        only.dated == date(1993, 3, 10)
        and "seulement" in only.note
        and only.title.endswith("n° 7 du 10 mars 1993")
    )
    assert told("ccn-66-avenant-7") == {("agree", "1993-05-14", "1993-06-22"), ("constat-en-vigueur", "", "")}
    assert (only.rule, only.rule_date) == ("date-fixe", date(1993, 1, 1))
    assert [citation.source.url.rpartition("/")[2] for citation in only.citations.all()] == [
        "KALITEXT000000000101"
    ]


def test_extension_reserves_and_bulletin(imported):
    assert told("ccn-51-accord-2019-10-02-frais") == {
        ("etendu-avec-reserves", "2020-03-16", "2020-03-23"),
        ("constat-en-vigueur", "", ""),
    }
    assert told("idcc-1596-accord-2004-01-12") == {
        ("etendu", "2005-05-04", "2005-05-14"),
        ("publication-bocc", "", ""),
        ("constat-en-vigueur", "", ""),
    }


def test_extended_without_a_known_arrete(imported):
    row = Event.objects.get(agreement__place="Bretagne", nature="etendu")
    assert row.act is None and row.label == "étendu selon KALI, arrêté non lu"


def test_an_arrete_before_its_text_is_left_out(sector, tmp_path):
    """It cannot extend a text of a later date: the report tells it, and the state that KALI gives stands."""
    late = text(
        900,
        "Accord du 2 mai 2021 relatif aux salaires",
        article(9001, links=[EXTENDED]),
        state="VIGUEUR_ETEN",
    )
    summary = load(folder(tmp_path, convention(9, 9999, late)))
    assert any("2020-03-16" in said for said in summary.remarks["arrêtés d’avant le texte, laissés de côté"])
    assert Event.objects.get(nature="etendu").act is None


def test_an_arrete_published_before_its_own_date_is_a_divergence(sector, tmp_path):
    wrong = "Avenant n° 8 1968-05-08 étendu par arrêté du 31 octobre 1988 JORF 13 novembre 1968"
    load(
        folder(
            tmp_path,
            convention(9, 9999, text(900, "Accord du 2 mai 1970", article(9001, links=[cited(wrong)]))),
        )
    )
    values = [value.value for value in Divergence.objects.get().values.all()]
    assert values == ["arrêté du 1988-10-31", "publié le 1968-11-13"]
    assert not Event.objects.filter(nature="etendu").exists()


def test_an_arrete_on_a_modified_article_is_not_that_of_the_text(sector, tmp_path):
    first = {
        **EXTENDED,
        "textCid": "JORFTEXT000000000011",
        "dateSignaTexte": "2001-09-01",
        "datePubliTexte": "2001-09-09",
    }
    base = text(
        900,
        "Accord du 2 mai 2001 relatif aux salaires",
        article(9001, links=[first]),
        article(9002, links=[EXTENDED, linked("MODIFIE", "cible", 901)]),
        state="VIGUEUR_ETEN",
    )
    load(folder(tmp_path, convention(9, 9999, base)))
    assert str(Event.objects.get(nature="etendu").act.on) == "2001-09-01"


def test_a_later_arrete_that_few_articles_name_is_told_as_such(sector, tmp_path):
    later = {
        **EXTENDED,
        "textCid": "JORFTEXT000000000012",
        "dateSignaTexte": "2021-09-01",
        "datePubliTexte": "2021-09-09",
    }
    three = [article(9001, links=[EXTENDED]), article(9002, links=[EXTENDED]), article(9003, links=[later])]
    base = text(900, "Accord du 2 mai 2001 relatif aux salaires", *three, state="VIGUEUR_ETEN")
    load(folder(tmp_path, convention(9, 9999, base)))
    labels = dict(Event.objects.filter(nature="etendu").values_list("act__on", "label"))
    assert labels == {date(2020, 3, 16): "", date(2021, 9, 1): "étendu, pour une partie des articles"}


def test_an_annex_of_the_day_of_the_convention_is_decided_upon_with_it(sector, tmp_path):
    words = (
        "Convention collective nationale 1972-06-30 étendue par arrêté du 8 décembre 1972 JONC 7 janvier 1973"
    )
    base = text(900, "Texte de base : Convention collective nationale du 30 juin 1972.")
    annex = text(
        901,
        "Avenant Maîtrise Convention collective nationale du 30 juin 1972",
        article(9011, links=[cited(words)]),
        state="VIGUEUR_ETEN",
    )
    load(folder(tmp_path, convention(9, 9999, base, annex)))
    slug = OfficialText.objects.get(kalitext="KALITEXT000000000901").agreement.slug
    assert ("etendu", "1972-12-08", "1973-01-07") in told(slug)


def test_relations_and_adhesion(imported):
    found = {
        (row.agreement.slug, row.kind, row.target.slug if row.target else row.target_title)
        for row in Relation.objects.select_related("agreement", "target")
    }
    assert ("ccn-66-avenant-354", "modifie", "ccn-66-convention-1966-03-15") in found
    assert ("ccn-66-adhesion-2021-01-16", "adhere", "ccn-66-avenant-354") in found
    assert ("idcc-1596-accord-bretagne-2024-12-03-salaires", "abroge", "Accord : Accord ancien") in found
    signature = Signature.objects.get(agreement__slug="ccn-66-avenant-354")
    assert (signature.organisation.slug, signature.mode, signature.on) == (
        "nexem",
        "adhesion",
        date(2021, 1, 16),
    )
    assert signature.sources.get().url.endswith("KALITEXT000000000102")


@pytest.mark.parametrize(
    ("title", "word", "told"),
    [
        ("Régime de prévoyance", "", [("abroge", "ancien", "")]),
        ("Régime de prévoyance", "remplace", [("remplace", "ancien", "")]),
        ("Salaires", "", [("abroge", None, "Accord du 30 septembre 2005 : Régime de prévoyance")]),
    ],
)
def test_a_text_abrogated_as_a_whole_is_told_once_and_is_the_one_people_recorded(
    sector, tmp_path, title, word, told
):
    """KALI says it of the text and of each article; it does not hold the text, which people know by day and title."""
    old = agreement("ancien", kind="accord", number="300", dated=date(2005, 9, 30), title=title)
    if word:
        new = agreement("nouveau", number="322", dated=date(2010, 10, 8))
        relation(new, word, old)
    day = {"dateSignaTexte": "2005-09-30"}
    links = [
        linked("ABROGE", "source", 998, "Régime de prévoyance (Ab)", whole=True) | day,
        linked("ABROGE", "source", 998, "Régime de prévoyance - art. 2 (Ab)") | day,
    ]
    named = "Avenant n° 322 du 8 octobre 2010 relatif à la prévoyance"
    load(folder(tmp_path / "archive", convention(1, 413, text(700, named, article(701, links=links)))))
    by = Relation.objects.filter(agreement__number="322").order_by("pk")
    assert [(row.kind, row.target and row.target.slug, row.target_title) for row in by] == told


#: title of the text, then kind, number and date of a recorded text that it may be thought to name → what is told
NAMED_BY_TITLE = {
    "an older text, by its number and its date": (
        "Avenant n° 3 du 14 mars 2000 à l'accord n° 12 du 1er avril 1999",
        ("accord", "12", date(1999, 4, 1)),
        [("avenant-a", "nomme", "")],
    ),
    "an undated text, by its number": (
        "Avenant n° 3 du 14 mars 2000 à l'accord n° 12 relatif à l'ARTT",
        ("accord", "12", None),
        [("avenant-a", "nomme", "")],
    ),
    "an undated text that nothing names": (
        "Avenant n° 3 du 14 mars 2000 à l'accord relatif à l'ARTT",
        ("accord", "", None),
        [],
    ),
    "a younger text, by its number": (
        "Avenant n° 3 du 14 mars 2000 à l'accord n° 12 relatif à l'ARTT",
        ("accord", "12", date(2019, 4, 1)),
        [("avenant-a", None, "accord n° 12")],
    ),
    "a date that is younger than the text": (
        "Annexe VI du 17 octobre 2000 modifiée par l'accord du 15 mai 2013 relatif au temps de travail",
        ("accord", "12", date(2013, 5, 15)),
        [],
    ),
    "a convention that was written anew since": (
        "Adhésion par lettre du 6 décembre 2004 de l'UNSA à la convention collective nationale",
        ("convention", "", date(2021, 1, 12)),
        [],
    ),
    "a convention": (
        "Adhésion par lettre du 6 décembre 2004 de l'UNSA à la convention collective nationale",
        ("convention", "", date(1979, 12, 11)),
        [("adhere", "nomme", "")],
    ),
}


@pytest.mark.parametrize(("title", "named", "told"), NAMED_BY_TITLE.values(), ids=NAMED_BY_TITLE)
def test_no_relation_to_a_younger_text_is_inferred_from_a_title(sector, tmp_path, title, named, told):
    kind, number, dated = named
    made = agreement("nomme", kind=kind, number=number, dated=dated, title="Un texte")
    texts = [text(700, title)]
    if kind == "convention":
        made.kalitext = "KALITEXT000000000600"
        made.save()
        texts.append(text(600, "Texte de base : Convention collective nationale de l’essai."))
    load(folder(tmp_path / "archive", convention(1, 413, *texts)))
    by = Relation.objects.exclude(agreement__slug="nomme").order_by("pk")
    assert [(row.kind, row.target and row.target.slug, row.target_title) for row in by] == told


def test_a_relation_to_a_title_is_told_once_when_people_recorded_it(sector, tmp_path):
    title = "Accord du 30 septembre 2005 : Régime de prévoyance"
    mine = relation(agreement("nouveau", number="322", dated=date(2010, 10, 8)), "abroge", title)
    link = linked("ABROGE", "source", 998, "Régime de prévoyance (Ab)", whole=True)
    named = "Avenant n° 322 du 8 octobre 2010 relatif à la prévoyance"
    amending = text(700, named, article(701, links=[link | {"dateSignaTexte": "2005-09-30"}]))
    load(folder(tmp_path, convention(1, 413, amending)))
    assert list(Relation.objects.filter(agreement__number="322")) == [mine]


def test_every_fact_has_its_source(imported):
    assert not Event.objects.filter(sources=None).exists()
    assert not Signature.objects.filter(sources=None).exists()
    assert not Agreement.objects.filter(citations=None).exists()
    assert all("Licence Ouverte" in seen for seen in Citation.objects.values_list("seen", flat=True))


def test_articles_are_kept_as_they_are(imported):
    article = Article.objects.get(kaliarti="KALIARTI000000001012")
    assert (article.number, article.heading, article.section) == ("2", "Entrée en vigueur", "Titre Ier")
    assert article.html == "<p>Un texte écrit pour l’essai.</p>"


# -- A second one ------------------------------------------------------------------------------------------


def test_a_second_import_writes_nothing(imported, tmp_path):
    before = counts()
    with CaptureQueriesContext(connection) as queries:
        again = load(tmp_path / "archive", read_on=date(2027, 1, 1))
    writes = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not writes and again.report.written == 0
    assert counts() == before


def test_the_three_forms_of_an_archive_are_one(imported, tmp_path):
    assert load(tarball(tmp_path / "archive.tgz", *reversed(small()))).report.written == 0
    assert load(tmp_path / "archive" / "package" / "data" / "KALICONT000000000001.json").report.written == 0
    assert load(tmp_path / "archive" / "package" / "data").report.written == 0


def test_the_order_of_files_changes_no_identifier(sector, tmp_path):
    load(tarball(tmp_path / "archive.tgz", *reversed(small())))
    backwards = set(Agreement.objects.values_list("slug", "kalitext"))
    Agreement.objects.all().delete()
    load(folder(tmp_path / "archive", *small()))
    assert set(Agreement.objects.values_list("slug", "kalitext")) == backwards


def test_texts_that_would_share_an_identifier(sector, tmp_path):
    same = "Accord du 2 mai 2001 relatif aux salaires"
    twins = [text(700, same), text(701, same), text(702, "Accord du 2 mai 2001 relatif aux congés")]
    load(folder(tmp_path, convention(9, 9999, *twins)))
    assert set(Agreement.objects.values_list("slug", flat=True)) == {
        "idcc-9999-accord-2001-05-02-700",
        "idcc-9999-accord-2001-05-02-701",
        "idcc-9999-accord-2001-05-02-conges",
    }


def test_a_newer_archive_updates(imported, tmp_path):
    newer = small()
    newer[0]["children"][0]["children"][1] = text(
        101,
        "Avenant n° 354 du 23 juin 2020 relatif aux salaires de 2020",
        article(1011, "<p>Corrigé.</p>"),
        state="VIGUEUR",
    )
    summary = load(folder(tmp_path / "archive", *newer), accept_loss=0)
    row = Agreement.objects.get(slug="ccn-66-avenant-354")
    assert (row.title, row.kali_state) == ("Salaires de 2020", "VIGUEUR")
    assert Article.objects.get(text__agreement=row).html == "<p>Corrigé.</p>"
    assert summary.report.counts["articles"]["retire"] == 1
    assert Source.objects.get(url__endswith="KALITEXT000000000101").title.endswith("salaires de 2020")


# -- Texts that go -----------------------------------------------------------------------------------------


def many(kept: int) -> list[dict]:
    return [convention(9, 9999, *[text(800 + n, f"Accord n° {n} du 2 mai 2001") for n in range(1, kept + 1)])]


def test_a_text_that_is_gone_is_marked_and_comes_back(sector, tmp_path):
    load(folder(tmp_path, *many(40)))
    assert load(folder(tmp_path, *many(39))).gone == 1
    gone = OfficialText.objects.get(kalitext="KALITEXT000000000840")
    assert gone.gone_on == READ_ON and gone.agreement.slug == "idcc-9999-accord-40"
    assert load(folder(tmp_path, *many(39))).report.written == 0
    load(folder(tmp_path, *many(40)))
    assert OfficialText.objects.get(kalitext="KALITEXT000000000840").gone_on is None


def test_a_text_that_leaves_a_convention_keeps_its_place_there_and_says_so(imported, tmp_path):
    shared = OfficialText.objects.get(kalitext="KALITEXT000000000300")
    without = small()
    without[1]["children"] = []
    summary = load(folder(tmp_path / "archive", *without))
    assert dict(shared.places.values_list("convention__slug", "gone_on")) == {
        "ccn-66": None,
        "ccn-51": READ_ON,
    }
    assert set(shared.agreement.conventions.values_list("slug", flat=True)) == {"ccn-66", "ccn-51"}
    assert summary.gone == 0 and load(tmp_path / "archive", read_on=date(2027, 1, 1)).report.written == 0
    load(folder(tmp_path / "archive", *small()))
    assert not shared.places.exclude(gone_on=None).exists()


def test_a_convention_that_is_renamed_keeps_its_name_and_is_listed(imported, tmp_path):
    renamed = small()
    renamed[2]["data"] |= {"title": "Convention du bâtiment et du bois", "shortTitle": "Bâtiment et bois"}
    for _ in range(2):
        (told,) = load(folder(tmp_path / "archive", *renamed)).remarks.values()
        assert told == ["idcc-1596 : « Convention collective nationale de l’essai 3 » est devenu "
                        "« Convention du bâtiment et du bois »"]  # fmt: skip
    assert Convention.objects.get(slug="idcc-1596").name == "Essai 3"


def test_a_great_loss_must_be_named(sector, tmp_path):
    load(folder(tmp_path, *many(40)))
    for accepted in (None, 19, 21):
        with pytest.raises(Rejected, match="20 textes sur 40"):
            load(folder(tmp_path, *many(20)), accept_loss=accepted)
    assert not OfficialText.objects.exclude(gone_on=None).exists()
    assert load(folder(tmp_path, *many(20)), accept_loss=20).gone == 20


def test_one_file_takes_nothing_from_the_others(imported, tmp_path):
    before = counts()
    load(folder(tmp_path / "part", small()[1]))
    assert counts() == before
    assert not OfficialText.objects.exclude(gone_on=None).exists()


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


CLAUSE = "<p>Le présent avenant prend effet le 1er juillet 2020, sous réserve d’agrément.</p>"


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


# -- The command -------------------------------------------------------------------------------------------


def command(*words):
    said = StringIO()
    call_command("import_kali", *map(str, words), stdout=said, stderr=StringIO())
    return said.getvalue()


def bad() -> list[dict]:
    wrong = text(900, "", article(9001))
    return [convention(9, 9999, wrong, text(901, "Accord du 2 mai 2001 relatif aux salaires"))]


def test_the_command_tells_every_text(sector, tmp_path):
    said = command(folder(tmp_path, *small())).replace("\u00a0", " ")
    assert "5 textes dans 6 emplacements, 7 articles, 2 citations distinctes" in said
    assert "textes : 5 lus, 5 créés" in said


def test_a_rejected_text_stops_all_unless_allowed(sector, tmp_path):
    path = folder(tmp_path, *bad())
    with pytest.raises(CommandError, match="rien n’a été écrit"):
        command(path)
    assert not OfficialText.objects.exists() and not Convention.objects.filter(idcc=9999).exists()
    said = command(path, "--allow-rejected")
    assert "KALITEXT000000000900 : « title » est vide" in said
    assert OfficialText.objects.get().kalitext == "KALITEXT000000000901"


def test_a_dry_run_writes_nothing(sector, tmp_path):
    before = counts()
    said = command(folder(tmp_path, *small()), "--dry-run")
    assert "textes : 5 lus, 5 créés" in said and "Essai" in said
    assert counts() == before


def test_what_could_not_be_read_is_listed(sector, tmp_path):
    odd = text(
        910, "Limousin Indemnités pour l'année 2011", article(9101, links=[cited(AGREE + " et le reste")])
    )
    said = command(folder(tmp_path, convention(9, 9999, odd)))
    assert "1 titres lus en partie seulement" in said and "Limousin" in said
    assert "1 citations lues en partie seulement" in said
