"""Who is party to a whole convention is bound by its texts: the letter of 2015, and its neighbours, case by case."""

import pytest

from agreements.law.vocabulary import Certainty
from members.rule.applicability import find
from members.rule.facts import Replacer
from members.rule.vocabulary import Answer, Missing
from tests.members.cases import LINKS, WHOLE, day, employer, in_force, replace, text

YES, PROBABLY, NO, UNKNOWN = Answer.S_APPLIQUE, Answer.PROBABLE, Answer.NE_S_APPLIQUE_PAS, Answer.INCONNU


def one(*by, dated: str | None = "2010-06-01", slug: str = "texte", **told):
    """A text in force, whose employers are named only where given."""
    made = in_force(*by, on=dated or "2010-06-01", **told)
    return replace(made, slug=slug, dated=day(dated) if dated else None)


#: Text, employer, day, list, certainty, articles and a part of the reason.
CASES = [
    # The convention itself and its annexes
    ("le texte de base", one(kind="convention", dated="1966-03-15", signature="inconnu"), "nexem", "2026-01-01",
     YES, "deduit", "L2262-1 CT et L2261-3 CT", "qui succède à Préfiguration, qui a adhéré à la convention"),
    ("le texte de base, signé par celle à qui l’on succède", one(kind="convention", dated="1966-03-15"), "syneas",
     "2026-01-01", YES, "deduit", "L2262-1 CT", "membre de syneas, qui succède à sop, qui a signé la convention"),
    ("le texte de base, par une adhésion", one(kind="convention", dated="1966-03-15"), "snaless", "2026-01-01",
     YES, "etabli", "L2262-1 CT et L2261-3 CT", "SNALESS, qui a adhéré à la convention"),
    ("le texte de base, avant l’adhésion", one(kind="convention", dated="1966-03-15", not_extended=True), "snaless",
     "2009-11-30", UNKNOWN, None, "L2262-1 CT", "aucune source lue ne nomme"),
    ("une annexe, sans date ni signataire", one(kind="annexe", dated=None, signature="inconnu"), "nexem",
     "2026-01-01", YES, "deduit", "L2262-1 CT", "dont c’est une annexe"),
    ("l’annexe d’un accord", one(kind="annexe", slug="avenant-d-accord", signature="inconnu"), "nexem", "2026-01-01",
     UNKNOWN, None, "L2231-1 CT", "signé"),
    # The avenants then in being (CT L2261-3, L2261-4)
    ("un avenant d’avant la lettre de 2015", one(), "nexem", "2026-01-01", YES, "deduit", "L2262-1 CT et L2261-3 CT",
     "qui a adhéré à la convention et à tous ses avenants le 16 décembre 2015"),
    ("le jour de la lettre", one(dated="2015-12-16"), "nexem", "2026-01-01", YES, "deduit",
     "L2262-1 CT et L2261-3 CT", "16 décembre 2015"),
    ("avant que Nexem succède", one(dated="1985-01-01"), "nexem", "2016-12-31", UNKNOWN, None, "L2262-1 CT",
     "aucune source lue ne nomme"),
    ("un avenant sans date", one(dated=None), "nexem", "2026-01-01", YES, "deduit", "L2262-1 CT et L2261-3 CT",
     "et que ceux qui suivent révisent"),
    ("un avenant sans date, adhésion à la seule convention", one(dated=None), "snagce", "2026-01-01", UNKNOWN, None,
     "L2262-1 CT", "aucune source lue ne nomme"),
    # What revises a convention binds all those whom it binds (CT L2261-8)
    ("un avenant d’après l’adhésion", one("autre", dated="2019-01-01"), "snaless", "2026-01-01", YES, "deduit",
     "L2262-1 CT et L2261-8 CT", "que cet avenant révise"),
    ("un avenant d’avant l’article lu", one(dated="1990-01-01"), "snagce", "2026-01-01", PROBABLY, "probable",
     "L2262-1 CT et L2261-8 CT", "règle lue dans sa version du 1er mai 2008"),
    ("l’avenant d’un accord n’est pas de la convention", one("autre", slug="avenant-d-accord", not_extended=True),
     "snaless", "2026-01-01", NO, "etabli", "L2262-1 CT", "texte signé par autre"),
    # The accords of its signatories, which the letter of 2015 names too
    ("un accord de signataires", one("sop", kind="accord", dated="1999-03-12"), "nexem", "2026-01-01", YES, "deduit",
     "L2262-1 CT et L2261-3 CT", "aux accords de ses signataires le 16 décembre 2015"),
    ("un accord dont les signataires ne sont pas nommés", one(kind="accord", dated="1999-03-12"), "nexem",
     "2026-01-01", PROBABLY, "probable", "L2262-1 CT et L2261-3 CT", "ce sont d’ordinaire les mêmes"),
    ("un accord d’autres que les signataires", one("autre", kind="accord", not_extended=True), "nexem", "2026-01-01",
     NO, "etabli", "L2262-1 CT", "texte signé par autre"),
    # Who usually signs: probable, and never more
    ("le champ a son négociateur", one(kind="accord", dated="2022-03-01"), "nexem", "2026-01-01", PROBABLY,
     "probable", "L2262-1 CT", "elle-même membre d’Axess, qui négocie ce champ à sa date"),
    ("le négociateur d’alors", one(kind="protocole", convention="chrs", dated="2006-01-24"), "nexem", "2026-01-01",
     PROBABLY, "probable", "L2262-1 CT", "sop, qui négocie ce champ"),
    ("nul ne négocie à cette date", one(kind="protocole", convention="chrs", dated="2015-01-01"), "nexem",
     "2026-01-01", UNKNOWN, None, "L2262-1 CT", "aucune source lue ne nomme"),
    ("un texte sans date n’a pas de négociateur", one(kind="protocole", convention="chrs", dated=None), "nexem",
     "2026-01-01", UNKNOWN, None, "L2262-1 CT", "aucune source lue ne nomme"),
    ("un signataire nommé écarte l’usage", one("autre", kind="accord", dated="2022-03-01", not_extended=True),
     "nexem", "2026-01-01", NO, "etabli", "L2262-1 CT", "texte signé par autre"),
    ("un engagement unilatéral n’est pas du négociateur",
     one(kind="recommandation", dated="2022-03-01", not_extended=True), "nexem", "2026-01-01", UNKNOWN, None,
     "L2262-1 CT", "aucune source lue ne nomme"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "who", "on", "answer", "certainty", "article", "reason"), [
    pytest.param(*case[1:], id=case[0]) for case in CASES
])  # fmt: skip
def test_the_answer_and_how_sure_it_is(told, who, on, answer, certainty, article, reason):
    convention = "chrs" if "chrs" in told.conventions else "ccn-66"
    line = find(told, employer(who, convention=convention), WHOLE, day(on)).line
    assert (line.answer, line.certainty, line.article) == (answer, certainty, article), line.reason
    assert reason in line.reason.replace("\u00a0", " ")


