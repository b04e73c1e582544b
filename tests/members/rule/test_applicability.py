"""Who is bound, when: one line for each case of the law."""

import pytest

from agreements.law.vocabulary import Certainty
from members.rule.applicability import find
from members.rule.facts import Certainties
from members.rule.vocabulary import Answer, Opposable
from portal.french.writing import legal_article
from tests.members.cases import LINKS, Limit, day, employer, in_force, text

YES, LATER, NO, UNKNOWN = Answer.S_APPLIQUE, Answer.VA_S_APPLIQUER, Answer.NE_S_APPLIQUE_PAS, Answer.INCONNU
PROBABLY, OVER = Answer.PROBABLE, Answer.REMPLACE
NEXEM, NOBODY = employer("nexem"), employer()
PENDING = text("nexem", agrement="avis-favorable", effet="pas-encore")
APPROVED = in_force("nexem")
BRANCH = {"convention": "bass", "on": "2020-09-09"}
EXTENDED = {"extension": "etendu", "extended": "2021-09-18"}
NATIONAL = in_force("axess", **BRANCH)
BOTH = in_force("axess", **BRANCH, **EXTENDED, effective="2021-01-01")

CASES = [
    # Agrément: no effect before it (CASF L314-6), then members are bound (CT L2262-1)
    ("avis favorable, membre", PENDING, NEXEM, "2020-10-28", LATER, "L314-6 CASF", "avis favorable"),
    ("agréé, membre", APPROVED, NEXEM, "2020-10-29", YES, "L2262-1 CT", "agréé (JO du 29 octobre 2020)"),
    ("agréé, agrément défavorable avant", text("nexem", agrement="avis-defavorable"), NEXEM, "2020-10-28",
     LATER, "L314-6 CASF", "avis défavorable"),
    ("agrément demandé", text("nexem", agrement="en-cours"), NEXEM, "2020-10-28", LATER, "L314-6 CASF", "décidé"),
    ("agrément inconnu", text("nexem"), NEXEM, "2020-07-01", UNKNOWN, "L314-6 CASF", "aucune source lue"),
    ("agrément refusé", text("nexem", agrement="refuse", jo="2017-12-10"), NEXEM, "2018-01-01", NO,
     "L314-6 CASF", "refusé (JO du 10 décembre 2017)"),
    ("refusé, date bornée", text("nexem", agrement="refuse", jo="≤2008-12-31"), NEXEM, "2009-06-01", NO,
     "L314-6 CASF", "au plus tard le 31 décembre 2008"),
    ("refusé puis agréé", in_force("nexem", on="2008-06-04", jo="≤2009-12-31", effective="2009-05-01"),
     NEXEM, "2010-01-01", YES, "L2262-1 CT", "agréé"),
    ("agrément annulé par le juge", text("nexem", agrement="annule"), NEXEM, "2015-01-01", NO,
     "L314-6 CASF", "annulé par le juge"),
    ("classé sans suite", text("nexem", agrement="sans-suite"), NEXEM, "2008-01-01", NO, "L314-6 CASF", "sans suite"),
    ("non soumis à l’agrément", in_force("nexem", agrement="sans-objet", jo=""), NEXEM, "2021-01-01", YES,
     "L2262-1 CT", "non soumis"),
    ("agréé, effet à venir", in_force("nexem", effet="pas-encore", effective="2020-11-01"), NEXEM, "2020-10-30",
     LATER, "L2261-1 CT", "prend effet le 1er novembre 2020"),
    ("agréé, clause d’effet non lue", in_force("nexem", effet="inconnu", effective=""), NEXEM, "2021-01-01",
     UNKNOWN, "L2261-1 CT", "date d’effet n’est pas connue"),
    ("agréé, sa clause attend l’extension",
     in_force("nexem", effet="pas-encore", effective="", awaits_extension=True, extension="en-cours"), NEXEM,
     "2020-11-01", LATER, "L2261-1 CT", "sa propre clause attend l’extension"),
    ("clause miroir", in_force("nexem", effet="pas-encore", effective=""), NEXEM, "2024-07-01", LATER,
     "L2261-1 CT", "avec un autre texte"),
    # Members (CT L2262-1 to L2262-3)
    ("non membre, non étendu selon KALI", in_force("nexem", not_extended=True), NOBODY, "2020-10-29", NO,
     "L2262-1 CT", "membre d’aucune organisation"),
    ("non membre, extension inconnue", APPROVED, NOBODY, "2020-10-29", UNKNOWN, "L2261-15 CT",
     "aucune source lue ne dit si le texte est étendu"),
    ("membre d’une autre", in_force("nexem", not_extended=True), employer("fehap"), "2021-01-01", NO, "L2262-1 CT",
     "membre de FEHAP ; texte signé par Nexem"),
    ("adhère à l’organisation après la signature", APPROVED, employer("nexem:2021-03-01"), "2021-04-01", YES,
     "L2262-2 CT", "depuis le 1er mars 2021"),
    ("pas encore membre", in_force("nexem", not_extended=True), employer("nexem:2021-03-01"), "2021-02-28", NO,
     "L2262-1 CT", "membre d’aucune organisation"),
    ("démissionne après la signature", APPROVED, employer("nexem:2018-01-01:2021-01-01"), "2022-01-01", YES,
     "L2262-3 CT", "démissionner ne délie pas"),
    ("a démissionné avant la signature", in_force("nexem", not_extended=True),
     employer("nexem:2018-01-01:2020-01-01"), "2022-01-01", NO, "L2262-1 CT", "membre d’aucune organisation"),
    ("l’organisation a adhéré au texte", in_force("fehap", "+nexem"), NEXEM, "2021-01-01", YES, "L2262-1 CT",
     "qui y a adhéré"),
    ("signataires patronaux inconnus", in_force(), NEXEM, "2021-01-01", UNKNOWN, "L2262-1 CT",
     "aucune source lue ne nomme"),
    ("une adhésion connue, les signataires non", in_force("+fehap"), NEXEM, "2021-01-01", UNKNOWN, "L2262-1 CT",
     "aucune source lue ne nomme"),
    ("par la confédération", NATIONAL, NEXEM, "2021-01-01", YES, "L2262-1 CT", "elle-même membre d’Axess"),
    ("confédération quittée après la signature", NATIONAL, employer("crf"), "2023-01-01", PROBABLY, "L2262-1 CT",
     "alors membre d’Axess, qui l’a signé"),
    ("appartenance non certaine", NATIONAL, employer("fehap"), "2021-01-01", UNKNOWN, "L2262-1 CT",
     "aucun acte lu ne rend ce lien certain"),
    ("signé par celle qui a fusionné", in_force("fegapei", on="2010-10-08", jo="2010-12-20", effective="2011-01-01"),
     NEXEM, "2018-01-01", YES, "L2262-1 CT", "qui succède à FEGAPEI"),
    ("membre de celle qui a fusionné", APPROVED, employer("fegapei:2005-01-01"), "2021-01-01", YES, "L2262-1 CT",
     "membre de Nexem"),
    ("succession non vérifiée", in_force("snapei", on="2001-05-16"), NEXEM, "2018-01-01", UNKNOWN, "L2262-1 CT",
     "aucun acte lu ne rend ce lien certain"),
    ("engagement unilatéral, membre", in_force("nexem", kind="recommandation"), NEXEM, "2022-01-01", PROBABLY,
     "L314-6 CASF", "engagement unilatéral"),
    ("engagement unilatéral, non membre", in_force("nexem", kind="decision"), NOBODY, "2022-01-01", NO,
     "L2262-1 CT", "ne s’étend pas"),
    # Extension (CT L2261-15): all of the field
    ("extension en cours, membre", in_force("axess", **BRANCH, extension="en-cours", effective="2021-01-01"), NEXEM,
     "2021-02-01", YES, "L2262-1 CT", "membre de Nexem"),
    ("extension en cours, non membre", in_force("axess", **BRANCH, extension="en-cours"), NOBODY, "2021-02-01",
     LATER, "L2261-15 CT", "l’extension n’est pas encore décidée"),
    ("étendu, non membre", BOTH, NOBODY, "2021-09-18", YES, "L2261-15 CT", "étendu (JO du 18 septembre 2021)"),
    ("étendu, membre", BOTH, NEXEM, "2021-09-18", YES, "L2262-1 CT", "étendu (JO du 18 septembre 2021)"),
    ("extension refusée, non membre", in_force("axess", **BRANCH, extension="refuse"), NOBODY, "2022-01-01", NO,
     "L2261-25 CT", "l’extension est refusée"),
    ("étendu mais pas agréé, membre", text("axess", **BRANCH, **EXTENDED, awaits_extension=True), NEXEM, "2021-10-01",
     UNKNOWN, "L314-6 CASF et L2261-15 CT", "aucun article lu ne dit s’il s’applique alors"),
    ("étendu mais pas agréé, non membre", text("axess", **BRANCH, **EXTENDED, agrement="en-cours"), NOBODY,
     "2021-10-01", UNKNOWN, "L314-6 CASF et L2261-15 CT", "l’agrément n’est pas encore décidé"),
    # Signature, opposition, end (CT L2231-1, L2231-9, L2261-8, L2222-4)
    ("opposition majoritaire", text("nexem", signature="repute-non-ecrit", effet="sans-effet"), NEXEM, "2019-01-01",
     NO, "L2231-9 CT", "opposition majoritaire"),
    ("ouvert à la signature", text("nexem", signature="ouvert", effet="pas-encore"), NEXEM, "2020-06-30", LATER,
     "L2231-3 CT", "mise à la signature"),
    ("en négociation", text(signature="negociation"), NEXEM, "2020-01-01", NO, "L2231-3 CT", "aucun accord"),
    ("signature inconnue", text("nexem", signature="inconnu"), NEXEM, "2020-01-01", UNKNOWN, "L2231-1 CT",
     "signé"),
    ("remplacé", in_force("nexem", effet="plus-en-vigueur", ended_by="L2261-8 CT"), NEXEM, "2022-01-01", OVER,
     "L2261-8 CT", "remplacé"),
    ("terme passé", in_force("nexem", effet="plus-en-vigueur", ended_by="L2222-4 CT", ended=day("2026-01-01")),
     NEXEM, "2026-02-01", OVER, "L2222-4 CT", "à compter du 1er janvier 2026"),
    ("annulé par le juge", in_force("nexem", effet="sans-effet", ended_by="L2262-15 CT"), NEXEM, "2022-01-01", NO,
     "L2262-15 CT", "annulé"),
    ("arrêté de fusion", text(kind="arrete", agrement="sans-objet"), NEXEM, "2022-01-01", NO, "L2261-32 CT",
     "rattache"),
    ("lettre d’adhésion", text(kind="adhesion"), NEXEM, "2022-01-01", NO, "L2261-3 CT", "autre texte"),
    # Field (CT L2222-1, L2261-33)
    ("convention non appliquée", APPROVED, employer("nexem", convention="ccn-79"), "2021-01-01", NO, "L2222-1 CT",
     "texte de CCN 66, convention non appliquée"),
    ("plusieurs conventions", APPROVED, employer("nexem", convention="chrs ccn-66"), "2021-01-01", YES,
     "L2262-1 CT", "membre de Nexem"),
    ("la branche, par la convention", NATIONAL, employer("nexem", convention="chrs"), "2021-01-01", YES,
     "L2262-1 CT", "Axess"),
    ("branche dont on ne sait si elle couvre", NATIONAL, employer("nexem", convention="ccn-65"), "2021-01-01",
     UNKNOWN, "L2222-1 CT", "aucune source lue ne dit si CCN 65 est dans le champ de BASS"),
    ("rattachée, avant cinq ans", APPROVED, employer("nexem", convention="chrs"), "2026-08-04", NO, "L2261-33 CT",
     "garde ses propres textes"),
    ("rattachée, après cinq ans", APPROVED, employer("nexem", convention="chrs"), "2026-08-05", UNKNOWN,
     "L2261-33 CT", "les cinq ans ont pris fin"),
    ("rattachée, après cinq ans, refusé", text("nexem", agrement="refuse"), employer("nexem", convention="chrs"),
     "2026-08-05", NO, "L314-6 CASF", "agrément refusé"),
    ("rattachée, après cinq ans, frappé", text("nexem", signature="repute-non-ecrit"),
     employer("nexem", convention="chrs"), "2026-08-05", NO, "L2231-9 CT", "réputé non écrit"),
    ("rattachée, après cinq ans, remplacé", in_force("nexem", effet="plus-en-vigueur", ended_by="L2261-8 CT"),
     employer("nexem", convention="chrs"), "2026-08-05", OVER, "L2261-8 CT", "remplacé"),
    ("rattachée, après cinq ans, arrêté", text(kind="arrete"), employer("nexem", convention="chrs"), "2026-08-05",
     NO, "L2261-32 CT", "sans rien fixer"),
    ("rattachée, après cinq ans, d’une autre région", in_force("nexem", limits=(Limit("guyane", "Guyane"),)),
     employer("nexem", convention="chrs", region="bretagne"), "2026-08-05", NO, "L2222-1 CT", "Guyane"),
    ("refusé, d’une convention non appliquée", text("nexem", agrement="refuse"),
     employer("nexem", convention="ccn-79"), "2021-01-01", NO, "L2222-1 CT", "convention non appliquée"),
    ("pas encore rattachée", APPROVED, employer("nexem", convention="chrs"), "2021-08-04", NO, "L2222-1 CT",
     "convention non appliquée"),
    # What a text says of itself, and overseas (CT L2222-1)
    ("une région, ailleurs", in_force("nexem", limits=(Limit("guyane", "Guyane"),)),
     employer("nexem", region="bretagne"), "2021-01-01", NO, "L2222-1 CT", "Guyane"),
    ("une région, dedans", in_force("nexem", limits=(Limit("guyane", "Guyane"),)),
     employer("nexem", region="guyane"), "2021-01-01", YES, "L2262-1 CT", "agréé"),
    ("une région, non donnée", in_force("nexem", limits=(Limit("guyane", "Guyane"),)), NEXEM, "2021-01-01",
     UNKNOWN, "L2222-1 CT", "la région n’est pas donnée"),
    ("texte local, ailleurs", in_force("nexem", regions=("guyane",)), employer("nexem", region="bretagne"),
     "2021-01-01", NO, "L2222-1 CT", "texte de la région Guyane"),
    ("texte local de deux régions, ailleurs", in_force("nexem", regions=("corse", "guyane")),
     employer("nexem", region="bretagne"), "2021-01-01", NO, "L2222-1 CT", "des régions Corse et Guyane"),
    ("texte local, dedans", in_force("nexem", regions=("guyane",)), employer("nexem", region="guyane"),
     "2021-01-01", YES, "L2262-1 CT", "agréé"),
    ("texte local, région non donnée", in_force("nexem", regions=("guyane",)), NEXEM, "2021-01-01", YES,
     "L2262-1 CT", "agréé"),
    ("texte local, région groupée avec d’autres", in_force("nexem", regions=("corse",)),
     employer("nexem", region="paca-corse"), "2021-01-01", YES, "L2262-1 CT", "agréé"),
    ("un effectif, au-dessous", in_force("nexem", limits=(Limit(fewest=50),)), employer("nexem", headcount=49),
     "2021-01-01", NO, "L2222-1 CT", "à partir de 50 salariés"),
    ("un effectif, au seuil", in_force("nexem", limits=(Limit(fewest=50),)), employer("nexem", headcount=50),
     "2021-01-01", YES, "L2262-1 CT", "agréé"),
    ("un effectif, non donné", in_force("nexem", limits=(Limit(fewest=50),)), NEXEM, "2021-01-01", UNKNOWN,
     "L2222-1 CT", "l’effectif n’est pas donné"),
    ("outre-mer, dans les six mois", APPROVED, employer("nexem", region="guadeloupe"), "2020-07-31", LATER,
     "L2222-1 CT", "au plus tard le 1er août 2020"),
    ("outre-mer, après six mois", APPROVED, employer("nexem", region="guadeloupe"), "2020-10-29", YES,
     "L2262-1 CT", "agréé"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "who", "on", "answer", "article", "reason"), [
    pytest.param(*case[1:], id=case[0]) for case in CASES
])  # fmt: skip
def test_the_list_the_reason_and_the_article(told, who, on, answer, article, reason):
    line = find(told, who, LINKS, day(on)).line
    assert (line.answer, line.article) == (answer, article), line.reason
    assert reason in line.reason.replace("\u00a0", " ")


