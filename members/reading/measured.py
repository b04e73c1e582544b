"""What measures tell an employer: the present values, and the texts all of whose values are replaced."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agreements.law.measures import MeasureKind
from agreements.law.vocabulary import Certainty
from agreements.reading.measures import Line, MeasureOnDay, SetByText, measures_of, replaced_texts
from members.finding.texts_of_a_day import Texts
from members.rule.applicability import bound_or_not
from members.rule.binding import bond
from members.rule.facts import Employer, Links, Replacer, Text
from members.rule.superseded import Successor, Superseded, organisations
from members.rule.vocabulary import Answer
from members.rule.whole_conventions import UNILATERAL
from portal.edition.manifest import Manifest
from portal.french.writing import lower_first

#: The measures that a text may set alone: of the others, a text says more than a figure.
ALONE = (MeasureKind.VALEUR_DU_POINT, MeasureKind.SUJETION_SPECIALE)


def replaced_values(day: date, edition: Manifest) -> dict[str, list[Superseded]]:
    """By text, the values that it set alone, all of which are replaced on the day."""
    found = {}
    for told in replaced_texts(day, edition).values():
        if all(each.measure.measure.kind in ALONE for each in told):
            found[told[0].line.agreement.slug] = [superseded_value(each) for each in told]
    return found


def superseded_value(told: SetByText) -> Superseded:
    return Superseded(lower_first(told.measure.label), told.line.written, tuple(successors(told.line)))


def successors(line: Line) -> Iterator[Successor]:
    """Those that took the place of a value, one after the other."""
    while line := line.by:
        text, members_of = line.agreement, line.row.members_of
        yield Successor(
            line.written,
            line.since,
            Replacer(text.slug, text.reference) if text else None,
            unilateral=bool(text and text.kind in UNILATERAL),
            members_of=members_of.slug if members_of else "",
            certainty=line.told.certainty,
        )


# -- Present values ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Present:
    """The value of a measure that holds for the employer on the day; no line where none is known."""

    measure: MeasureOnDay
    line: Line | None
    convention: str  # whose measure it is, by its name
    bound: bool | None  # whether the text that sets it binds the employer; None where that is not known
    answer: Answer  # what is answered of this text, whatever its convention

    @property
    def probable(self) -> bool:
        return bool(self.line and self.line.told.certainty == Certainty.PROBABLE)

    @property
    def binds_probably(self) -> bool:
        """Whether the value is sure, and that it holds for this employer is not."""
        return self.answer == Answer.PROBABLE and not self.probable


@dataclass(frozen=True)
class Measures:
    """The measures of an employer, those of which the present value is known and the others."""

    known: list[Present]
    unknown: list[Present]

    @property
    def of_several(self) -> bool:
        """Whether they are of several conventions, which each must then name."""
        return len({one.convention for one in (*self.known, *self.unknown)}) > 1


def present_measures(employer: Employer, texts: Texts, day: date, edition: Manifest) -> Measures:
    """The measures of the conventions applied, then of their branches, each as it holds for the employer."""
    links = texts.links
    joined, by_slug = organisations(employer, links, day), {text.slug: text for _, text in texts.on(day)}
    told = []
    for slug in fields(employer, links):
        for one in measures_of(slug, day, edition):
            line = line_for(one, joined)
            text = by_slug.get(line.agreement.slug) if line and line.agreement else None
            told.append(Present(one, line, links.name(slug), *binds(text, employer, links, day)))
    return Measures([one for one in told if one.line], [one for one in told if not one.line])


def binds(text: Text | None, employer: Employer, links: Links, day: date) -> tuple[bool | None, Answer]:
    """Whether the text of a value binds the employer, in whatever convention, and what is answered of it.

    What was not read binds as it is told.
    """
    if text is None:
        return True, Answer.S_APPLIQUE
    bound = text.is_extended or bond(text, employer, links, day).bound
    return bound, bound_or_not(text, employer, links, day).answer


def fields(employer: Employer, links: Links) -> Iterator[str]:
    yield from employer.conventions
    for branch, inside in sorted(links.branches.items()):
        if branch not in employer.conventions and inside & set(employer.conventions):
            yield branch


def line_for(measure: MeasureOnDay, joined: set[str]) -> Line | None:
    """What binds the members of one organisation alone is for them; the others have what held before it."""
    present = measure.present
    if present and present.row.members_of and present.row.members_of.slug not in joined:
        return measure.for_others
    return present
