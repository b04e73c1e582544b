"""The recorded texts that come nearest to one that an act names, where none is surely it."""

from datetime import date

from agreements.importers.arretes.facts import CitedText
from agreements.importers.arretes.matching import Recorded, RecordedText
from agreements.importers.arretes.proposal import Row
from agreements.importers.numbers import number_key

MOST = 3
FAR = 10_000


def near(row: Row, recorded: Recorded) -> list[str]:
    """Those that the reader doubted of, else those of the convention that share a number, or stand by the date."""
    if row.match.candidates:
        return list(row.match.candidates[:MOST])
    decision = row.decision
    slugs = [recorded.fields[key] for key in sorted(decision.field.keys) if key in recorded.fields]
    texts = {text.slug: text for slug in slugs for text in recorded.texts[slug]}
    ranked = sorted(texts.values(), key=lambda text: (distance(decision.text, text), text.slug))
    return [text.slug for text in ranked[:MOST]]


def distance(cited: CitedText, text: RecordedText) -> tuple:
    """A shared number comes first, then a shared type, then the fewest days between the two."""
    same_number = bool(cited.number) and number_key(cited.number) == number_key(text.number)
    return not same_number, cited.kind != text.kind, days_between(cited.dated, text.dated)


def days_between(one: date | None, other: date | None) -> int:
    return abs((one - other).days) if one and other else FAR