@pytest.mark.parametrize(("extension", "known", "certainty"), [
    ("non-etendu", Certainty.ETABLI, Certainty.ETABLI), ("non-etendu", Certainty.PROBABLE, Certainty.PROBABLE),
    ("inconnu", None, Certainty.PROBABLE),
])  # fmt: skip
def test_what_binds_no_other_is_as_sure_as_its_extension_is_known(extension, known, certainty):
    """The base holds it as not extended on a later day, and an extension lasts: probably not extended before."""
    told = in_force("nexem", extension=extension, not_extended=True, certainties=Certainties(extension=known))
    line = find(told, NOBODY, LINKS, day("2021-01-01")).line
    assert (line.answer, line.certainty) == (NO, certainty)


@pytest.mark.parametrize(("who", "since"), [
    (NEXEM, "2021-01-01"),
    (NOBODY, "2021-09-18"),
    (employer("nexem:2021-06-01"), "2021-06-01"),
])  # fmt: skip
def test_since_the_last_of_the_days_that_make_it_so(who, since):
    """Members since the effect or since they joined, the others since the extension."""
    assert find(BOTH, who, LINKS, day("2022-01-01")).line.since == day(since)


@pytest.mark.parametrize(("who", "own"), [(NEXEM, None), (employer("nexem:2020-12-01"), "2020-12-01")])
def test_since_no_day_where_that_of_the_text_is_not_known(who, own):
    """That of the employer is not the last of them, as far as one knows."""
    told = in_force("nexem", effective="", certainties=Certainties(effet=Certainty.PROBABLE))
    line = find(told, who, LINKS, day("2022-01-01")).line
    assert (line.answer, line.since) == (Answer.PROBABLE, None), own


