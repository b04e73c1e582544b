"""What a query names and what is left to search, in any order: one table, and no edition."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.finding.queries.query import Called, Names, Numbered, OwnPage, Query
from agreements.finding.queries.reading import read_query
from agreements.law.vocabulary import AgreementKind as Kind
from portal.french.analyser import fold, natural_key
from portal.french.typed_dates import Period

CROIX_ROUGE = (Called("convention", "idcc-5502"), Called("organisation", "croix-rouge-francaise"))
NAMES = Names(
    called={
        "accords chrs": [Called("convention", "chrs")],
        "chrs": [Called("convention", "chrs")],
        "bass": [Called("convention", "bass")],
        "aide a domicile": [Called("convention", "idcc-2941")],
        "etablissements et services pour personnes inadaptees et handicapees": [Called("convention", "ccn-66")],
        "ccn fehap": [Called("convention", "ccn-51")],
        "croix rouge francaise": CROIX_ROUGE,
        "banque": [Called("convention", "idcc-2120", common=True)],
        "nexem": [Called("organisation", "nexem")],
        "fehap": [Called("organisation", "fehap")],
        "cfe cgc": [Called("organisation", "cfe-cgc")],
        "la confederation": [Called("organisation", "axess")],
    },
    short={"66": "ccn-66", "51": "ccn-51", "79": "ccn-79"},
    years={"1966": "ccn-66", "1951": "ccn-51"},
    days={date(1966, 3, 15): "ccn-66"},
    idccs={413: "ccn-66", 29: "ccn-51", 1001: "ccn-79", 783: "chrs", 2941: "idcc-2941", 2120: "idcc-2120"},
    brochures={3116: "ccn-66"},
    numbers={*map(natural_key, ["1", "66", "250 bis", "354", "356", "357", "361", "362", "2019-02", "64/2024"])},
)  # fmt: skip
AV, ACC, PROT, ANN = Kind.AVENANT, Kind.ACCORD, Kind.PROTOCOLE, Kind.ANNEXE


def day(year, month, number):
    return Period.of_day(year, month, number)


def refs(kind, *numbers):
    return {"references": tuple(Numbered(kind, number) for number in numbers)}


CCN_66 = {"conventions": ("ccn-66",)}
JUNE_23, JUNE_9 = {"periods": (day(2020, 6, 23),)}, {"periods": (day(2021, 6, 9),)}
TEXT, CONTAINER, ARTICLE = "KALITEXT000043458031", "KALICONT000005635407", "KALIARTI000043458040"
LEGIFRANCE = "https://www.legifrance.gouv.fr"
#: What is typed, the words that are left, and what is named.
CASES = [
    # References
    ("avenant 357", "", refs(AV, "357")),
    ("Avenant n° 357", "", refs(AV, "357")),
    ("avenant n°357", "", refs(AV, "357")),
    ("AVENANT Nº 357", "", refs(AV, "357")),
    ("av. 357", "", refs(AV, "357")),
    ("avenant357", "", refs(AV, "357")),
    ("l’avenant n° 357", "", refs(AV, "357")),
    ("avenant no 357", "", refs(AV, "357")),
    ("avenant numéro 357", "", refs(AV, "357")),
    ("357", "", refs(None, "357")),
    ("n° 357", "", refs(None, "357")),
    ("354 356", "", refs(None, "354", "356")),
    ("354, 356", "", refs(None, "354", "356")),
    ("avenants 361 et 362", "", refs(AV, "361", "362")),
    ("avenants n° 361, 362 et 357", "", refs(AV, "361", "362", "357")),
    ("avenants n°s 361 et 362", "", refs(AV, "361", "362")),
    ("avenant 361 et avenant 362", "", refs(AV, "361", "362")),
    ("avenants 354 à 357", "", refs(AV, "354", "355", "356", "357")),
    ("250 bis", "", refs(None, "250 bis")),
    ("avenant 250bis", "", refs(AV, "250bis")),
    ("2019-02", "", refs(None, "2019-02")),
    ("accord n° 2019-02", "", refs(ACC, "2019-02")),
    ("avenant 64/2024", "", refs(AV, "64/2024")),
    ("prot163", "", refs(PROT, "163")),
    ("annexe 10", "", refs(ANN, "10")),
    ("accord-cadre n° 1", "", refs(Kind.ACCORD_CADRE, "1")),
    ("avenant 66", "", refs(AV, "66")),
    ("avenant n° 361 relatif aux mesures salariales", "relatif mesures salariales", refs(AV, "361")),
    ("avenant 99999", "", refs(AV, "99999")),
    ("protocole 155 avenant 1", "", {"references": (Numbered(PROT, "155"), Numbered(AV, "1"))}),
    # Conventions
    ("66", "", CCN_66),
    ("ccn 66", "", CCN_66),
    ("CCN66", "", CCN_66),
    ("C.C.N. 66", "", CCN_66),
    ("CCN-66", "", CCN_66),
    ("convention 66", "", CCN_66),
    ("la convention collective nationale de 1966", "", CCN_66),
    ("convention du 15 mars 1966", "", CCN_66),
    ("convention collective nationale du 15 mars 1966", "", CCN_66),
    ("IDCC 413", "", CCN_66),
    ("idcc0413", "", CCN_66),
    ("IDCC n° 0413", "", CCN_66),
    ("0413", "", CCN_66),
    ("413", "", CCN_66),
    ("convention 413", "", CCN_66),
    ("brochure 3116", "", CCN_66),
    ("brochure JO n° 3116", "", CCN_66),
    ("IDCC 413 et 1001", "", {"conventions": ("ccn-66", "ccn-79")}),
    ("CCN 66, CCN 51", "", {"conventions": ("ccn-66", "ccn-51")}),
    ("établissements et services pour personnes inadaptées et handicapées", "", CCN_66),
    ("CCN FEHAP", "", {"conventions": ("ccn-51",)}),
    ("l’aide de la domicile", "l’aide de la domicile", {}),
    ("aide au domicile", "aide au domicile", {}),
    ("l’aide à la domicile", "", {"conventions": ("idcc-2941",)}),
    ("convention de la Croix-Rouge française", "", {"conventions": ("idcc-5502",)}),
    ("convention des établissements et services", "", CCN_66),
    ("salaires convention des établissements et services", "salaires", CCN_66),
    ("établissements et services", "établissements et services", {}),
    ("convention Nexem", "", {"organisations": ("nexem",)}),
    ("convention banque", "", {"conventions": ("idcc-2120",)}),
    ("banque", "", {"conventions": ("idcc-2120",)}),
    ("IDCC 9999", "", {"unknown": ("IDCC 9999",)}),
    ("brochure 3999", "", {"unknown": ("brochure n° 3999",)}),
    # Both, in any order
    ("n°357 ccn66", "", refs(None, "357") | CCN_66),
    ("357 66", "", refs(None, "357") | CCN_66),
    ("avenant 357 ccn 66", "", refs(AV, "357") | CCN_66),
    ("avenant 357 66", "", refs(AV, "357") | CCN_66),
    ("CCN66 avenant 362", "", refs(AV, "362") | CCN_66),
    ("CCN 66 : 362", "", refs(None, "362") | CCN_66),
    ("avenant CCN66 362", "", refs(AV, "362") | CCN_66),
    ("avenant à la CCN 66 n° 361", "", refs(AV, "361") | CCN_66),
    ("362 avenant ccn66", "", refs(AV, "362") | CCN_66),
    ("avenant 357 idcc 413", "", refs(AV, "357") | CCN_66),
    ("l’avenant n° 357 de la CCN 66", "", refs(AV, "357") | CCN_66),
    ("0413 avenant 357", "", refs(AV, "357") | CCN_66),
    ("protocole 163 chrs", "", refs(PROT, "163") | {"conventions": ("chrs",)}),
    ("avenants CCN 66", "", {"kinds": (AV,)} | CCN_66),
    # With words
    ("ségur CCN66", "ségur", CCN_66),
    ("IDCC 413 prévoyance", "prévoyance", CCN_66),
    ("prévoyance IDCC 9999", "prévoyance", {"unknown": ("IDCC 9999",)}),
    ("prévoyance nexem", "prévoyance", {"organisations": ("nexem",)}),
    ("accord temps partiel CCN66", "accord temps partiel", CCN_66),
    # Organisations
    ("Nexem", "", {"organisations": ("nexem",)}),
    ("la Confédération", "", {"organisations": ("axess",)}),
    ("CFE-CGC", "", {"organisations": ("cfe-cgc",)}),
    ("Croix-Rouge française", "", {"conventions": ("idcc-5502",), "organisations": ("croix-rouge-francaise",)}),
    ("nexem ccn 66", "", {"organisations": ("nexem",)} | CCN_66),
    # Dates
    ("23/06/2020", "", JUNE_23),
    ("23.06.2020", "", JUNE_23),
    ("2020-06-23", "", JUNE_23),
    ("du 23 juin 2020", "", JUNE_23),
    ("avenant du 9/6/2021", "", {"kinds": (AV,)} | JUNE_9),
    ("accord signé le 09 juin 2021", "", {"kinds": (ACC,)} | JUNE_9),
    ("avenant 361 du 9 juin 2021", "", refs(AV, "361") | JUNE_9),
    ("avenant du 9 juin 2021 n° 361", "", refs(AV, "361") | JUNE_9),
    ("juin 2021", "", {"periods": (Period.of_month(2021, 6),)}),
    ("2021", "", {"periods": (Period.of_year(2021),)}),
    ("06/2021", "", {"periods": (Period.of_month(2021, 6),)}),
    ("2021-06", "", {"periods": (Period.of_month(2021, 6),)}),
    ("avenant 2021", "", {"kinds": (AV,), "periods": (Period.of_year(2021),)}),
    ("31 juin 1990", "31 juin", {"periods": (Period.of_year(1990),)}),
    ("prévoyance 2015", "prévoyance", {"periods": (Period.of_year(2015),)}),
    ("avenant 357 2020", "", refs(AV, "357") | {"periods": (Period.of_year(2020),)}),
    ("arrêté du 2 octobre 2020", "", {"periods": (day(2020, 10, 2),), "acts": True}),
    ("arrêté d’extension du 2/10/2020 prévoyance", "prévoyance", {"periods": (day(2020, 10, 2),), "acts": True}),
    # What is pasted
    (TEXT, "", {"pasted": ((TEXT,),)}),
    (f" {TEXT.lower()} ", "", {"pasted": ((TEXT,),)}),
    (f"{LEGIFRANCE}/conv_coll/id/{TEXT}/?idConteneur={CONTAINER}", "", {"pasted": ((TEXT, CONTAINER),)}),
    (f"{LEGIFRANCE}/conv_coll/id/{ARTICLE}/?idConteneur={CONTAINER}", "", {"pasted": ((ARTICLE, CONTAINER),)}),
    (f"{LEGIFRANCE}/affichIDCC.do?idConvention={CONTAINER}", "", {"pasted": ((CONTAINER,),)}),
    (f"{LEGIFRANCE}/affichIDCCArticle.do;jsessionid=A1.tpl?idArticle={ARTICLE}&cidTexte={TEXT}&dateTexte=29990101", "",
     {"pasted": ((ARTICLE, TEXT),)}),
    (f"www.legifrance.gouv.fr/conv_coll/id/{TEXT}", "", {"pasted": ((TEXT,),)}),
    (f"legifrance.gouv.fr/conv_coll/id/{TEXT}", "", {"pasted": ((TEXT,),)}),
    (f"{LEGIFRANCE}/eli/arrete/2020/10/2/SSAA2026012A/jo/texte", "", {"pasted": (("SSAA2026012A",),)}),
    (f"{LEGIFRANCE}/jorf/id/JORFTEXT000042399921", "", {"pasted": (("JORFTEXT000042399921",),)}),
    ("NOR : SSAA2026012A", "", {"pasted": (("SSAA2026012A",),)}),
    ("arrêté ssaa2026012a", "", {"pasted": (("SSAA2026012A",),)}),
    ("https://code.travail.gouv.fr/convention-collective/413-handicapes", "", CCN_66),
    ("https://portail.example/accords/ccn-66-avenant-357/?date=2020-01-01", "",
     {"pages": (OwnPage("agreement", "ccn-66-avenant-357"),)}),
    ("ccn-66-avenant-357", "", {"pages": (OwnPage("agreement", "ccn-66-avenant-357"),)}),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "words", "named"), CASES, ids=[case[0][:60] for case in CASES])
def test_what_a_query_names(typed, words, named):
    read = read_query(typed, NAMES)
    assert " ".join(read.words.split()) == words
    assert {name: getattr(read, name) for name in named} == named
    assert read == Query(text=read.text, words=read.words, **named)


@pytest.mark.parametrize(
    "words",
    [
        "", "prévoyance", "fonds de solidarité", "convention collective unique étendue", "accord", "avenants",
        "35 heures", "35h", "accord 35 heures", "1 000 €", "avenant 12 mois", "article 39", "loi n° 2002-2",
        "sujétion spéciale 8,21", "ségur 2", "prime de 238 euros", "« avenant 357 »", "Pro-A",
        "métiers de la banque", "https://exemple.fr/rien", "covid19", "annexe", "arrêté d’agrément",
    ],
)  # fmt: skip
def test_what_is_only_words(words):
    assert read_query(words, NAMES) == Query(text=words, words=words)


def test_what_cannot_be_seen_is_no_part_of_a_query():
    assert read_query("avenant\u200b 357\ufeff", NAMES) == read_query("avenant 357", NAMES)


@given(st.text(max_size=60))
def test_any_text_can_be_read(typed):
    read = read_query(typed, NAMES)
    assert set(fold(read.words).split()) <= set(fold(read.text).split()) or not typed.isascii()


@given(st.permutations(["avenant 357", "CCN66", "prévoyance", "23/06/2020"]))
def test_the_order_does_not_matter(parts):
    read = read_query(" ".join(parts), NAMES)
    assert (read.references, read.conventions, read.periods) == (
        (Numbered(AV, "357"),), ("ccn-66",), (day(2020, 6, 23),),
    )  # fmt: skip
    assert read.words.split() == ["prévoyance"]
