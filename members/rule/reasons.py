"""The reasons, in French: every sentence of « what applies » is written here, once, with its article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements.law.vocabulary import (
    FIRM,
    AgreementKind,
    AgrementState,
    Certainty,
    EffectState,
    ExtensionState,
    SignatureState,
)
from members.rule.facts import Decision, Replacer, Text
from members.rule.vocabulary import Answer, Awaited, Missing, Opposable
from portal.french.writing import NBSP, date_fr, on_date


@dataclass(frozen=True)
class Line:
    """One answer with its reason, its article, and how sure it is."""

    answer: Answer
    reason: str
    article: str
    since: date | None = None
    exact: bool = True  # whether `since` is the very day, or a day by which it is so
    awaits: tuple[Awaited, ...] = ()
    outside: bool = False  # of a convention that is not applied at all
    certainty: Certainty | None = Certainty.ETABLI  # None where nothing can be said
    missing: Missing | None = None  # the fact for want of which nothing can be said
    replaced_by: Replacer | None = None
    tie: str = ""  # of what applies: what binds the employer, which many texts share
    unbound: bool = False  # nothing but its own will binds the employer to this text of its convention


def no(reason: str, article: str, certainty: Certainty = Certainty.ETABLI) -> Line:
    return Line(Answer.NE_S_APPLIQUE_PAS, reason, article, certainty=certainty)


def unknown(reason: str, article: str, missing: Missing) -> Line:
    return Line(Answer.INCONNU, reason, article, certainty=None, missing=missing)


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


def dead(text: Text, replaced_by: Replacer | None = None) -> Line | None:
    """Why a text applies to nobody, now or any more; nothing while it may."""
    sure = text.certainties
    if text.signature == SignatureState.REPUTE_NON_ECRIT:
        told_so = f"opposition majoritaire{told(text.struck)} : réputé non écrit"
        return no(told_so, "L2231-9 CT", sure.signature)
    if text.signature == SignatureState.NEGOCIATION:
        return no("en négociation : aucun accord n’est signé", "L2231-3 CT", sure.signature)
    if text.agrement in REFUSALS:
        refused = f"{REFUSALS[text.agrement]}{told(text.decided)} : sans effet"
        return no(refused, "L314-6 CASF", sure.agrement)
    if text.effet == EffectState.SANS_EFFET:
        return no(
            "sans effet : annulé, ou lié à un texte qui l’est", text.ended_by or "L2262-15 CT", sure.effet
        )
    if text.effet == EffectState.PLUS_EN_VIGUEUR:
        return over(text, replaced_by)
    return None


def over(text: Text, replaced_by: Replacer | None) -> Line:
    """In force no longer: since when, and by what text where that is known."""
    ended = ENDINGS.get(text.ended_by, "a cessé de produire effet")
    return Line(
        Answer.REMPLACE,
        f"{ended}{by_then(text.ended)}",
        text.ended_by or "L2261-8 CT",
        since=text.ended or text.effect_since,
        exact=bool(text.ended),
        certainty=text.certainties.effet,
        replaced_by=replaced_by if text.ended_by in ("", "L2261-8 CT") else None,
    )


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
    """What is said of the agrément, and whether it is only probable."""
    perhaps = "probablement " if text.certainties.agrement == Certainty.PROBABLE else ""
    return f"{perhaps}{approved(text)}"


def approved(text: Text) -> str:
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
    if text.extension not in words and text.not_extended:
        probable = text.certainties.extension == Certainty.PROBABLE
        return f"il n’est pas étendu, {'très probablement' if probable else 'selon la base officielle KALI'}"
    return words.get(text.extension, "aucune source lue ne dit s’il est étendu")


def imposed(text: Text) -> str:
    """What the agrément means for the funder: in the past for a text in force no longer, nothing without effect."""
    outside = "au financeur, hors contrats pluriannuels (CPOM)"
    if text.effet == EffectState.PLUS_EN_VIGUEUR:
        return f" : tant qu’il était en vigueur, il s’imposait {outside}"
    return "" if text.is_over else f" : il s’impose {outside}"


def opposable(text: Text) -> tuple[Opposable, str]:
    """Whether the funding authority must reckon with the text (CASF L314-6), and why: nothing probable is opposed."""
    if text.signature == SignatureState.REPUTE_NON_ECRIT:
        return Opposable.NON, "réputé non écrit"
    if text.certainties.agrement not in FIRM:
        return Opposable.INCONNU, approval(text)
    if text.agrement == AgrementState.AGREE:
        return Opposable.OUI, f"{approval(text)}{imposed(text)}"
    if text.agrement == AgrementState.SANS_OBJET:
        return Opposable.SANS_OBJET, approval(text)
    if text.agrement == AgrementState.INCONNU:
        return Opposable.INCONNU, approval(text)
    return Opposable.NON, approval(text)
