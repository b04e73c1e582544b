"""The words of the sentence: participles that agree, and the day of a fact as far as it is known."""

from agreements.law.facts import Fact, State
from agreements.law.vocabulary import AgreementKind, Certainty
from portal.french.dates import Precision
from portal.french.writing import grouped, of_date, on_date

FEMININE = frozenset(
    {
        AgreementKind.CONVENTION,
        AgreementKind.DECISION,
        AgreementKind.RECOMMANDATION,
        AgreementKind.ADHESION,
        AgreementKind.DENONCIATION,
        AgreementKind.ANNEXE,
        AgreementKind.DELIBERATION,
        AgreementKind.DECLARATION,
        AgreementKind.NEGOCIATION,
    }
)
#: What is done to a text that no two parties sign.
MADE = {
    AgreementKind.DECISION: "pris",
    AgreementKind.RECOMMANDATION: "pris",
    AgreementKind.DELIBERATION: "pris",
    AgreementKind.ARRETE: "pris",
    AgreementKind.AVIS: "rendu",
    AgreementKind.ADHESION: "notifié",
    AgreementKind.DENONCIATION: "notifié",
    AgreementKind.DOCUMENT: "établi",
}


#: What an act does that sets no rule of its own.
WITHOUT_RULES = {
    AgreementKind.ADHESION: "elle lie une organisation à un autre texte",
    AgreementKind.DENONCIATION: "elle met fin à un autre texte",
    AgreementKind.ARRETE: "il rattache une convention à une autre",
}


def perhaps(state: State) -> str:
    """« probablement », before what is only usual."""
    return "probablement " if state.certainty == Certainty.PROBABLE else ""


def of_which_probable(count: int, probable: int) -> str:
    """What follows a number of texts in a state: « dont 20 probables », « tous probables », « probable »."""
    if not probable:
        return ""
    if probable == count:
        return "tous probables" if count > 1 else "probable"
    return (
        f"dont {grouped(probable)} probable{'s' if probable > 1 else ''}"  # narrow columns break it anywhere
    )


def agree(kind: AgreementKind, participle: str) -> str:
    """« signé », « signée »."""
    return f"{participle}e" if kind in FEMININE else participle


def first_capital(told: str) -> str:
    return told[:1].upper() + told[1:]


def published(fact: Fact | None) -> str:
    """« (JO du 29 octobre 2020) », else the date of the decision."""
    if fact and fact.published_on:
        return f" (JO {of_date(fact.published_on)})"
    return when(fact)


def in_the_journal(fact: Fact | None) -> str:
    """The same for a decision that takes effect by its publication: an arrêté's own day is not that."""
    unread = fact and fact.on and fact.on.exact and not fact.published_on
    return f"{published(fact)} (JO inconnu)" if unread else published(fact)


def when(fact: Fact | None) -> str:
    """« le 2 octobre 2020 », « en mars 2019 », « (date inconnue) »."""
    if fact is None:
        return ""
    return f" {on_date(fact.on.day, fact.on.precision)}" if fact.on else " (date inconnue)"


def since(fact: Fact | None) -> str:
    if fact is None or not fact.on:
        return ""
    if fact.on.precision == Precision.AU_PLUS_TARD:
        return f" depuis {on_date(fact.on.day)} au plus tard"
    return f" depuis {on_date(fact.on.day, fact.on.precision).removeprefix('en ')}"


def news(fact: Fact | None) -> str:
    """The day of what is pending: an old « en cours » is never passed off as news."""
    if fact is None or not fact.on:
        return ""
    precision = Precision.JOUR if fact.on.precision == Precision.AU_PLUS_TARD else fact.on.precision
    return f" (nouvelle {of_date(fact.on.day, precision)})"


def last_news(fact: Fact | None) -> str:
    """« (dernière nouvelle le 27 octobre 2020) »: how old what is no longer known is."""
    told = news_on(fact) if fact else ""
    return f" (dernière nouvelle {told})" if told else ""


def news_on(fact: Fact) -> str:
    """The day of a news: « le 27 octobre 2020 », « en mars 2019 »; nothing when it is not known."""
    if fact.published_on or not fact.on:
        return on_date(fact.published_on) if fact.published_on else ""
    precision = Precision.JOUR if fact.on.precision == Precision.AU_PLUS_TARD else fact.on.precision
    return on_date(fact.on.day, precision)
