"""Each rule of deduction: from which facts, on which day, which word, and how it is known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agreements.law.deductions.measured import ENOUGH, RATES, SLOWER, delay_of, is_kept
from agreements.law.deductions.rules import Rule, weakened
from agreements.law.deductions.trial import TRIALS
from agreements.law.facts import Facts, established
from agreements.law.lifecycle import state_on
from agreements.law.names.acts import Formula
from agreements.law.vocabulary import AgreementKind, AgrementState, Certainty, EffectState, Nature, Track
from agreements.law.vocabulary import EffectRuleKind as Kind
from tests.agreements.law.facts_builders import SIGNED, day, fact, facts, held, rule, shown_on, story


def read(*events) -> tuple:
    return (*events, fact(Nature.CONSTAT_EN_VIGUEUR))


ROWS = [
    # -- Acts published at the Journal officiel
    *story(
        "Code civil, article 1er: an arrêté is in force on the morrow of its publication",
        facts(
            fact(Nature.FAIT, "1985-03-15", jo="1985-03-20"),
            dated=SIGNED,
            kind=AgreementKind.ARRETE,
            subject_to_agrement=False,
        ),
        "1985-03-20 → signe sans-objet° sans-objet° pas-encore° 1985-03-21",
        "1985-03-21 → signe sans-objet° sans-objet° en-vigueur° 1985-03-21",
    ),
    *story(
        "Code civil, article 1er: what else is published of an arrêté puts it in force on no day",
        facts(
            fact(Nature.PUBLICATION_JO, "1985-03-15", jo="1985-03-20"),
            fact(Nature.DEPOT, "1985-03-15", jo="1985-03-17"),
            fact(Nature.ETAPE, "1985-03-15", jo="1985-03-16"),
            dated=SIGNED,
            kind=AgreementKind.ARRETE,
            subject_to_agrement=False,
        ),
        "1985-03-20 → signe sans-objet° sans-objet° pas-encore° 1985-03-21",
        "1985-03-21 → signe sans-objet° sans-objet° en-vigueur° 1985-03-21",
    ),
    # -- Before a known decision
    *story(
        "CASF L314-6: before a dated decision, nothing is decided",
        facts(fact(Nature.AGREE, "1985-09-01", jo="1985-09-10"), dated=SIGNED),
        "1985-03-14 → absent",
        "1985-03-15 → signe en-cours° inconnu pas-encore°",
        "1985-09-09 → signe en-cours° inconnu pas-encore°",
        "1985-09-10 → signe agree inconnu inconnu",
    ),
    *story(
        "CASF L314-6: a decision known to the month proves nothing of that month",
        facts(fact(Nature.REFUS_AGREMENT, "1985-09"), dated=SIGNED),
        "1985-08-31 → signe en-cours° inconnu pas-encore°",
        "1985-09-01 → signe inconnu inconnu inconnu",
        "1985-09-30 → signe refuse non-etendu? sans-effet°",
    ),
    *story(
        "CASF L314-6: an « au plus tard » proves nothing of the days before",
        facts(fact(Nature.AGREE, "≤1985-09-10"), dated=SIGNED),
        "1985-09-09 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CASF L314-6: refused on a known day, then approved by a known one: refused first",
        facts(fact(Nature.REFUS_AGREMENT, "1985-06-01"), fact(Nature.AGREE, "≤1985-09-10"), dated=SIGNED),
        "1985-05-31 → signe en-cours° inconnu pas-encore°",
    ),
    *story(
        "CASF L314-6: an approval annulled later was given on a day that its annulment does not tell",
        facts(fact(Nature.ANNULATION_AGREMENT, "1987-06-01"), dated=SIGNED),
        "1987-05-31 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2261-15: before a dated extension; one that names a part of the articles proves nothing",
        facts(fact(Nature.ETENDU, jo="1985-09-10"), dated=SIGNED, subject_to_agrement=False),
        "1985-09-09 → signe sans-objet° en-cours° inconnu",
        "1985-09-10 → signe sans-objet° etendu inconnu",
    ),
    *story(
        "CT L2261-15: an arrêté of articles in an amended wording came after another",
        facts(
            replace(fact(Nature.ETENDU, jo="1995-09-10"), partial=True),
            dated=SIGNED,
            subject_to_agrement=False,
        ),
        "1985-09-09 → signe sans-objet° inconnu inconnu",
    ),
    *story(
        "CT L2261-16: the avenant of a convention that is not extended, once the usual delay is past",
        facts(dated=SIGNED, subject_to_agrement=False, kind=AgreementKind.AVENANT, base_not_extended=True),
        "1986-09-29 → signe sans-objet° inconnu inconnu",
        "1986-09-30 → signe sans-objet° non-etendu? inconnu",
    ),
    *story(
        "CT L2261-16: nor is an accord of its field, as is measured",
        facts(dated=SIGNED, subject_to_agrement=False, kind=AgreementKind.ACCORD, base_not_extended=True),
        "2015-01-01 → signe sans-objet° non-etendu? inconnu",
    ),
    *story(
        "CT L2261-16: the base text itself is as the official base holds it, and not as this rule says",
        facts(dated=SIGNED, subject_to_agrement=False, kind=AgreementKind.CONVENTION, base_not_extended=True),
        "2015-01-01 → signe sans-objet° inconnu inconnu",
    ),
    *story(
        "CT L2261-16: nothing is told against a step of an extension",
        facts(
            fact(Nature.DEMANDE_EXTENSION, "1985-06-01"),
            dated=SIGNED,
            subject_to_agrement=False,
            kind=AgreementKind.AVENANT,
            base_not_extended=True,
        ),
        "2015-01-01 → signe sans-objet° inconnu inconnu",
    ),
    # -- The nature of the act
    *story(
        "CT L2261-3: nothing in an adhesion is to be approved or extended",
        facts(dated=SIGNED, kind=AgreementKind.ADHESION),
        "1985-03-15 → signe sans-objet° sans-objet° inconnu",
    ),
    *story(
        "CT L2261-9: nor in a denunciation",
        facts(dated=SIGNED, kind=AgreementKind.DENONCIATION),
        "1985-03-15 → signe sans-objet° sans-objet° inconnu",
    ),
    *story(
        "CT L2261-15: what employers decide alone is no accord to extend; it may need an agrément",
        facts(dated=SIGNED, kind=AgreementKind.DECISION),
        "1985-03-15 → signe inconnu sans-objet° inconnu",
    ),
    *story(
        "CT L2261-15: nor is a recommandation patronale",
        facts(dated=SIGNED, kind=AgreementKind.RECOMMANDATION),
        "1985-03-15 → signe inconnu sans-objet° inconnu",
    ),
    *story(
        "CT L2231-9: a struck text waits for nothing; what was decided of it stays told",
        facts(
            fact(Nature.AGREE, "1985-04-01", jo="1985-04-10"),
            fact(Nature.OPPOSITION_MAJORITAIRE, "1985-05-02"),
            dated=SIGNED,
        ),
        "1985-05-01 → signe agree inconnu inconnu",
        "1985-05-02 → repute-non-ecrit° agree sans-objet° sans-effet°",
    ),
    *story(
        "CASF R314-197: a negotiation that goes on has nothing to approve",
        facts(fact(Nature.ETAPE, "1985-03-15"), kind=AgreementKind.NEGOCIATION),
        "1985-03-15 → negociation sans-objet° sans-objet° pas-encore°",
    ),
    *story(
        "CASF R314-197: a draft on which people still talk may yet be one to approve",
        facts(fact(Nature.PROJET, "1985-03-15"), kind=AgreementKind.AVENANT),
        "1985-03-15 → negociation inconnu inconnu pas-encore°",
    ),
    # -- What is usual of the agrément
    *story(
        "CASF L314-6: a source tells since when it is applied, so it is approved, the usual delay once past",
        facts(fact(Nature.APPLICATION, "1985-06-01"), dated=SIGNED),
        "1986-01-28 → signe inconnu inconnu inconnu",
        "1986-01-29 → signe agree? inconnu en-vigueur?",
    ),
    *story(
        "CASF L314-6: not before the day from which it is applied",
        facts(fact(Nature.APPLICATION, "1990-01-01"), dated=SIGNED),
        "1989-12-31 → signe inconnu inconnu inconnu",
        "1990-01-01 → signe agree? inconnu en-vigueur?",
    ),
    *story(
        "KALI: articles that it made are held in force, where the base does not hold the text",
        facts(fact(Nature.CONSTAT_EN_VIGUEUR), dated=SIGNED),
        "1986-01-29 → signe agree? inconnu inconnu",
        "1990-01-01 → signe agree? inconnu en-vigueur?",
    ),
    *story(
        "Loi 75-535: signed before the law, no agrément existed",
        facts(dated="1966-03-15"),
        "1966-03-15 → signe sans-objet? inconnu inconnu",
        "2015-01-01 → signe sans-objet? inconnu inconnu",
    ),
    *story(
        "Loi 75-535: signed on the day of the law, it is subject",
        facts(dated="1975-07-01"),
        "2015-01-01 → signe inconnu inconnu inconnu",
    ),
    *story(
        "Décret 77-1113: silence is agreement for what is held in force, once the usual delay is past",
        held(),
        "1986-01-28 → signe inconnu inconnu inconnu",
        "1986-01-29 → signe agree? inconnu inconnu",
        "1986-09-30 → signe agree? non-etendu? en-vigueur?",
        "2026-11-29 → signe agree? non-etendu? en-vigueur?",
    ),
    *story(
        "CT L2261-1: the day of an effect that is only probable is not told",
        held(events=(fact(Nature.APPLICATION, "1985-01-01"),)),
        "1990-01-01 → signe agree? non-etendu? en-vigueur?",
    ),
    *story(
        "Décret 77-1113: not of what is not held in force, nor of what was refused",
        facts(dated=SIGNED),
        "1990-01-01 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CASF L314-6: held in force and refused: refused",
        held(events=(fact(Nature.REFUS_AGREMENT, "1985-10-01"),)),
        "1990-01-01 → signe refuse non-etendu? sans-effet°",
    ),
    *story(
        "CASF L314-6: an unfavourable opinion, and no decision: nothing usual is told against it",
        held(events=(fact(Nature.AVIS_DEFAVORABLE, "1985-10-01"),), dated=SIGNED),
        "1990-01-01 → signe inconnu non-etendu? inconnu",
    ),
    *story(
        "CASF L314-6: extended, so probably approved",
        facts(fact(Nature.ETENDU, jo="2012-09-10"), dated="2012-03-15"),
        "2012-09-09 → signe inconnu en-cours° inconnu",
        "2012-09-10 → signe agree? etendu inconnu",
    ),
    # -- The official base
    *story(
        "KALI: not extended on the day it is read, probably before, not within the delay of an extension",
        held(events=read(), subject_to_agrement=False),
        "1986-09-29 → signe sans-objet° inconnu en-vigueur?",
        "1986-09-30 → signe sans-objet° non-etendu? en-vigueur?",
        "2026-11-22 → signe sans-objet° non-etendu en-vigueur",
    ),
    *story(
        "KALI: what it said on its day is not unsaid by an extension that came later",
        held(events=(*read(), fact(Nature.ETENDU, jo="2027-03-01")), subject_to_agrement=False),
        "2026-11-21 → signe sans-objet° en-cours° en-vigueur?",
        "2026-11-22 → signe sans-objet° non-etendu en-vigueur",
        "2027-03-01 → signe sans-objet° etendu en-vigueur",
    ),
    *story(
        "KALI: in force since its date, where that is not the date of the text",
        held(since="1985-06-01", events=read(), subject_to_agrement=False),
        "1985-05-31 → signe sans-objet° inconnu inconnu",
        "1985-06-01 → signe sans-objet° inconnu en-vigueur?",
        "2026-11-22 → signe sans-objet° non-etendu en-vigueur",
    ),
    *story(
        "KALI: a date before the text tells it in force from its signature on",
        held(since="1985-01-01", subject_to_agrement=False),
        "1985-03-14 → absent",
        "1985-03-15 → signe sans-objet° inconnu en-vigueur?",
    ),
    *story(
        "KALI: its date, where it is only that of the text, dates no effect",
        held(since=SIGNED, subject_to_agrement=False),
        "1986-04-25 → signe sans-objet° inconnu inconnu",
        "1986-04-26 → signe sans-objet° inconnu en-vigueur?",
    ),
    *story(
        "KALI: a text without a date is there from the date of the base, signed a little later",
        held(since="1985-06-01", dated=None, events=read(), subject_to_agrement=False),
        "1985-05-31 → absent",
        "1985-06-01 → inconnu sans-objet° inconnu inconnu",
        "1985-06-20 → signe? sans-objet° inconnu inconnu",
        "2026-11-22 → signe° sans-objet° non-etendu en-vigueur",
    ),
    # -- Facts without a day
    *story(
        "An approval without its day: probable once the delay is past, established when it is read",
        facts(fact(Nature.AGREE), dated=SIGNED),
        "1986-01-28 → signe inconnu inconnu inconnu",
        "1986-01-29 → signe agree? inconnu inconnu",
        "2026-11-21 → signe agree? inconnu inconnu",
        "2026-11-22 → signe agree inconnu inconnu",
    ),
    *story(
        "A refusal without its day",
        facts(fact(Nature.REFUS_AGREMENT), dated=SIGNED),
        "1986-01-29 → signe refuse? non-etendu? sans-effet?",
        "2026-11-22 → signe refuse non-etendu? sans-effet°",
    ),
    *story(
        "An approval without its day, and a clause that waits for it alone",
        facts(fact(Nature.AGREE), dated=SIGNED, rule=rule(Kind.MOIS_SUIVANT_JO_AGREMENT)),
        "1986-01-31 → signe agree? inconnu inconnu",
        "1986-02-01 → signe agree? inconnu en-vigueur?",
        "2026-11-22 → signe agree inconnu en-vigueur?",
    ),
    *story(
        "An extension without its day",
        facts(fact(Nature.ETENDU), dated=SIGNED, subject_to_agrement=False),
        "1986-09-29 → signe sans-objet° inconnu inconnu",
        "1986-09-30 → signe sans-objet° etendu? inconnu",
        "2026-11-22 → signe sans-objet° etendu inconnu",
    ),
    # -- News that ages
    *story(
        "Two years after the last news, the issue of an agrément is not known",
        facts(fact(Nature.DEMANDE_AGREMENT, "1985-04-01"), dated=SIGNED),
        "1985-04-01 → signe en-cours inconnu pas-encore°",
        "1987-04-01 → signe en-cours inconnu pas-encore°",
        "1987-04-02 → signe inconnu inconnu inconnu",
    ),
    *story(
        "A later decision shows that it was still pending",
        facts(fact(Nature.DEMANDE_AGREMENT, "1985-04-01"), fact(Nature.AGREE, jo="1990-01-01"), dated=SIGNED),
        "1989-12-31 → signe en-cours inconnu pas-encore°",
    ),
    *story(
        "CT R2261-4-7: six months after the last news, the issue of an extension is not known",
        facts(fact(Nature.AVIS_JO, jo="2012-04-01"), dated="2012-03-15", subject_to_agrement=False),
        "2012-10-01 → signe sans-objet° en-cours inconnu",
        "2012-10-02 → signe sans-objet° inconnu inconnu",
    ),
    *story(
        "Aged news of what is held in force: probably approved",
        held(events=(fact(Nature.DEMANDE_AGREMENT, "2010-04-01"),), dated="2010-03-15"),
        "2012-04-01 → signe en-cours non-etendu? pas-encore°",
        "2012-04-02 → signe agree? non-etendu? en-vigueur?",
    ),
    # -- The day of effect
    *story(
        "CT L2261-1: before the date that its clause gives, a text has no effect, approved or not",
        facts(dated="2019-11-05", rule=rule(Kind.DATE_FIXE, "2020-02-01")),
        "2020-01-31 → signe inconnu inconnu pas-encore°",
        "2020-02-01 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CASF L314-6: approved, its clause unread: in force by the formula of the arrêtés, after the usual delay",
        facts(fact(Nature.AGREE, jo="2020-01-01"), dated="2019-11-05"),
        "2020-02-15 → signe agree inconnu inconnu",
        "2020-02-16 → signe agree inconnu en-vigueur?",
    ),
    *story(
        "CASF L314-6: approved, and its clause unread: what its arrêté says of texts without a day proves nothing",
        facts(fact(Nature.AGREE, jo="2020-01-01", formula=Formula.PUBLICATION), dated="2019-11-05"),
        "2020-02-15 → signe agree inconnu inconnu",
        "2020-02-16 → signe agree inconnu en-vigueur?",
    ),
    *story(
        "CASF L314-6: approved, and it gives no day: its arrêté says that it has effect once published",
        facts(
            fact(Nature.AGREE, "2019-12-12", jo="2020-01-01", formula=Formula.PUBLICATION),
            dated="2019-11-05",
            rule=rule(Kind.SELON_L_ARRETE),
        ),
        "2019-12-31 → signe en-cours° inconnu pas-encore°",
        "2020-01-01 → signe agree inconnu en-vigueur° 2020-01-01",
    ),
    *story(
        "CASF L314-6: approved, and it gives no day: since those who signed were told, as its arrêté says",
        facts(
            fact(
                Nature.AGREE,
                jo="2020-01-01",
                formula=Formula.NOTIFICATION,
                notified_on=day("2019-12-15"),
            ),
            dated="2019-11-05",
            rule=rule(Kind.SELON_L_ARRETE),
        ),
        "2019-12-15 → signe en-cours° inconnu pas-encore°",
        "2020-01-01 → signe agree inconnu en-vigueur° 2019-12-15",
    ),
    *story(
        "CASF L314-6: approved, and it gives no day, nor does what is read of its arrêté: after the usual delay",
        facts(fact(Nature.AGREE, jo="2020-01-01"), dated="2019-11-05", rule=rule(Kind.SELON_L_ARRETE)),
        "2020-02-15 → signe agree inconnu inconnu",
        "2020-02-16 → signe agree inconnu en-vigueur?",
    ),
    *story(
        "CASF L314-6: refused, and it gives no day: without effect",
        facts(
            fact(Nature.REFUS_AGREMENT, jo="2020-01-01", formula=Formula.PUBLICATION),
            dated="2019-11-05",
            rule=rule(Kind.SELON_L_ARRETE),
        ),
        "2020-01-01 → signe refuse non-etendu? sans-effet°",
    ),
    *story(
        "CASF L314-6: approved, its clause read and without a day: nothing is told",
        facts(fact(Nature.AGREE, jo="2020-01-01"), dated="2019-11-05", rule=rule(Kind.TEXTE)),
        "2021-01-01 → signe agree inconnu inconnu",
    ),
    *story(
        "CT L2222-4: probably in force, and over at its term",
        held(term="1995-12-31"),
        "1995-12-31 → signe agree? non-etendu? en-vigueur?",
        "1996-01-01 → signe agree? non-etendu? plus-en-vigueur°",
    ),
    *story(
        "CT L2261-15: held in force though its own clause waits for an extension: nothing is told of its effect",
        held(since="1985-06-01", rule=rule(Kind.A_L_EXTENSION)),
        "1990-01-01 → signe agree? non-etendu? inconnu",
    ),
]


@pytest.mark.parametrize(("told", "on", "expected"), ROWS)
def test_deductions(told: Facts, on: str, expected: str):
    assert shown_on(told, on) == expected


# -- The register ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule_", Rule, ids=str)
def test_each_rule_says_its_track_its_source_and_its_reason(rule_):
    assert rule_.track in (Track.SIGNATURE, Track.AGREMENT, Track.EXTENSION, Track.EFFET)
    assert rule_.label and rule_.meaning.endswith(".")
    assert bool(rule_.article) or rule_.certainty is None
    assert rule_.certainty in (None, Certainty.DEDUIT, Certainty.PROBABLE)


def test_what_is_told_as_usual_holds_in_nineteen_cases_of_twenty():
    for rule_, (right, asked) in RATES.items():
        assert is_kept(rule_) == (right / asked >= ENOUGH)
        assert right == asked or rule_.certainty == Certainty.PROBABLE
        assert rule_ in TRIALS
    unmeasured = {rule_ for rule_ in Rule if rule_.certainty == Certainty.PROBABLE} - RATES.keys()
    assert unmeasured == {Rule.AVANT_LA_LOI}  # of a time of which no decision can be known


def test_a_rule_that_is_wrong_too_often_is_not_told(monkeypatch):
    told = held()
    monkeypatch.setitem(RATES, Rule.SILENCE, (18, 20))
    monkeypatch.setitem(RATES, Rule.TENU_EN_VIGUEUR, (94, 100))
    assert not is_kept(Rule.SILENCE)
    assert shown_on(replace(told), "2015-01-01") == "signe inconnu non-etendu? inconnu"


def test_a_slower_convention_is_waited_for(monkeypatch):
    told = held(fields=("bass", "ccn-66"))
    monkeypatch.setitem(SLOWER, (Rule.AGREMENT_SANS_JOUR, "ccn-66"), timedelta(days=499))
    assert delay_of(Rule.AGREMENT_SANS_JOUR, told.conventions) == timedelta(days=499)
    assert shown_on(told, "1986-07-26") == "signe inconnu inconnu inconnu"
    assert shown_on(told, "1986-07-27") == "signe agree? inconnu en-vigueur?"


def test_a_conclusion_is_as_weak_as_its_weakest_premise():
    firm = established(AgrementState.AGREE)
    usual = Rule.SILENCE.state(AgrementState.AGREE)
    conclusion = Rule.CLAUSE.state(EffectState.EN_VIGUEUR)
    assert weakened(conclusion, firm) == conclusion
    assert weakened(conclusion, firm, usual).certainty == Certainty.PROBABLE
    assert weakened(conclusion, firm, usual).rule == Rule.SILENCE


def test_the_aged_state_names_the_last_news():
    told = facts(fact(Nature.AGREMENT_EN_COURS, "≤2020-10-27"), dated="2020-09-07")
    state = state_on(told, day("2026-01-01")).agrement
    assert (state.word, state.rule, state.cause) == ("inconnu", Rule.AGREMENT_SANS_ISSUE, 1)
    assert state.certainty is None