@pytest.mark.parametrize(("told", "word"), [
    (APPROVED, Opposable.OUI),
    (PENDING, Opposable.NON),
    (text("nexem", agrement="refuse"), Opposable.NON),
    (text("nexem"), Opposable.INCONNU),
    (in_force("nexem", agrement="sans-objet", jo=""), Opposable.SANS_OBJET),
    (in_force("nexem", signature="repute-non-ecrit"), Opposable.NON),
])  # fmt: skip
def test_opposable_to_the_funder_is_another_question(told, word):
    """It follows the agrément alone, whoever the text binds (CASF L314-6)."""
    for who in (NEXEM, NOBODY):
        assert find(told, who, LINKS, day("2021-01-01")).opposable == word


@pytest.mark.parametrize(("effet", "past", "reason"), [
    ("en-vigueur", False, "il s’impose au financeur"),
    ("plus-en-vigueur", True, "tant qu’il était en vigueur, il s’imposait au financeur"),
    ("sans-effet", True, "agréé (JO du 29 octobre 2020)"),
])  # fmt: skip
def test_the_funder_is_told_of_in_the_past_once_the_text_is_over(effet, past, reason):
    found = find(in_force("nexem", effet=effet), NEXEM, LINKS, day("2022-01-01"))
    assert found.was_opposable is past
    assert reason in found.opposable_because.replace("\u00a0", " ")
    assert ("s’impose au" in found.opposable_because) is not past


@pytest.mark.parametrize(("exported", "shown"), [
    ("L2262-1 CT", "CT L. 2262-1"),
    ("L314-6 CASF et L2261-15 CT", "CASF L. 314-6 et CT L. 2261-15"),
    ("clause du texte", "clause du texte"),
])  # fmt: skip
def test_articles_are_shown_as_pages_write_them(exported, shown):
    assert legal_article(exported).replace("\u00a0", " ") == shown
