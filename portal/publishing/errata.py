"""What changed in our knowledge between two editions, fact by fact, with before and after: public errata."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from agreements.law.vocabulary import (
    STATES,
    AgreementKind,
    Certainty,
    EffectRuleKind,
    Mode,
    Nature,
    RelationKind,
)
from portal.edition.manifest import Manifest
from portal.french.dates import Precision
from portal.french.writing import date_fr
from portal.publishing.differences import Changes, compare, rows_in

NEVER = "9999-12-31"


def day(value: str) -> str:
    return "" if value == NEVER else date_fr(date.fromisoformat(value))


def words(kinds) -> Callable[[str], str]:
    return lambda value: kinds(value).label


def yes(value: int) -> str:
    return "oui" if value else "non"


def precise(value: str) -> str:
    """A precision is worth saying only when the day is not known."""
    return "" if value == Precision.JOUR else Precision(value).label


STATE_FIELDS = [(track.label.lower(), words(STATES[track])) for track in STATES]
CERTAINTY_FIELDS = [(f"{track.label.lower()}, certitude", Certainty.label_of) for track in STATES]
#: For each kind of fact that `changes` compares: what each column says, and how a reader reads it.
FIELDS: dict[str, list[tuple[str, Callable]]] = {
    "le texte": [
        ("type", words(AgreementKind)), ("numéro", str), ("titre", str), ("date", day), ("précision", precise),
        ("ouvert à la signature le", day), ("identifiant KALITEXT", str), ("état selon KALI", str),
        ("indivisible", yes), ("soumis à l’agrément", yes), ("règle d’effet", words(EffectRuleKind)),
        ("date que donne la règle", day), ("clause d’effet", str), ("dernier jour", day), ("note", str),
    ],
    "ses conventions": [("convention", str)],
    "ses thèmes": [("thème", str)],
    "ses situations": [("du", day), ("au", day), *STATE_FIELDS, *CERTAINTY_FIELDS, ("prend effet le", day)],
    "ses événements": [
        ("fait", words(Nature)), ("intitulé", str), ("date", day), ("précision", precise), ("référence", str),
        ("note", str), ("acte", str), ("date de l’acte", day), ("JO", day), ("NOR", str), ("lien", str),
    ],
    "ses parties": [("organisation", str), ("a fait", words(Mode)), ("le", day), ("précision", precise)],
    "ses relations": [("ce texte", words(RelationKind)), ("accord", str), ("texte", str), ("note", str)],
    "ses sources": [("titre", str), ("lien", str), ("publiée le", day), ("ce qu’on y a lu", str)],
    "ses divergences": [("sujet", str), ("commentaire", str), ("valeur", str), ("selon", str)],
}  # fmt: skip
ONE_ROW = "le texte"


@dataclass(frozen=True)
class Erratum:
    """One fact of an agreement: what an edition said, what a later one says; either may be nothing."""

    about: str
    before: str
    after: str


@dataclass(frozen=True)
class Errata:
    changes: Changes
    corrected: dict[str, list[Erratum]]


def errata(before: Manifest, after: Manifest) -> Errata:
    return compared((before.path, before.checksum), (after.path, after.checksum))


@lru_cache(maxsize=8)
def compared(before: tuple[Path, str], after: tuple[Path, str]) -> Errata:
    """Editions never change, so that their comparison is made once."""
    changes = compare(before[0], after[0])
    old, new = rows_in(before[0], changes.changed), rows_in(after[0], changes.changed)
    corrected = {
        slug: [
            erratum
            for about in kinds
            for erratum in differences(
                about, old.get(about, {}).get(slug, []), new.get(about, {}).get(slug, [])
            )
        ]
        for slug, kinds in changes.changed.items()
    }
    return Errata(changes, corrected)


def differences(about: str, old: list[list], new: list[list]) -> list[Erratum]:
    """The rows that went, and those that came; of the text itself, the fields that changed."""
    if about == ONE_ROW:
        return field_by_field(old[0], new[0]) if old and new else []
    gone, come = Counter(map(tuple, old)), Counter(map(tuple, new))
    removed = [erratum_text(about, row) for row in (gone - come).elements()]
    added = [erratum_text(about, row) for row in (come - gone).elements()]
    return [Erratum(about, row, "") for row in removed] + [Erratum(about, "", row) for row in added]


def field_by_field(old: list, new: list) -> list[Erratum]:
    return [
        Erratum(label, read(how, was), read(how, now))
        for (label, how), was, now in zip(FIELDS[ONE_ROW], old, new, strict=False)
        if was != now
    ]


def erratum_text(about: str, row: tuple) -> str:
    """One row in words: « fait : agréé, acte : …, JO : 29 octobre 2020 »."""
    parts = ((label, read(how, value)) for (label, how), value in zip(FIELDS[about], row, strict=False))
    return ", ".join(f"{label} : {value}" for label, value in parts if value)


def read(how: Callable, value) -> str:
    return "" if value in (None, "") else how(value)
