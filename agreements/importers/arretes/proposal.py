"""What an arrêté changes, ready to be recorded by an importer or looked over by an editor."""

from collections import Counter
from dataclasses import dataclass

from agreements.importers.arretes.facts import Decision, ReadAct
from agreements.importers.arretes.matching import Match, Recorded
from agreements.importers.arretes.reading import read_acts


@dataclass(frozen=True)
class Row:
    """One decision, the agreement that it speaks of, and what to look at before recording it."""

    decision: Decision
    match: Match
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProposedAct:
    act: ReadAct
    rows: tuple[Row, ...]


def propose(text: str, recorded: Recorded, linked: frozenset[str] = frozenset()) -> list[ProposedAct]:
    """The acts that a text holds, each decision beside the recorded agreement of the same name.

    `linked` are the agreements that the act links to, where its source gives their official identifiers.
    """
    return [ProposedAct(act, tuple(rows(act, recorded, linked))) for act in read_acts(text)]


def rows(act: ReadAct, recorded: Recorded, linked: frozenset[str]):
    """The decisions in their order; an agreement that two lines of one act name is left for a person to settle."""
    matches = [recorded.match(decision, linked) for decision in act.decisions]
    times = Counter(match.slug for match in matches if match.slug)
    for decision, match in zip(act.decisions, matches, strict=True):
        warnings = []
        if times[match.slug] > 1:
            natures = {
                made.nature for made, other in zip(act.decisions, matches, strict=True) if other == match
            }
            twice = "deux lignes de l’acte nomment ce texte"
            warnings.append(twice if len(natures) == 1 else "l’acte en décide deux fois, autrement")
            match = Match(candidates=(match.slug,), why=warnings[0])
        if decision.text.dated and act.heading.on and decision.text.dated > act.heading.on:
            warnings.append("le texte porte une date qui suit celle de l’acte")
        yield Row(decision, match, tuple(warnings))
