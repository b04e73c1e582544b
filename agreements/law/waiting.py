"""What a text still waits for on a day: the first missing condition, since when, and the deadlines the law sets.

Pure functions over the facts and the situation of the day. Nothing is promised: what may come next is told as
what the law allows, and a deadline that has passed without news says only that.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from agreements.law.deductions.rules import Rule
from agreements.law.facts import Fact, Facts, Situation
from agreements.law.vocabulary import AgrementState, EffectState, ExtensionState, Nature, SignatureState
from portal.french.dates import add_months
from portal.french.words import Word

OPPOSITION_DAYS = 15
SILENCE_MONTHS = 6
#: Beyond this, what was pending is told apart: nobody knows whether it still is.
STALE_AFTER = timedelta(days=365)


class Column(Word):
    """What is waited for, in the order of the procedure: a text stands in the first that it lacks."""

    OUVERT = (
        "ouvert-a-la-signature",
        "Ouvert à la signature",
        "Peuvent suivre : la signature d’organisations des deux côtés et la notification du texte à toutes celles "
        "qui sont représentatives (CT L. 2231-5), ou l’échec de la mise à la signature.",
    )
    OPPOSITION = (
        "delai-d-opposition",
        "Délai d’opposition",
        "Peuvent suivre : une opposition majoritaire, qui rendrait le texte réputé non écrit (CT L. 2231-9), ou la "
        "fin du délai et la suite de la procédure.",
    )
    COMMISSION = (
        "attend-commission",
        "Attend la commission d’agrément",
        "Peut suivre : l’avis de la commission nationale d’agrément, favorable ou défavorable (CASF R. 314-198).",
    )
    ARRETE = (
        "attend-arrete",
        "Attend l’arrêté d’agrément",
        "Peut suivre : la décision du ministre, qui agrée ou refuse (CASF L. 314-6).",
    )
    PUBLICATION = (
        "attend-publication",
        "Attend la publication de l’arrêté",
        "L’arrêté d’agrément est signé. Peut suivre : sa publication au Journal officiel, d’où compte l’agrément.",
    )
    EXTENSION = (
        "attend-extension",
        "Attend l’extension",
        "Peuvent suivre : un avis motivé (CT L. 2261-15), puis un arrêté qui étend, étend avec exclusions ou "
        "réserves, ou refuse (CT L. 2261-25).",
    )
    EFFET = (
        "attend-effet",
        "Attend le jour d’effet",
        "Peut suivre : l’entrée en vigueur, le jour que donne sa clause ou quand le texte auquel il est lié le permet.",
    )


@dataclass(frozen=True)
class Deadline:
    """A day that the law or a source sets; not exact when it is that day at the latest."""

    label: str
    on: date
    exact: bool = True
    article: str = ""


@dataclass(frozen=True)
class Waiting:
    """Where a text stands on the board of a day."""

    column: Column
    day: date
    since: Fact | None  # what opened the wait
    last: Fact | None  # the last fact known
    deadlines: tuple[Deadline, ...] = ()
    signed_on: date | None = None  # the day of the text, where no fact opened the wait

    @property
    def since_on(self) -> date | None:
        """Since when it waits: the fact that opened the wait, else the day of the text, which was signed then."""
        if self.since is None:
            return self.signed_on
        if self.column == Column.PUBLICATION and self.since:
            return self.since.on.day  # signed, and known by its own day until the JO publishes it
        return self.since.counts_from if is_dated(self.since) else None

    @property
    def since_exactly(self) -> bool:
        return self.since.exact if self.since else bool(self.signed_on)

    @property
    def days(self) -> int | None:
        return (self.day - self.since_on).days if self.since_on else None

    @property
    def news_on(self) -> date | None:
        """The day of the last dated fact, else of the text: a state is as old as it."""
        if self.last is None:
            return self.signed_on
        return self.last.counts_from if is_dated(self.last) else None

    @property
    def stale(self) -> bool:
        """Whether nothing has been heard for more than a year, or nobody knows since when."""
        return self.news_on is None or self.day - self.news_on > STALE_AFTER


def waiting(facts: Facts, situation: Situation, day: date) -> Waiting | None:
    """What the text waits for on the day; nothing when it waits for nothing that is known."""
    known = facts.known(day)
    if not (found := column_of(facts, known, situation, day)):
        return None
    column, since = found
    dated = [event for event in known.in_order if is_dated(event)]
    last = dated[-1] if dated else next(iter(reversed(known.in_order)), None)
    if column == Column.PUBLICATION and (last is None or last.counts_from < since.on.day):
        last = since
    signed_on = facts.dated.day if facts.dated and facts.dated.exact else None
    return Waiting(column, day, since, last, tuple(deadlines(facts, known, column, day)), signed_on)


def column_of(
    facts: Facts, known: Facts, situation: Situation, day: date
) -> tuple[Column, Fact | None] | None:
    """The first condition that is missing, and the fact that opened the wait for it."""
    signature, agrement, extension, effet = situation.words
    if signature == SignatureState.OUVERT:
        return Column.OUVERT, fact_of(known, situation.signature.cause)
    if signature != SignatureState.SIGNE or effet in (EffectState.SANS_EFFET, EffectState.PLUS_EN_VIGUEUR):
        return None
    if notified := under_opposition(known, day):
        return Column.OPPOSITION, notified
    if agrement == AgrementState.SANS_SUITE:
        return None
    if arrete := signed_not_published(facts, day):
        return Column.PUBLICATION, arrete
    if agrement in (AgrementState.AVIS_FAVORABLE, AgrementState.AVIS_DEFAVORABLE):
        return Column.ARRETE, fact_of(known, situation.agrement.cause)
    if lost := lost_sight_of(known, situation):
        return lost
    if agrement == AgrementState.EN_COURS:
        opinion = known.last(Nature.AVIS_CNA)
        return (
            (Column.ARRETE, opinion)
            if opinion
            else (Column.COMMISSION, fact_of(known, situation.agrement.cause))
        )
    if extension == ExtensionState.EN_COURS:
        return Column.EXTENSION, fact_of(known, situation.extension.cause)
    if effet == EffectState.PAS_ENCORE:
        return Column.EFFET, fact_of(known, situation.agrement.cause)
    return None


def lost_sight_of(known: Facts, situation: Situation) -> tuple[Column, Fact | None] | None:
    """What was pending when it was last heard of, too long ago to be still known to be."""
    if situation.effet.word != EffectState.INCONNU:
        return None
    for state, rule, column in (
        (situation.agrement, Rule.AGREMENT_SANS_ISSUE, Column.COMMISSION),
        (situation.extension, Rule.EXTENSION_SANS_ISSUE, Column.EXTENSION),
    ):
        if state.rule == rule:
            cause = fact_of(known, state.cause)
            opinion = cause and cause.nature in (
                Nature.AVIS_CNA,
                Nature.AVIS_FAVORABLE,
                Nature.AVIS_DEFAVORABLE,
            )
            return (Column.ARRETE if opinion else column), cause
    return None


def under_opposition(known: Facts, day: date) -> Fact | None:
    """The notification whose fifteen days run (CT L2232-6), unless a source says that they are over."""
    notified = known.last(Nature.NOTIFICATION)
    over = known.last(Nature.FIN_OPPOSITION, Nature.VALIDE, Nature.OPPOSITION_MINORITAIRE)
    if not notified or not notified.exact or (over and over.counts_from >= notified.counts_from):
        return None
    return notified if day <= opposition_end(notified) else None


def opposition_end(notified: Fact) -> date:
    return notified.counts_from + timedelta(days=OPPOSITION_DAYS)


def signed_not_published(facts: Facts, day: date) -> Fact | None:
    """The arrêté d'agrément that is signed on the day and published after it.

    It is the one fact told before it counts: the arrêté is there, its effect is not.
    """
    return next(
        (
            event
            for event in facts.in_order
            if event.nature == Nature.AGREE and event.published_on and event.on
            if event.on.exact and event.on.day <= day < event.published_on
        ),
        None,
    )


# -- Deadlines ---------------------------------------------------------------------------------------------


def deadlines(facts: Facts, known: Facts, column: Column, day: date):
    """The days that are known to come, or to have passed, in this column."""
    if column == Column.OUVERT:
        closing = facts.last(Nature.CLOTURE)
        if closing and is_dated(closing) and closing.counts_from >= day:
            yield Deadline("fin de la mise à la signature", closing.counts_from, closing.exact)
    if column == Column.OPPOSITION:
        label = f"fin des {OPPOSITION_DAYS} jours d’opposition"
        yield Deadline(label, opposition_end(known.last(Nature.NOTIFICATION)), article="CT L. 2232-6")
    if column == Column.COMMISSION:
        session = facts.last(Nature.SEANCE_CNA)
        if session and session.exact and session.counts_from >= day:
            yield Deadline("séance de la commission annoncée", session.counts_from)
    asked = known.first(Nature.DEMANDE_EXTENSION)
    if column == Column.EXTENSION and asked and is_dated(asked):
        label = f"{SILENCE_MONTHS} mois de silence valent rejet de la demande"
        silent = add_months(asked.counts_from, SILENCE_MONTHS)
        yield Deadline(label, silent, asked.exact, "CT R. 2261-4-7")


# -- Words -------------------------------------------------------------------------------------------------


def fact_of(facts: Facts, key: int | None) -> Fact | None:
    return next((event for event in facts.events if event.key == key), None) if key is not None else None


def is_dated(fact: Fact) -> bool:
    return bool(fact.on or fact.published_on)