@pytest.mark.parametrize("track", ["signature", "agrement", "effet"])
def test_what_rests_on_a_probable_state_is_only_probable(track):
    told = in_force("nexem")
    unsure = replace(told, certainties=told.certainties._replace(**{track: Certainty.PROBABLE}))
    assert find(told, employer("nexem"), LINKS, day("2021-01-01")).answer == YES
    assert find(unsure, employer("nexem"), LINKS, day("2021-01-01")).answer == PROBABLY


def test_a_deduced_state_is_certain():
    told = in_force("nexem")
    deduced = replace(told, certainties=told.certainties._replace(effet=Certainty.DEDUIT))
    line = find(deduced, employer("nexem"), LINKS, day("2021-01-01")).line
    assert (line.answer, line.certainty) == (YES, Certainty.DEDUIT)


@pytest.mark.parametrize(("who", "answer"), [("nexem", YES), ("", PROBABLY)])
def test_a_probable_extension_matters_only_to_whom_it_binds(who, answer):
    told = in_force("axess", convention="bass", on="2020-09-09", extension="etendu", extended="2021-09-18")
    unsure = replace(told, certainties=told.certainties._replace(extension=Certainty.PROBABLE))
    joined = employer(*filter(None, [who]))
    assert find(unsure, joined, LINKS, day("2022-01-01")).answer == answer


def test_a_probable_membership_gives_way_to_an_established_extension():
    told = in_force("axess", convention="bass", on="2020-09-09", extension="etendu", extended="2021-09-18")
    line = find(told, employer("crf"), LINKS, day("2023-01-01")).line
    assert (line.answer, line.article) == (YES, "L2261-15 CT")


# -- What no longer applies, and what a payslip says -----------------------------------------------------------


