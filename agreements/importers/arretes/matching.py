"""Which recorded agreement a decision speaks of: same convention, kind, number and date.

Anything short of that is a candidate for a person to choose, never a match; so are several that are all the same.
What the act itself links to, by an official identifier, is surer than a name: it settles what the line leaves open,
and never what the line contradicts.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.importers.arretes.facts import CitedText, Decision
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
    kalitext: str = ""


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
        self.named: dict[str, RecordedText] = {}
        self.official: dict[str, str] = {}  # the agreement of each KALITEXT
        for text in texts:
            self.named[text.slug] = text
            if text.kalitext:
                self.official[text.kalitext] = text.slug
            for convention in text.conventions:
                self.texts[convention].append(text)

    def linked(self, kalitexts: Iterable[str]) -> frozenset[str]:
        """The agreements that these official identifiers are of."""
        return frozenset(self.official[one] for one in kalitexts if one in self.official)

    def match(self, decision: Decision, linked: frozenset[str] = frozenset()) -> Match:
        """The agreement of a decision; `linked` are those that the act links to."""
        found = self.match_by_name(decision)
        slugs = {self.fields[key] for key in decision.field.keys if key in self.fields}
        texts = [self.named[slug] for slug in sorted(linked) if slug in self.named]
        fit = [
            text.slug
            for text in texts
            if fits(decision.text, text) and (not slugs or slugs & text.conventions)
        ]
        if len(fit) != 1 or fit[0] == found.slug:
            return found
        if found.slug:
            both = tuple(sorted((found.slug, fit[0])))
            return Match(candidates=both, why="le nom du texte et le lien de l’acte en désignent deux")
        return Match(fit[0])

    def match_by_name(self, decision: Decision) -> Match:
        keys = decision.field.keys
        slugs = [self.fields[key] for key in sorted(keys) if key in self.fields]
        if not slugs:
            return Match(why="convention non enregistrée" if keys else "convention non reconnue")
        told = fold(f"{decision.text.subject} {decision.field.words}")
        near = {text.slug: text for slug in slugs for text in self.texts[slug] if here(text, told)}
        return choose(decision, [near[slug] for slug in sorted(near)])


def fits(cited: CitedText, text: RecordedText) -> bool:
    """Whether a line may name a text: all that both give is the same, the number or the day at least."""
    same_number = bool(cited.number) and number_key(cited.number) == number_key(text.number)
    same_day = cited.dated is not None and cited.dated == text.dated
    if cited.kind != text.kind or (cited.number and not same_number):
        return False
    return same_day or (same_number and not (cited.dated and text.dated))


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
