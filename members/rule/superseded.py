"""A text that sets figures alone, all of which others have replaced: told as replaced, by what and since when.

An avenant takes the place of the stipulations that it amends (CT L2261-8); what an organisation decides alone adds
to them for its members (CASF L314-6), and replaces nothing for the others.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agreements.law.vocabulary import Certainty
from members.rule.applicability import Finding
from members.rule.binding import memberships
from members.rule.facts import Employer, Links, Replacer
from members.rule.reasons import Line
from members.rule.vocabulary import Answer
from members.rule.ways import strength

REVISED, UNILATERAL = "L2261-8 CT", "L314-6 CASF"


@dataclass(frozen=True)
class Successor:
    """A value that took the place of another, since a day."""

    written: str
    since: date
    by: Replacer | None = None  # the text that sets it; none where it was not read
    unilateral: bool = False
    members_of: str = ""  # the organisation whose members alone have it
    certainty: Certainty | None = Certainty.ETABLI

    def holds(self, joined: Collection[str]) -> bool:
        return not self.members_of or self.members_of in joined


@dataclass(frozen=True)
class Superseded:
    """A value that a text set, and those that took its place, one after the other."""

    label: str
    written: str
    successors: tuple[Successor, ...]

    def successor(self, joined: Collection[str], certainty: Certainty | None) -> Successor | None:
        """The first that holds for the members of these organisations, at least as surely as this one did."""
        held = (one for one in self.successors if one.holds(joined))
        return next((one for one in held if strength(one.certainty) <= strength(certainty)), None)


def superseded(
    found: Finding, values: Sequence[Superseded], employer: Employer, links: Links, day: date
) -> Finding:
    """The same finding, or that its text is replaced, where all that it set is replaced for this employer."""
    line = found.line
    if not values or line.answer not in (Answer.S_APPLIQUE, Answer.PROBABLE):
        return found
    joined = organisations(employer, links, day)
    told = [(value, value.successor(joined, line.certainty)) for value in values]
    if not all(successor for _, successor in told):
        return found
    last = max(told, key=lambda pair: pair[1].since)
    return replace(found, line=replaced(*last, line.certainty))


def organisations(employer: Employer, links: Links, day: date) -> set[str]:
    """Those of which the employer is a member on the day."""
    return {one.organisation for one in memberships(employer, links, day) if one.covers(day)}


def replaced(value: Superseded, by: Successor, certainty: Certainty | None) -> Line:
    text = f" ({by.by.reference})" if by.by else ""
    told = f"ce qu’on lit de ce texte ({value.label} : {value.written}) est remplacé par {by.written}{text}"
    article = UNILATERAL if by.unilateral else REVISED
    return Line(Answer.REMPLACE, told, article, by.since, certainty=certainty, replaced_by=by.by)
