"""Facts in few words, for the tests of the life-cycle.

Dates are written as a reader would: "2020-10-29", "2020-10" (the month only), "2020" (the year only),
"≤2020-10-27" (« au plus tard »).
"""

from dataclasses import replace
from datetime import date

import pytest

from agreements.law.effect_rules import EffectRule
from agreements.law.facts import Commitment, Fact, Facts, Held, Situation
from agreements.law.lifecycle import situations
from agreements.law.vocabulary import Certainty, College, Mode, Nature
from portal.french.dates import PartialDate, Precision

#: The day on which sources without a date were read.
READ_ON = "2026-11-22"
UNIONS = {"cfdt", "cftc", "cgt", "fo", "sud", "cfe-cgc", "snaless"}
ABSENT = "absent"

#: That of a text signed before anyone kept the day of its agrément.
SIGNED = "1985-03-15"


def day(text: str) -> date:
    return date.fromisoformat(text)


def partial(text: str | None) -> PartialDate | None:
    """The date that a source gives, as precise as it gives it."""
    if text is None:
        return None
    if text.startswith("≤"):
        return PartialDate(day(text[1:]), Precision.AU_PLUS_TARD)
    match text.count("-"):
        case 0:
            return PartialDate(date(int(text), 1, 1), Precision.ANNEE)
        case 1:
            return PartialDate(day(f"{text}-01"), Precision.MOIS)
    return PartialDate(day(text))


def fact(
    nature: Nature, on: str | None = None, *, jo: str | None = None, told=READ_ON, convention="", **of_the_act
) -> Fact:
    """What happened: the day of the act, its publication at the JO, the day its source tells it."""
    published = day(jo) if jo else None
    return Fact(
        nature, day(told), partial(on), published, convention, read_only=told == READ_ON, **of_the_act
    )


def signed(
    *organisations: str, on: str | None = None, told=READ_ON, mode=Mode.SIGNATURE
) -> tuple[Commitment, ...]:
    return tuple(
        Commitment(
            name, College.SALARIE if name in UNIONS else College.EMPLOYEUR, mode, day(told), partial(on)
        )
        for name in organisations
    )


def rule(kind, on: str | None = None) -> EffectRule:
    return EffectRule(kind, day(on) if on else None)


def facts(
    *events: Fact, dated: str | None = None, term: str | None = None, by=(), fields=(), **others
) -> Facts:
    """One agreement: its events, the date of its title, its last day, by whom, in which fields."""
    return Facts(
        recorded_on=day(others.pop("recorded", READ_ON)),
        dated=partial(dated),
        term=day(term) if term else None,
        conventions=frozenset(fields),
        events=tuple(replace(each, key=number) for number, each in enumerate(events, 1)),
        commitments=tuple(by),
        **others,
    )


def held(state="VIGUEUR_NON_ETEN", since=None, **others) -> Facts:
    """A text that the official base holds, and of which nothing else is known."""
    events = others.pop("events", ())
    return facts(
        *events, dated=others.pop("dated", SIGNED), held=Held(state, day(since) if since else None), **others
    )


def story(shows: str, told: Facts, *lines: str) -> list:
    """Table rows. A line: the day, → , the words of the four tracks, the day of effect if it is known."""
    return [pytest.param(told, *line.split(" → "), id=f"{shows}, {line.split(' → ')[0]}") for line in lines]


def shown_on(told: Facts, on: str) -> str:
    """What the situation that covers this day says, in the words of a table row."""
    return next((in_words(each) for each in situations(told) if covers(each, day(on))), ABSENT)


def covers(situation: Situation, on: date) -> bool:
    return situation.starts_on <= on and (situation.ends_on is None or on < situation.ends_on)


#: How a state is known, after its word: nothing where a source says it.
MARKS = {None: "", Certainty.ETABLI: "", Certainty.DEDUIT: "°", Certainty.PROBABLE: "?"}


def in_words(situation: Situation) -> str:
    """« signe en-cours° inconnu agree? »: ° for what is deduced, ? for what is probable."""
    words = [f"{state.word}{MARKS[state.certainty]}" for state in situation.states]
    return " ".join([*words, *([str(situation.effective_on)] if situation.effective_on else [])])