def test_what_is_replaced_names_what_replaces_it_and_since_when():
    links = replace(LINKS, replacers={"texte": Replacer("avenant-322", "avenant n° 322")})
    told = in_force("nexem", effet="plus-en-vigueur", ended_by="L2261-8 CT", ended=day("2011-01-01"))
    line = find(told, employer("nexem"), links, day("2022-01-01")).line
    assert line.answer == Answer.REMPLACE
    assert (line.replaced_by.slug, line.since, line.exact) == ("avenant-322", day("2011-01-01"), True)


def test_what_reached_its_term_is_replaced_by_nothing():
    links = replace(LINKS, replacers={"texte": Replacer("avenant-322", "avenant n° 322")})
    told = in_force("nexem", effet="plus-en-vigueur", ended_by="L2222-4 CT", ended=day("2011-01-01"))
    assert find(told, employer("nexem"), links, day("2022-01-01")).line.replaced_by is None


NAMED = replace(employer(), payslip=True)
BASE = one(kind="convention", dated="1966-03-15", not_extended=True)


@pytest.mark.parametrize(("told", "who", "answer", "reason"), [
    (BASE, employer(), NO, "membre d’aucune organisation"),
    (BASE, NAMED, PROBABLY, "présumée appliquée, sauf preuve contraire"),
    (one(kind="annexe", dated=None, signature="inconnu"), NAMED, PROBABLY, "présumée appliquée"),
    (one("nexem", not_extended=True), NAMED, UNKNOWN, "sans dire si ce texte-ci est appliqué de plein gré"),
    (one("axess", convention="bass", not_extended=True), NAMED, NO, "membre d’aucune organisation"),
    (in_force("nexem", effet="plus-en-vigueur", ended_by="L2261-8 CT"), NAMED, Answer.REMPLACE, "remplacé"),
])  # fmt: skip
def test_a_payslip_that_names_a_convention_makes_its_base_text_probable(told, who, answer, reason):
    line = find(told, who, WHOLE, day("2026-01-01")).line
    assert line.answer == answer, line.reason
    assert reason in line.reason.replace("\u00a0", " ")
    if answer == UNKNOWN:
        assert line.missing == Missing.APPLICATION_VOLONTAIRE


def test_a_payslip_changes_nothing_for_a_member():
    joined = employer("nexem")
    told = one("nexem")
    assert find(told, replace(joined, payslip=True), WHOLE, day("2026-01-01")) == find(
        told, joined, WHOLE, day("2026-01-01")
    )


# -- What is missing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("told", "who", "missing"), [
    (in_force(), employer("nexem"), Missing.EMPLOYEUR_SIGNATAIRE),
    (text("nexem", signature="inconnu"), employer("nexem"), Missing.SIGNATURE),
    (in_force("snapei", on="2001-05-16"), employer("nexem"), Missing.LIEN),
    (text("nexem"), employer("nexem"), Missing.AGREMENT),
    (text(extension="etendu"), employer("nexem"), Missing.AGREMENT),
    (in_force("nexem"), employer(), Missing.EXTENSION),
    (in_force("nexem", effet="inconnu"), employer("nexem"), Missing.EFFET),
    (in_force("axess", convention="bass"), employer("axess", convention="ccn-65"), Missing.CHAMP),
    (in_force("nexem"), employer("nexem", convention="chrs"), Missing.ACCORD_COMMUN),
])  # fmt: skip
def test_the_missing_fact_and_what_would_settle_it(told, who, missing):
    line = find(told, who, LINKS, day("2026-10-01")).line
    assert (line.answer, line.missing, line.certainty) == (UNKNOWN, missing, None)
    assert line.missing.meaning


def test_a_doubt_about_the_field_does_not_hide_that_nothing_binds():
    """After five years the texts of the other convention may apply, but to none whom they do not bind."""
    told = in_force("nexem", not_extended=True)
    line = find(told, employer(convention="chrs"), LINKS, day("2026-10-01")).line
    assert line.answer == NO


def test_a_convention_known_to_be_outside_a_branch_is_ruled_out():
    links = replace(LINKS, outside={"bass": frozenset({"ccn-65"})})
    told = in_force("axess", convention="bass")
    line = find(told, employer("axess", convention="ccn-65"), links, day("2021-01-01")).line
    assert (line.answer, line.outside) == (NO, True)
