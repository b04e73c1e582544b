"""What an import did: every row is created, updated, unchanged or rejected, and none is lost."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.french.words import Word


class Outcome(Word):
    CREATED = "cree", "créés"
    UPDATED = "mis-a-jour", "mis à jour"
    UNCHANGED = "inchange", "inchangés"
    KEPT = "garde", "laissés tels qu’un éditeur les a écrits"
    TO_SETTLE = "a-regler", "changés dans le fichier et ici, à régler"
    REMOVED = "retire", "retirés"
    REJECTED = "refuse", "refusés"


class Rejected(Exception):
    """One row cannot be taken: why, in a sentence."""


@dataclass
class Report:
    counts: dict[str, Counter] = field(default_factory=dict)
    rejections: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)  # what a file and an editor both changed

    def add(self, kind: str, outcome: Outcome, times: int = 1) -> None:
        if times:
            self.counts.setdefault(kind, Counter())[outcome] += times

    def reject(self, kind: str, where: str, reason: str) -> None:
        self.add(kind, Outcome.REJECTED)
        self.rejections.append(f"{where} : {reason}")

    @property
    def written(self) -> int:
        writes = (Outcome.CREATED, Outcome.UPDATED, Outcome.REMOVED)
        return sum(count[outcome] for count in self.counts.values() for outcome in writes)

    def total(self, outcome: Outcome) -> int:
        return sum(count[outcome] for count in self.counts.values())

    def lines(self):
        """The report in words, a line for each kind of row, then a line for each rejection."""
        for kind, count in self.counts.items():
            told = ", ".join(f"{count[outcome]} {outcome.label}" for outcome in Outcome if count[outcome])
            yield f"{kind} : {count.total()} lus, {told}"
        if kept := self.total(Outcome.KEPT):
            yield f"Écrits ici depuis, que le fichier ne change pas : {kept} ; ils restent."
        if self.conflicts:
            yield f"Changés dans le fichier et ici : {len(self.conflicts)}, à régler dans l’administration."
            yield from (f"  {conflict}" for conflict in self.conflicts)
        yield from self.rejections


def enumerated(lists: dict[str, list[str]], most: int | None) -> Iterator[str]:
    """Each list that is not empty: how many it has, and the first of them."""
    for name, items in lists.items():
        if items:
            yield f"{len(items)} {name} :"
            yield from (f"  {item}" for item in items[:most])
            if most and len(items) > most:
                yield f"  … et {len(items) - most} autres"
