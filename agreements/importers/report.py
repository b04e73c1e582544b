"""What an import did: every row is created, updated, unchanged or rejected, and none is lost."""

from collections import Counter
from dataclasses import dataclass, field

from portal.french.words import Word


class Outcome(Word):
    CREATED = "cree", "créés"
    UPDATED = "mis-a-jour", "mis à jour"
    UNCHANGED = "inchange", "inchangés"
    REMOVED = "retire", "retirés"
    REJECTED = "refuse", "refusés"


class Rejected(Exception):
    """One row cannot be taken: why, in a sentence."""


@dataclass
class Report:
    counts: dict[str, Counter] = field(default_factory=dict)
    rejections: list[str] = field(default_factory=list)

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

    def lines(self):
        """The report in words, a line for each kind of row, then a line for each rejection."""
        for kind, count in self.counts.items():
            told = ", ".join(f"{count[outcome]} {outcome.label}" for outcome in Outcome if count[outcome])
            yield f"{kind} : {count.total()} lus, {told}"
        yield from self.rejections
