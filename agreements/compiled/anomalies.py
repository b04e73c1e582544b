"""Contradictions and gaps: what cannot be, and what is missing, found once at publication.

Each kind names what an editor has to look at. Nothing is corrected here, and a kind that is a mere doubt is said
as a doubt: what is listed is a reason to read the sources again, not a judgement on them.
"""

from collections.abc import Callable, Iterator

from django.db import models

from agreements.compiled.archive import Dossier
from agreements.law.anomaly_kinds import Kind
from agreements.law.facts import Fact, Situation
from agreements.law.guards.contradictions import clashes
from agreements.law.vocabulary import (
    AgreementKind,
    AgrementState,
    ExtensionState,
    Mode,
    Nature,
    SignatureState,
    Track,
)
from agreements.models import Agreement
from portal.french.writing import date_fr

DECIDED_AGAINST = {
    AgrementState.REFUSE: "refusé",
    AgrementState.ANNULE: "annulé par le juge",
    AgrementState.SANS_SUITE: "classé sans suite",
}
EXTENDED = (ExtensionState.ETENDU, ExtensionState.ETENDU_AVEC_RESERVES)
TOLD_IN_FORCE = (Nature.ENTREE_EN_VIGUEUR, Nature.APPLICATION, Nature.CONSTAT_EN_VIGUEUR)
#: What no two parties sign: decisions of one side, and what only goes with a text or mends its printing.
UNSIGNED = (
    AgreementKind.DOCUMENT,
    AgreementKind.RECTIFICATIF,
    AgreementKind.DECISION,
    AgreementKind.RECOMMANDATION,
    AgreementKind.ARRETE,
    AgreementKind.NEGOCIATION,
    AgreementKind.ADHESION,
    AgreementKind.DENONCIATION,
    AgreementKind.AVIS,
    AgreementKind.DELIBERATION,
)
#: What happens first, and what can only happen after it.
ORDERS = (
    (Nature.OUVERTURE, Nature.CLOTURE),
    (Nature.CLOTURE, Nature.FIN_OPPOSITION),
    (Nature.NOTIFICATION, Nature.FIN_OPPOSITION),
    (Nature.DEMANDE_AGREMENT, Nature.AVIS_CNA),
    (Nature.DEMANDE_AGREMENT, Nature.AVIS_FAVORABLE),
    (Nature.AVIS_CNA, Nature.AGREE),
    (Nature.AVIS_FAVORABLE, Nature.AGREE),
    (Nature.AGREE, Nature.ANNULATION_AGREMENT),
    (Nature.DEMANDE_EXTENSION, Nature.ETENDU),
    (Nature.AVIS_JO, Nature.ETENDU),
    (Nature.AVIS_JO, Nature.ETENDU_AVEC_RESERVES),
)


class Anomaly(models.Model):
    """One thing to look at, in one agreement, as the facts stand in the edition."""

    agreement = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="anomalies")
    kind = models.CharField("genre", max_length=30, choices=Kind.pairs())
    detail = models.TextField("ce qui est à voir")

    class Meta:
        managed = False
        verbose_name = "anomalie"
        ordering = ["agreement", "kind", "detail"]
        indexes = [models.Index(fields=["kind", "agreement"], name="anomaly_of_kind")]

    def __str__(self):
        return f"{self.kind} : {self.detail}"


def anomalies(dossier: Dossier, present: Situation) -> Iterator[tuple[str, str]]:
    """What is to be looked at in one agreement, each as its kind and a detail; `present` is its last situation."""
    for kind, finds in FINDERS.items():
        for detail in finds(dossier, present):
            yield kind.value, detail


# -- One function each: what to look at, in words ----------------------------------------------------------


def in_force_without_approval(dossier, present) -> Iterator[str]:
    if present.agrement.word not in DECIDED_AGAINST:
        return
    state = DECIDED_AGAINST[present.agrement.word]
    told_by_kali = dossier.agreement.kali_state.startswith("VIGUEUR")
    if told_by_kali:
        yield f"KALI dit le texte « {dossier.agreement.official_state} », l’agrément est {state}."
    for fact in dossier.facts.in_order:
        again = told_by_kali and fact.nature == Nature.CONSTAT_EN_VIGUEUR  # the same source, said as a fact
        if fact.nature in TOLD_IN_FORCE and not again:
            yield f"« {fact.nature.label} », l’agrément est {state}."


def extended_without_signature(dossier, present) -> Iterator[str]:
    if (
        present.extension.firm
        and present.extension.word in EXTENDED
        and present.signature.word != SignatureState.SIGNE
    ):
        yield f"Étendu, et pourtant : {present.signature.word.label.lower()}."


