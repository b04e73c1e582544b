"""The reasons, in French: every sentence of « what applies » is written here, once, with its article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements.law.vocabulary import (
    AgreementKind,
    AgrementState,
    EffectState,
    ExtensionState,
    SignatureState,
)
from members.rule.facts import Decision, Text
from members.rule.vocabulary import Answer, Awaited, Opposable
from portal.french.writing import NBSP, date_fr, on_date


@dataclass(frozen=True)
class Line:
    """One answer with its reason and its article."""

    answer: Answer
    reason: str
    article: str
    since: date | None = None
    exact: bool = True  # whether `since` is the very day, or a day by which it is so
    awaits: tuple[Awaited, ...] = ()
    outside: bool = False  # of a convention that is not applied at all


def no(reason: str, article: str) -> Line:
    return Line(Answer.NE_S_APPLIQUE_PAS, reason, article)


def unknown(reason: str, article: str) -> Line:
    return Line(Answer.INCONNU, reason, article)


def awaiting(awaits: Sequence[Awaited], reason: str, article: str) -> Line:
    return Line(Answer.VA_S_APPLIQUER, reason, article, awaits=tuple(awaits))


#: What is recorded beside agreements and is not itself to be applied.
NOT_AGREEMENTS = {
    AgreementKind.ARRETE: no(
        "arrêté de fusion : il rattache des conventions, sans rien fixer", "L2261-32 CT"
    ),
    AgreementKind.ADHESION: no("lettre d’adhésion : elle lie à un autre texte", "L2261-3 CT"),
    AgreementKind.DENONCIATION: no("dénonciation : elle met fin à un autre texte", "L2261-9 CT"),
    AgreementKind.NEGOCIATION: no("négociation : aucun texte n’est signé", "L2231-3 CT"),
}

ENDINGS = {
    "L2222-4 CT": "son terme est passé",
    "L2261-8 CT": "remplacé ou abrogé par un autre texte",
    "L2261-10 CT": "dénoncé, et son délai de survie est passé",
}


def dead(text: Text) -> Line | None:
    """Why a text applies to nobody, now or any more; nothing while it may."""
    if text.signature == SignatureState.REPUTE_NON_ECRIT:
        return no(f"opposition majoritaire{told(text.struck)} : réputé non écrit", "L2231-9 CT")
    if text.signature == SignatureState.NEGOCIATION:
        return no("en négociation : aucun accord n’est signé", "L2231-3 CT")
    if text.agrement in REFUSALS:
        return no(f"{REFUSALS[text.agrement]}{told(text.decided)} : sans effet", "L314-6 CASF")
    if text.effet == EffectState.SANS_EFFET:
        return no("sans effet : annulé, ou lié à un texte qui l’est", text.ended_by or "L2262-15 CT")
    if text.effet == EffectState.PLUS_EN_VIGUEUR:
        ended = ENDINGS.get(text.ended_by, "a cessé de produire effet")
        return no(f"{ended}{by_then(text.ended)}", text.ended_by or "L2261-8 CT")
    return None


REFUSALS = {
    AgrementState.REFUSE: "agrément refusé",
    AgrementState.ANNULE: "agrément annulé par le juge",
    AgrementState.SANS_SUITE: "demande d’agrément classée sans suite",
}


def told(decision: Decision | None) -> str:
    """« (JO du 29 octobre 2020) », « (le 23 mars 2001) », « (au plus tard le 31 décembre 2008) »."""
    if decision is None:
        return ""
    if not decision.exact:
        return f" (au plus tard {on_date(decision.day)})"
    if decision.published:
        return f" (JO du{NBSP}{date_fr(decision.day)})"
    return f" ({on_date(decision.day)})"


def by_then(day: date | None) -> str:
    return f", à compter du{NBSP}{date_fr(day)}" if day else ""


APPROVALS = {
    AgrementState.SANS_OBJET: "non soumis à l’agrément",
    AgrementState.INCONNU: "aucune source lue ne dit s’il est agréé",
    AgrementState.EN_COURS: "l’agrément n’est pas encore décidé",
    AgrementState.AVIS_FAVORABLE: "avis favorable à l’agrément, dont l’arrêté n’est pas publié",
    AgrementState.AVIS_DEFAVORABLE: "avis défavorable à l’agrément, dont la décision n’est pas connue",
}


PENDING = (AgrementState.EN_COURS, AgrementState.AVIS_FAVORABLE, AgrementState.AVIS_DEFAVORABLE)


def approval(text: Text) -> str:
    if text.agrement == AgrementState.AGREE:
        return f"agréé{told(text.decided)}"
    if text.agrement in PENDING:
        return f"{APPROVALS[text.agrement]}{last_news(text.decided)}"
    return APPROVALS.get(text.agrement, REFUSALS.get(text.agrement, ""))


def last_news(decision: Decision | None) -> str:
    """A procedure is as old as the last that is known of it: « en cours » is never passed off as news."""
    return f", aux dernières nouvelles{told(decision)}" if decision else ""


def extension(text: Text) -> str:
    words = {
        ExtensionState.ETENDU: f"étendu{told(text.extended)}",
        ExtensionState.ETENDU_AVEC_RESERVES: f"étendu{told(text.extended)} avec exclusions ou réserves",
        ExtensionState.EN_COURS: f"l’extension n’est pas encore décidée{last_news(text.extended)}",
        ExtensionState.REFUSE: f"extension refusée{told(text.extended)}",
        ExtensionState.SANS_OBJET: "il ne peut pas être étendu",
    }
    if text.extension == ExtensionState.INCONNU and text.not_extended:
        return "il n’est pas étendu, selon la base officielle KALI"
    return words.get(text.extension, "aucune source lue ne dit s’il est étendu")


def imposed(text: Text) -> str:
    """What the agrément means for the funder: in the past for a text in force no longer, nothing without effect."""
    outside = "au financeur, hors contrats pluriannuels (CPOM)"
    if text.effet == EffectState.PLUS_EN_VIGUEUR:
        return f" : tant qu’il était en vigueur, il s’imposait {outside}"
    return "" if text.is_over else f" : il s’impose {outside}"


def opposable(text: Text) -> tuple[Opposable, str]:
    """Whether the funding authority must reckon with the text (CASF L314-6), and why."""
    if text.signature == SignatureState.REPUTE_NON_ECRIT:
        return Opposable.NON, "réputé non écrit"
    if text.agrement == AgrementState.AGREE:
        return Opposable.OUI, f"{approval(text)}{imposed(text)}"
    if text.agrement == AgrementState.SANS_OBJET:
        return Opposable.SANS_OBJET, approval(text)
    if text.agrement == AgrementState.INCONNU:
        return Opposable.INCONNU, approval(text)
    return Opposable.NON, approval(text)
