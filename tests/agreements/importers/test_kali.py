"""The official corpus: what one import writes, and what its command tells."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.models import (
    Agreement,
    Article,
    Citation,
    Convention,
    Divergence,
    Event,
    OfficialPlace,
    OfficialText,
    Relation,
    Signature,
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
    text,
)
from tests.agreements.importers.kali_base import counts, load, told
from tests.builders import agreement, relation

pytestmark = pytest.mark.django_db


# -- One import --------------------------------------------------------------------------------------------


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