def extended_without_approval(dossier, present) -> Iterator[str]:
    if present.extension.word in EXTENDED and present.agrement.word in DECIDED_AGAINST:
        yield f"Étendu, et pourtant : agrément {DECIDED_AGAINST[present.agrement.word]}."


def inverted_dates(dossier, present) -> Iterator[str]:
    """Only days that are known exactly are compared."""
    exact = [fact for fact in dossier.facts.in_order if fact.on and fact.on.exact]
    for before, after in ORDERS:
        firsts = [fact for fact in exact if fact.nature == before]
        lasts = [fact for fact in exact if fact.nature == after]
        if firsts and lasts and max(last.on.day for last in lasts) < min(first.on.day for first in firsts):
            yield f"{fact_words(lasts[-1])} est avant {fact_words(firsts[0])}."
    if dossier.facts.dated and dossier.facts.dated.exact:
        for fact in exact:
            if (
                fact.nature.track in (Track.AGREMENT, Track.EXTENSION)
                and fact.on.day < dossier.facts.dated.day
            ):
                yield f"{fact_words(fact)} est avant la date du texte, {date_fr(dossier.facts.dated.day)}."


def at_odds(dossier, present) -> Iterator[str]:
    yield from clashes(dossier.facts)


def divergent_sources(dossier, present) -> Iterator[str]:
    for divergence in dossier.divergences:
        values = " ; ".join(f"{value.value} ({value.said_by})" for value in divergence.values.all())
        yield f"{divergence.subject} : {values}"


def no_signatory(dossier, present) -> Iterator[str]:
    signed = any(made.mode == Mode.SIGNATURE for made in dossier.facts.commitments)
    if (
        present.signature.word == SignatureState.SIGNE
        and not signed
        and dossier.agreement.kind not in UNSIGNED
    ):
        yield "Aucune organisation n’est enregistrée comme signataire."


def no_date(dossier, present) -> Iterator[str]:
    if dossier.agreement.dated is None and dossier.agreement.kind != AgreementKind.NEGOCIATION:
        yield "La date du texte n’est pas enregistrée."


def undated_decision(dossier, present) -> Iterator[str]:
    for fact in dossier.facts.in_order:
        if (
            fact.nature.state
            and fact.nature.track != Track.SIGNATURE
            and not fact.on
            and not fact.published_on
        ):
            yield f"« {fact.nature.label} » n’a pas de date."


def journal_not_read(dossier, present) -> Iterator[str]:
    for fact in dossier.facts.in_order:
        decided = fact.nature in (Nature.AGREE, Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES)
        if decided and fact.on and not fact.published_on:
            yield f"{fact_words(fact)} : publication au JO non lue."


def unknown_approval(dossier, present) -> Iterator[str]:
    known = present.agrement.firm
    if dossier.agreement.kali_state.startswith("VIGUEUR") and not known:
        due = dossier.facts.subject_to_agrement
        doubt = "" if due else " ; on ne sait pas si sa convention est soumise à l’agrément"
        yield f"KALI dit le texte « {dossier.agreement.official_state} »{doubt}."


def unknown_effect(dossier, present) -> Iterator[str]:
    agreed = present.agrement.firm and present.agrement.word == AgrementState.AGREE
    if agreed and not present.effet.firm:
        yield (
            "La clause d’effet n’est pas lue."
            if not dossier.facts.rule.kind
            else "La clause d’effet ne donne pas de jour."
        )


def relation_without_source(dossier, present) -> Iterator[str]:
    for relation in dossier.unsourced:
        yield f"« {relation} »"


def nothing_to_open(dossier, present) -> Iterator[str]:
    if not dossier.opens:
        yield "Aucune de ses sources n’a d’adresse."


def fact_words(fact: Fact) -> str:
    return f"« {fact.nature.label} » ({date_fr(fact.on.day, fact.on.precision)})"


FINDERS: dict[Kind, Callable] = {
    Kind.VIGUEUR_SANS_AGREMENT: in_force_without_approval,
    Kind.ETENDU_SANS_SIGNATURE: extended_without_signature,
    Kind.ETENDU_SANS_AGREMENT: extended_without_approval,
    Kind.DATES_INVERSEES: inverted_dates,
    Kind.FAITS_INCOMPATIBLES: at_odds,
    Kind.SOURCES_DIVERGENTES: divergent_sources,
    Kind.SANS_SIGNATAIRE: no_signatory,
    Kind.SANS_DATE: no_date,
    Kind.FAIT_SANS_DATE: undated_decision,
    Kind.JO_NON_LU: journal_not_read,
    Kind.AGREMENT_INCONNU: unknown_approval,
    Kind.EFFET_INCONNU: unknown_effect,
    Kind.RELATION_SANS_SOURCE: relation_without_source,
    Kind.SANS_LIEN: nothing_to_open,
}
