"""What applies to one employer on one day, laid out for reading: one list for each answer.

Each is grouped by convention, one's own first, but what is to be verified, which is by missing fact. What does not
apply comes last.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from agreements.compiled.situations import Situation
from agreements.law.names.in_sentences import named
from members.finding.rule_links import attachments, merger
from members.finding.texts_of_a_day import Texts, texts_of
from members.reading.measured import Measures, present_measures, replaced_values
from members.rule.applicability import Finding
from members.rule.facts import Attachment, Employer, Replacer
from members.rule.superseded import Superseded, superseded
from members.rule.vocabulary import Answer
from members.rule.whole_answer import distinguishes, gaps, place, to_ask, verdict
from portal.edition.manifest import Manifest
from portal.french.writing import listed


@dataclass(frozen=True)
class Group:
    """The lines of one answer: about the texts of one convention, or for want of one fact."""

    name: str
    lines: list[tuple[Situation, Finding]]
    settled_by: str = ""  # what would make the missing fact known

    @property
    def ties(self) -> list[tuple[str, int]]:
        """What binds the employer to these texts, the most frequent first, and to how many."""
        return Counter(found.line.tie for _, found in self.lines if found.line.tie).most_common()


@dataclass(frozen=True)
class Part:
    answer: Answer
    groups: list[Group]

    @property
    def count(self) -> int:
        return sum(len(group.lines) for group in self.groups)

    @property
    def applies(self) -> bool:
        """Whether these texts apply, or may come to."""
        return self.answer in (Answer.S_APPLIQUE, Answer.PROBABLE, Answer.VA_S_APPLIQUER)

    @property
    def opens(self) -> bool:
        """Whether it is shown open: what has ended and what does not apply are folded."""
        return self.applies or self.answer == Answer.INCONNU


@dataclass(frozen=True)
class Sheet:
    employer: Employer
    texts: Texts
    day: date
    measures: Measures = field(default_factory=lambda: Measures([], []))  # the present ones
    replaced: Mapping[str, list[Superseded]] = field(
        default_factory=dict
    )  # by text, what it set and no longer does

    def read(self) -> "Sheet":
        """The same, once all that a page shows of it has been read from the edition."""
        self.parts, self.merger_rows, self.texts.amendments  # noqa: B018 - computed once, then kept
        return self

    @cached_property
    def findings(self) -> list[tuple[Situation, Finding]]:
        found = [(row, self.as_measured(one)) for row, one in self.texts.findings(self.employer, self.day)]
        return sorted(found, key=lambda pair: place(pair[1].text, self.employer, self.texts.links))

    def as_measured(self, found: Finding) -> Finding:
        values = self.replaced.get(found.text.slug, [])
        return superseded(found, values, self.employer, self.texts.links, self.day)

    @cached_property
    def applied(self) -> frozenset[str]:
        """The texts that apply, surely or very probably."""
        applied = (Answer.S_APPLIQUE, Answer.PROBABLE)
        return frozenset(found.text.slug for _, found in self.inside if found.answer in applied)

    def amendments_of(self, found: Finding) -> list[Replacer]:
        """The texts that amend one that applies, and apply too: it is to be read with them."""
        if found.text.slug not in self.applied:
            return []
        return [by for by in self.texts.amendments.get(found.text.slug, ()) if by.slug in self.applied]

    def named_amendments(self, found: Finding) -> str:
        """« l’avenant n° 347 et l’avenant n° 362 »; nothing where none amends it."""
        return listed(named(by.reference) for by in self.amendments_of(found))

    @cached_property
    def outside(self) -> int:
        """How many texts are of conventions that the employer does not apply: counted, and not listed."""
        return len(self.findings) - len(self.inside)

    @cached_property
    def inside(self) -> list[tuple[Situation, Finding]]:
        return [(row, found) for row, found in self.findings if not is_outside(found)]

    @cached_property
    def parts(self) -> list[Part]:
        last = Answer.NE_S_APPLIQUE_PAS
        return [Part(answer, self.groups(answer)) for answer in sorted(Answer, key=lambda one: one == last)]

    def groups(self, answer: Answer) -> list[Group]:
        if answer == Answer.INCONNU:
            return self.gaps()
        named: dict[str, list] = {}
        for row, found in self.inside:
            if found.answer == answer:
                name = listed(c.name for c in row.agreement.conventions.all())
                named.setdefault(name, []).append((row, found))
        return [Group(name, lines) for name, lines in named.items()]

    def gaps(self) -> list[Group]:
        """What is to be verified, by the fact that is missing."""
        rows = {found.text.slug: row for row, found in self.inside}
        return [
            Group(
                f"On ignore {gap.missing.label}",
                [(rows[found.text.slug], found) for found in gap.findings],
                gap.settled_by,
            )
            for gap in gaps(found for _, found in self.inside)
        ]

    @cached_property
    def verdict(self) -> str:
        return verdict((found for _, found in self.findings), self.day, self.name)

    @cached_property
    def to_ask(self) -> list[str]:
        """What the reader may add to make the answer firmer, as parameters."""
        return to_ask([found for _, found in self.inside], self.employer)

    @cached_property
    def asks_headcount(self) -> bool:
        return distinguishes(found.text for _, found in self.inside)

    @cached_property
    def mergers(self) -> list[Attachment]:
        """The attachments of the conventions applied to others, by the day (CT L2261-32, L2261-33)."""
        ties = [merger(row) for row in attachments()]
        return [tie for tie in ties if tie.on <= self.day and tie.convention in self.employer.conventions]

    def name(self, slug: str) -> str:
        return self.texts.links.name(slug)

    @cached_property
    def merger_rows(self) -> list[dict]:
        return [
            {"convention": self.name(tie.convention), "to": self.name(tie.to), "tie": tie,
             "over": tie.term <= self.day}
            for tie in self.mergers
        ]  # fmt: skip


def sheet_of(employer: Employer, day: date, edition: Manifest) -> Sheet:
    """The sheet of an employer, with the measures of the edition."""
    texts = texts_of(edition)
    measures = present_measures(employer, texts, day, edition)
    return Sheet(employer, texts, day, measures, replaced_values(day, edition))


def is_outside(found: Finding) -> bool:
    return found.line.outside
