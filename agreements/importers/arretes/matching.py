"""Which recorded agreement a decision speaks of: same convention, kind, number and date.

Anything short of that is a candidate for a person to choose, never a match; so are several that are all the same.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.importers.arretes.facts import Decision
from agreements.importers.numbers import number_key
from portal.french.analyser import fold


@dataclass(frozen=True)
class RecordedField:
    slug: str
    idcc: int | None = None

    @property
    def key(self) -> str:
        return str(self.idcc) if self.idcc else self.slug


@dataclass(frozen=True)
class RecordedText:
    slug: str
    kind: str
    number: str = ""
    dated: date | None = None
    conventions: frozenset[str] = frozenset()
    place: str = ""


@dataclass(frozen=True)
class Match:
    """The agreement, or why there is none, with those that come near."""

    slug: str = ""
    candidates: tuple[str, ...] = ()
    why: str = ""


class Recorded:
    """The conventions and the agreements recorded, by convention."""

    def __init__(self, fields: Iterable[RecordedField], texts: Iterable[RecordedText]):
        self.fields = {one.key: one.slug for one in fields}
        self.texts = defaultdict(list)
        for text in texts:
            for convention in text.conventions:
                self.texts[convention].append(text)

    def match(self, decision: Decision) -> Match:
        keys = decision.field.keys
        slugs = [self.fields[key] for key in sorted(keys) if key in self.fields]
        if not slugs:
            return Match(why="convention non enregistrée" if keys else "convention non reconnue")
        told = fold(f"{decision.text.subject} {decision.field.words}")
        near = {text.slug: text for slug in slugs for text in self.texts[slug] if here(text, told)}
        return choose(decision, [near[slug] for slug in sorted(near)])


def here(text: RecordedText, told: str) -> bool:
    """A local text is only spoken of where its place is named."""
    return not text.place or fold(text.place) in told


def choose(decision: Decision, texts: list[RecordedText]) -> Match:
    cited = decision.text
    number = number_key(cited.number)
    numbered = [text for text in texts if number and number_key(text.number) == number]
    same_day = [text for text in texts if cited.dated and text.dated == cited.dated]
    named = numbered if number else [text for text in same_day if not text.number]
    exact = [text for text in same_day if text in named and text.kind == cited.kind]
    of_the_day = [text for text in same_day if text.kind == cited.kind]
    if len(exact) == 1 and (number or len(of_the_day) == 1):
        return Match(exact[0].slug)
    rivals = exact or of_the_day or [text for text in numbered if text.kind == cited.kind] or named
    found = tuple(text.slug for text in (of_the_day if exact and not number else rivals))
    if not found:
        return Match(why="aucun texte de cette convention n’a ce numéro ni cette date")
    return Match(candidates=found, why=reason(cited, exact, of_the_day, numbered))


def reason(cited, exact, of_the_day, numbered) -> str:
    if exact:
        return "plusieurs textes ont ce nom ou cette date"
    if of_the_day:
        return "un texte a cette date sous un autre numéro"
    if not any(text.kind == cited.kind for text in numbered):
        return "un texte a ce numéro ou cette date sous un autre type"
    if not cited.dated:
        return "l’acte ne donne pas la date du texte"
    if any(text.dated is None for text in numbered):
        return "le texte enregistré n’a pas de date"
    return "un texte a ce numéro à une autre date"
