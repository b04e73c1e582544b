"""The sentence of an agreement, read aloud: one table of cases, and what holds for every combination of states."""

import re
from datetime import date
from itertools import product

import pytest

from agreements.law.facts import Facts, Held, Situation, State
from agreements.law.lifecycle import situations
from agreements.law.sentence import nothing_known, sentence
from agreements.law.vocabulary import (
    AgreementKind,
    AgrementState,
    Certainty,
    EffectState,
    ExtensionState,
    SignatureState,
)
from agreements.law.vocabulary import EffectRuleKind as Rule
from agreements.law.vocabulary import Nature as N
from portal.french.writing import of_date
from tests.agreements.law.facts_builders import covers, day, fact, facts, rule, signed

A = AgreementKind
FIXED = rule(Rule.DATE_FIXE, "2020-02-01")
HELD = Held("VIGUEUR_NON_ETEN", day("2020-06-23"))
APPROVED = fact(N.AGREE, "2020-10-02", jo="2020-10-29")


def told(kind: AgreementKind, known: Facts, on: str) -> str:
    """The sentence of the situation of that day, with plain spaces."""
    lived = situations(known)
    present = next(situation for situation in lived if covers(situation, day(on)))
    over = [s.starts_on for s in lived if s.effet.word == EffectState.PLUS_EN_VIGUEUR]
    ended_on = over[0] if present.effet.word == EffectState.PLUS_EN_VIGUEUR else None
    return sentence(kind, known, present, ended_on).replace("\xa0", " ")


def case(shows, kind, known, on, reads):
    return pytest.param(kind, known, on, reads, id=shows)


def simple(*events, dated="2020-06-23", **others) -> Facts:
    return facts(*events, dated=dated, **others)


CASES = [
    # -- The signature
    case(
        "agreed, with effect from a fixed day", A.AVENANT, simple(APPROVED, rule=FIXED), "2020-10-29",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), extension inconnue ; "
        "applicable depuis le 1er février 2020.",
    ),
    case(
        "the same, of a feminine text", A.DECISION, simple(APPROVED, rule=FIXED), "2020-10-29",
        "Prise le 23 juin 2020, agréée (JO du 29 octobre 2020), extension inconnue ; "
        "applicable depuis le 1er février 2020.",
    ),
    case(
        "only signed", A.ACCORD, simple(), "2020-07-01",
        "Signé le 23 juin 2020, agrément et extension inconnus ; on ne sait pas s’il s’applique.",
    ),
    case(
        "only signed, feminine", A.CONVENTION, simple(), "2020-07-01",
        "Signée le 23 juin 2020, agrément et extension inconnus ; on ne sait pas si elle s’applique.",
    ),
    case(
        "signed on the first of a month", A.PROTOCOLE, simple(dated="2020-02-01"), "2020-07-01",
        "Signé le 1er février 2020, agrément et extension inconnus ; on ne sait pas s’il s’applique.",
    ),
    case(
        "a month only", A.AVENANT, simple(dated="2017-04"), "2020-07-01",
        "Signé en avril 2017, agrément et extension inconnus ; on ne sait pas s’il s’applique.",
    ),
    case(
        "a year only", A.AVENANT, simple(dated="1991"), "2020-07-01",
        "Signé en 1991, agrément et extension inconnus ; on ne sait pas s’il s’applique.",
    ),
    case(
        "a bound only", A.AVENANT, simple(dated="≤2017-04-02"), "2020-07-01",
        "Signé au plus tard le 2 avril 2017, agrément et extension inconnus ; on ne sait pas s’il s’applique.",
    ),
    case(
        "no date at all", A.ACCORD, facts(by=signed("nexem", told="2018-03-01"), recorded="2018-03-01"), "2018-04-01",
        "Signé (date inconnue), agrément et extension inconnus ; on ne sait pas s’il s’applique.",
    ),
    case(
        "nobody is known to have signed", A.DECISION, facts(fact(N.PUBLICATION_BOCC, "2018-03-01")), "2018-04-01",
        "Signature inconnue, agrément et extension inconnus ; on ne sait pas si elle s’applique.",
    ),
    case(
        "signed after the day of its title", A.AVENANT,
        simple(fact(N.OUVERTURE, "2020-09-11"), fact(N.CLOTURE, "2020-09-22"), dated="2020-09-11"), "2020-10-01",
        "Daté du 11 septembre 2020, signé, agrément et extension inconnus ; on ne sait pas s’il s’applique.",
    ),
    case(
        "the same, feminine and in a month", A.CONVENTION, simple(fact(N.OUVERTURE, "2021-10"), dated="2021-09"),
        "2022-01-01",
        "Datée de septembre 2021, signée, agrément et extension inconnus ; on ne sait pas si elle s’applique.",
    ),
    case(
        "signed on a day that a source tells", A.ACCORD,
        facts(fact(N.OUVERTURE, "2019-10"), fact(N.SIGNE, "2019-10-29")), "2019-12-01",
        "Signé le 29 octobre 2019, agrément et extension inconnus ; on ne sait pas s’il s’applique.",
    ),
    case(
        "open", A.ACCORD, facts(fact(N.OUVERTURE, "2025-10-08")), "2025-10-10",
        "Ouvert à la signature depuis le 8 octobre 2025 ; pas encore applicable.",
    ),
    case(
        "open, feminine, since a month", A.CONVENTION, facts(fact(N.OUVERTURE, "2025-10")), "2025-11-10",
        "Ouverte à la signature depuis octobre 2025 ; pas encore applicable.",
    ),
    case(
        "open, since a bound", A.ACCORD, facts(fact(N.OUVERTURE, "≤2025-10-01")), "2025-11-10",
        "Ouvert à la signature depuis le 1er octobre 2025 au plus tard ; pas encore applicable.",
    ),
    case(
        "open since a day not known", A.ACCORD, facts(fact(N.OUVERTURE, told="2025-10-01")), "2025-11-10",
        "Ouvert à la signature ; pas encore applicable.",
    ),
    case(
        "negotiated", A.NEGOCIATION, facts(fact(N.ETAPE, "2022-02-18")), "2022-03-01",
        "En négociation, sans texte signé.",
    ),
    case(
        "struck by a majority", A.ACCORD, simple(fact(N.OPPOSITION_MAJORITAIRE, "2020-10-31")), "2020-11-01",
        "Signé le 23 juin 2020, réputé non écrit par opposition majoritaire le 31 octobre 2020 ; sans effet.",
    ),
    case(
        "struck, feminine, no date", A.CONVENTION,
        simple(fact(N.OPPOSITION_MAJORITAIRE, told="2020-10-31")), "2020-11-01",
        "Signée le 23 juin 2020, réputée non écrite par opposition majoritaire (date inconnue) ; sans effet.",
    ),
    case(
        "struck, told as such", A.AVENANT, simple(fact(N.REPUTE_NON_ECRIT, "2021-08")), "2022-01-01",
        "Signé le 23 juin 2020, réputé non écrit en août 2021 ; sans effet.",
    ),
    # -- The agrément
    case(
        "asked for", A.AVENANT, simple(fact(N.DEMANDE_AGREMENT, "2020-08-03")), "2020-09-01",
        "Signé le 23 juin 2020, agrément en attente (nouvelle du 3 août 2020) ; pas encore applicable.",
    ),
    case(
        "pending, as a source observed", A.AVENANT, simple(fact(N.AGREMENT_EN_COURS, "≤2020-10-27")), "2020-11-01",
        "Signé le 23 juin 2020, agrément en attente (nouvelle du 27 octobre 2020) ; pas encore applicable.",
    ),
    case(
        "pending, in a month with an elision", A.AVENANT, simple(fact(N.AGREMENT_EN_COURS, "2020-08")), "2020-11-01",
        "Signé le 23 juin 2020, agrément en attente (nouvelle d’août 2020) ; pas encore applicable.",
    ),
    case(
        "pending, no date", A.AVENANT, simple(fact(N.DEMANDE_AGREMENT, told="2020-10-01")), "2020-11-01",
        "Signé le 23 juin 2020, agrément en attente ; pas encore applicable.",
    ),
    case(
        "favourable opinion", A.AVENANT, simple(fact(N.AVIS_FAVORABLE, "2020-09-17")), "2020-10-01",
        "Signé le 23 juin 2020, avis favorable de la commission d’agrément le 17 septembre 2020 ; "
        "pas encore applicable.",
    ),
    case(
        "unfavourable opinion, by a bound", A.AVENANT, simple(fact(N.AVIS_DEFAVORABLE, "≤2020-09-17")), "2020-10-01",
        "Signé le 23 juin 2020, avis défavorable de la commission d’agrément au plus tard le 17 septembre 2020 ; "
        "pas encore applicable.",
    ),
    case(
        "agreed, JO not read", A.AVENANT, simple(fact(N.AGREE, "2020-10-02")), "2020-11-01",
        "Signé le 23 juin 2020, agréé le 2 octobre 2020 (JO inconnu), extension inconnue ; "
        "on ne sait pas s’il s’applique.",
    ),
    case(
        "agreed, month only", A.RECOMMANDATION, simple(fact(N.AGREE, "2020-10")), "2020-11-01",
        "Prise le 23 juin 2020, agréée en octobre 2020, extension inconnue ; on ne sait pas si elle s’applique.",
    ),
    case(
        "agreed, no date", A.AVENANT, simple(fact(N.AGREE, told="2020-10-02")), "2020-11-01",
        "Signé le 23 juin 2020, agréé (date inconnue), extension inconnue ; on ne sait pas s’il s’applique.",
    ),
    case(
        "agreed, in force from a day not known", A.AVENANT,
        simple(fact(N.AGREE, told="2020-10-02"), rule=rule(Rule.A_L_AGREMENT)), "2020-11-01",
        "Signé le 23 juin 2020, agréé (date inconnue), extension inconnue ; "
        "applicable, depuis une date inconnue.",
    ),
    case(
        "agreed, not yet in force", A.AVENANT, simple(APPROVED, rule=rule(Rule.MOIS_SUIVANT_JO_AGREMENT)),
        "2020-10-29",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), extension inconnue ; "
        "applicable à compter du 1er novembre 2020.",
    ),
    case(
        "refused", A.AVENANT, simple(fact(N.REFUS_AGREMENT, "2020-10-02", jo="2020-10-29")), "2020-11-01",
        "Signé le 23 juin 2020, agrément refusé (JO du 29 octobre 2020) ; sans effet.",
    ),
    case(
        "refused, no date", A.AVENANT, simple(fact(N.REFUS_AGREMENT, told="2020-10-02")), "2020-11-01",
        "Signé le 23 juin 2020, agrément refusé (date inconnue) ; sans effet.",
    ),
    case(
        "closed without decision", A.AVENANT, simple(fact(N.SANS_SUITE, "≤2020-12-04")), "2021-01-01",
        "Signé le 23 juin 2020, demande d’agrément classée sans suite au plus tard le 4 décembre 2020 ; "
        "sans agrément, non applicable.",
    ),
    case(
        "annulled by a court", A.AVENANT, simple(APPROVED, fact(N.ANNULATION_AGREMENT, "2020-12-10")), "2021-01-01",
        "Signé le 23 juin 2020, agrément annulé par le juge le 10 décembre 2020 ; sans effet.",
    ),
    case(
        "not subject to it", A.ARRETE, simple(subject_to_agrement=False), "2021-01-01",
        "Pris le 23 juin 2020, non soumis à l’agrément, extension inconnue ; on ne sait pas s’il s’applique.",
    ),
    case(
        "not subject to it, feminine", A.DELIBERATION, simple(subject_to_agrement=False), "2021-01-01",
        "Prise le 23 juin 2020, non soumise à l’agrément, extension inconnue ; on ne sait pas si elle s’applique.",
    ),
    # -- The extension
    case(
        "extended", A.ACCORD, simple(APPROVED, fact(N.ETENDU, "2021-07-02", jo="2021-07-16"), rule=FIXED),
        "2021-08-01",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), étendu (JO du 16 juillet 2021) ; "
        "applicable depuis le 1er février 2020.",
    ),
    case(
        "extended with reserves, agrément not told", A.CONVENTION,
        simple(fact(N.ETENDU_AVEC_RESERVES, "2021-07-02", jo="2021-07-16")), "2021-08-01",
        "Signée le 23 juin 2020, probablement agréée, étendue avec exclusions ou réserves (JO du 16 juillet 2021) ; "
        "on ne sait pas si elle s’applique.",
    ),
    case(
        "extended, JO not read", A.ACCORD, simple(APPROVED, fact(N.ETENDU, "2021-08-05")), "2021-09-01",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), étendu le 5 août 2021 (JO inconnu) ; "
        "probablement applicable.",
    ),
    case(
        "extension refused", A.ACCORD, simple(APPROVED, fact(N.REFUS_EXTENSION, "2021-07-02"), rule=FIXED),
        "2021-08-01",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), extension refusée le 2 juillet 2021 ; "
        "applicable depuis le 1er février 2020.",
    ),
    case(
        "both pending", A.ACCORD,
        simple(fact(N.AGREMENT_EN_COURS, "≤2020-10-27"), fact(N.EXTENSION_EN_COURS, "≤2020-10-27")), "2020-11-01",
        "Signé le 23 juin 2020, agrément en attente (nouvelle du 27 octobre 2020), "
        "extension en attente (nouvelle du 27 octobre 2020) ; pas encore applicable.",
    ),
    case(
        "extension pending, agrément unknown", A.ACCORD, simple(fact(N.AVIS_JO, "2020-08-11")), "2020-11-01",
        "Signé le 23 juin 2020, agrément inconnu, extension en attente (nouvelle du 11 août 2020) ; "
        "on ne sait pas s’il s’applique.",
    ),
    case(
        "agreed, waiting for its extension", A.ACCORD,
        simple(APPROVED, fact(N.DEMANDE_EXTENSION, "2020-11-02"), rule=rule(Rule.A_L_EXTENSION)), "2020-12-01",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), extension en attente (nouvelle du 2 novembre 2020) ; "
        "pas encore applicable.",
    ),
    case(
        "extended before it is in force", A.ACCORD,
        simple(
            fact(N.ETENDU, "2021-04-09", jo="2021-04-20"), fact(N.AGREE, "2021-03-05", jo="2021-04-24"),
            rule=rule(Rule.MOIS_SUIVANT_LES_DEUX),
        ),
        "2021-04-25",
        "Signé le 23 juin 2020, agréé (JO du 24 avril 2021), étendu (JO du 20 avril 2021) ; "
        "applicable à compter du 1er mai 2021.",
    ),
    # -- How it is known
    case(
        "before a decision that is known", A.AVENANT, simple(APPROVED, rule=FIXED), "2020-07-01",
        "Signé le 23 juin 2020, agrément en attente ; pas encore applicable.",
    ),
    case(
        "pending for more than two years", A.AVENANT, simple(fact(N.AGREMENT_EN_COURS, "≤2020-10-27")), "2022-10-28",
        "Signé le 23 juin 2020, issue de la demande d’agrément inconnue (dernière nouvelle le 27 octobre 2020) ; "
        "on ne sait pas s’il s’applique.",
    ),
    case(
        "an extension asked more than six months ago", A.ACCORD,
        simple(APPROVED, fact(N.DEMANDE_EXTENSION, "2020-11-02"), rule=FIXED), "2021-05-03",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), issue de la demande d’extension inconnue "
        "(dernière nouvelle le 2 novembre 2020) ; applicable depuis le 1er février 2020.",
    ),
    case(
        "agreed by the silence of the minister", A.AVENANT, simple(dated="1985-03-15", held=HELD), "1990-01-01",
        "Signé le 15 mars 1985, probablement réputé agréé, faute de refus connu, probablement non étendu ; "
        "probablement applicable.",
    ),
    case(
        "held in force", A.CONVENTION, simple(held=HELD), "2026-01-01",
        "Signée le 23 juin 2020, probablement agréée, probablement non étendue ; probablement applicable.",
    ),
    case(
        "held for not extended, on the day it is read", A.AVENANT, simple(fact(N.CONSTAT_EN_VIGUEUR), held=HELD),
        "2026-11-22",
        "Signé le 23 juin 2020, probablement agréé, non étendu selon la base officielle ; probablement applicable.",
    ),
    case(
        "older than the law of the agrément", A.CONVENTION, simple(dated="1966-03-15", held=HELD), "1990-01-01",
        "Signée le 15 mars 1966, probablement non soumise à l’agrément, probablement non étendue ; "
        "probablement applicable.",
    ),
    case(
        "refused, on a day that is not known", A.AVENANT, simple(fact(N.REFUS_AGREMENT)), "2022-01-01",
        "Signé le 23 juin 2020, agrément probablement refusé (date inconnue) ; probablement sans effet.",
    ),
    case(
        "an adhesion", A.ADHESION, simple(kind=A.ADHESION), "2021-01-01",
        "Notifiée le 23 juin 2020 ; elle lie une organisation à un autre texte, sans agrément ni extension.",
    ),
    case(
        "an arrêté of merger", A.ARRETE, simple(subject_to_agrement=False, kind=A.ARRETE), "2021-01-01",
        "Pris le 23 juin 2020 ; il rattache une convention à une autre, sans agrément ni extension.",
    ),
    # -- The end
    case(
        "an adhesion that is probably in force", A.ADHESION,
        facts(kind=A.ADHESION, dated="2020-06-23", subject_to_agrement=False, held=Held("VIGUEUR")), "2024-01-01",
        "Notifiée le 23 juin 2020 ; elle lie une organisation à un autre texte, sans agrément ni extension ; "
        "probablement applicable.",
    ),
    case(
        "an arrêté, once published", A.ARRETE,
        facts(
            fact(N.FAIT, "2018-11-16", jo="2018-11-27"),
            kind=A.ARRETE, dated="2018-11-16", subject_to_agrement=False,
        ),
        "2020-01-01",
        "Pris le 16 novembre 2018 ; il rattache une convention à une autre, sans agrément ni extension ; "
        "applicable depuis le 28 novembre 2018.",
    ),
    case(
        "came to its term at the latest", A.ACCORD,
        simple(APPROVED, rule=FIXED, term="2020-12-31", term_is_a_bound=True), "2021-01-01",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), extension inconnue ; "
        "n’est plus applicable depuis le 1er janvier 2021 au plus tard.",
    ),
    case(
        "came to its term", A.ACCORD, simple(APPROVED, rule=FIXED, term="2020-12-31"), "2021-01-01",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), extension inconnue ; "
        "n’est plus applicable depuis le 1er janvier 2021.",
    ),
    case(
        "repealed on a day not known", A.ACCORD, simple(fact(N.REMPLACE, told="2021-01-01")), "2021-02-01",
        "Signé le 23 juin 2020, agrément et extension inconnus ; n’est plus applicable.",
    ),
    case(
        "repealed by a bound", A.ACCORD, simple(fact(N.ABROGE, "≤2021-01-01")), "2021-02-01",
        "Signé le 23 juin 2020, agrément et extension inconnus ; "
        "n’est plus applicable depuis le 1er janvier 2021 au plus tard.",
    ),
    case(
        "replaced by a text in force", A.ACCORD,
        simple(APPROVED, rule=FIXED, replacers=(simple(fact(N.AGREE, "2021-01-02", jo="2021-01-20"),
               dated="2020-12-01", rule=rule(Rule.MOIS_SUIVANT_JO_AGREMENT)),)), "2021-02-01",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), extension inconnue ; "
        "n’est plus applicable depuis le 1er février 2021.",
    ),
    case(
        "replaced, on a day that is only when we read it", A.ACCORD,
        simple(APPROVED, rule=FIXED, replacers=(simple(fact(N.AGREE, told="2021-01-20"), dated="2020-12-01",
               rule=rule(Rule.A_L_AGREMENT)),)), "2021-02-01",
        "Signé le 23 juin 2020, agréé (JO du 29 octobre 2020), extension inconnue ; n’est plus applicable.",
    ),
    # -- Other words for what is made
    case(
        "an opinion", A.AVIS, simple(), "2020-07-01",
        "Rendu le 23 juin 2020, agrément et extension inconnus ; on ne sait pas s’il s’applique.",
    ),
    case(
        "a denunciation", A.DENONCIATION, simple(), "2020-07-01",
        "Notifiée le 23 juin 2020, agrément et extension inconnus ; on ne sait pas si elle s’applique.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "known", "on", "reads"), CASES)
def test_reads(kind, known, on, reads):
    assert told(kind, known, on) == reads


def test_there_are_enough_cases():
    assert len(CASES) >= 40


def test_before_anything_is_known():
    assert (
        nothing_known(date(1990, 3, 1)).replace("\xa0", " ")
        == "Rien n’est connu de ce texte au 1er mars 1990."
    )


@pytest.mark.parametrize("kind", [AgreementKind.AVENANT, AgreementKind.CONVENTION])
def test_every_combination_is_a_sentence(kind):
    """Even those that no fact makes: one capital, one full stop, no hole, and nothing said that is not known."""
    signed = facts(dated="2020-06-23")
    for certainty in Certainty:
        for words in product(SignatureState, AgrementState, ExtensionState, EffectState):
            states = [State(word, certainty=None if word == "inconnu" else certainty) for word in words]
            read = sentence(kind, signed, Situation(day("2020-07-01"), None, *states))
            check(read, states)


def check(read: str, states: list[State]) -> None:
    assert re.fullmatch(r"[A-ZÀÉ][^.]*[^ .,;]\.", read), read
    assert not re.search(r"  | ,|,,|; ;|None|\(\)| \.|de le|de août", read), read
    assert ("non étendu" in read) <= (states[2].word == ExtensionState.NON_ETENDU), read
    told = [state for state in states[1:] if state.certainty == Certainty.PROBABLE]
    assert "probablement" not in read or told, read
    assert read.count(" ; ") <= 1
    if states[3] in told and states[0].word != SignatureState.NEGOCIATION:
        assert "robablement" in read, read


def test_an_unknown_extension_is_never_called_a_missing_one():
    for extension in (ExtensionState.INCONNU, ExtensionState.EN_COURS, ExtensionState.SANS_OBJET):
        states = (State(SignatureState.SIGNE), State(AgrementState.AGREE), State(extension))
        read = sentence(AgreementKind.AVENANT, facts(), Situation(day("2020-07-01"), None, *states))
        assert "étendu" not in read


@pytest.mark.parametrize(
    ("on", "precision", "reads"),
    [
        (date(2020, 2, 1), "jour", "du 1er février 2020"),
        (date(2017, 4, 1), "mois", "d’avril 2017"),
        (date(2017, 10, 1), "mois", "d’octobre 2017"),
        (date(2017, 3, 1), "mois", "de mars 2017"),
        (date(2018, 1, 1), "annee", "de 2018"),
        (date(2020, 10, 27), "au-plus-tard", "du 27 octobre 2020 au plus tard"),
    ],
)
def test_of_a_date(on, precision, reads):
    assert of_date(on, precision).replace("\xa0", " ") == reads
