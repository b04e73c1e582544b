"""The rows of a record that becomes another: each comes with it, or is the same as one that is there already."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import models

from agreements.admin.editing.deleting import owner_of
from agreements.models import (
    Alias,
    Citation,
    Divergence,
    Event,
    MeasureValue,
    Milestone,
    Relation,
    Signature,
    Succession,
)
from portal.journal.changes import ASIDE
from portal.journal.values import State, value_of, values_of

#: What makes two rows of a kind the same fact, told twice; elsewhere, what its table holds once.
SAME = {
    Alias: ("organisation", "name"),
    Citation: ("agreement", "organisation", "source"),
    Divergence: ("agreement", "subject"),
    Event: ("agreement", "nature", "act", "on", "convention", "label", "reference"),
    MeasureValue: ("measure", "starts_on", "agreement"),
    Milestone: ("organisation", "label", "on"),
    Relation: ("agreement", "kind", "target", "target_title"),
    Signature: ("agreement", "organisation", "mode"),
    Succession: ("predecessor", "successor"),
}
EMPTY = ("", [])


@dataclass
class Joining:
    """What becomes of the rows; `contested` are the values on which two tellings of one fact disagree."""

    moved: list[str] = field(default_factory=list)
    told_twice: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    contested: list[tuple[models.Model, models.Field, str, str]] = field(default_factory=list)
    aside: State = field(default_factory=dict)


def ties_of(fact: models.Model) -> Iterator:
    """The relations by which rows of the facts hold to this one."""
    for tie in fact._meta.related_objects:
        if not tie.many_to_many and tie.related_model._meta.managed:
            yield tie


def join_rows(lost: models.Model, kept: models.Model) -> Joining:
    done = Joining()
    for tie in ties_of(lost):
        rows = tie.related_model._default_manager.filter(**{tie.field.name: lost}).order_by("pk")
        for row in rows:
            join_row(done, row, tie, kept)
    for link in lost._meta.related_objects:
        if link.many_to_many:
            holders = link.related_model._default_manager.filter(**{link.field.name: lost})
            for holder in holders.distinct():
                getattr(holder, link.field.name).remove(lost)
                getattr(holder, link.field.name).add(kept)
                done.moved.append(f"{holder._meta.verbose_name} « {holder} »")
    return done


def join_row(done: Joining, row: models.Model, tie, kept: models.Model) -> None:
    named, owner = f"{row._meta.verbose_name} « {row} »", owner_of(row)
    if owner is not row and not isinstance(owner, type(kept)):
        named = f"{owner} : {named}"  # on the page of which text it is written
    setattr(row, tie.field.name, kept)
    if ties_to_itself(row, kept):
        done.dropped.append(f"{named} : entre ces deux fiches, elle n’a plus d’objet")
        row.delete()
    elif twin := twin_of(row):
        absorb(done, twin, row, tie)
        done.told_twice.append(named)
        row.delete()
    else:
        if any(one.name == "position" for one in row._meta.concrete_fields):
            row.position = next_place(row, tie, kept)
        row.full_clean()
        row.save()
        done.moved.append(named)


def ties_to_itself(row: models.Model, kept: models.Model) -> bool:
    """Whether both ends of a relation are now one record."""
    ends = [
        getattr(row, one.attname)
        for one in row._meta.concrete_fields
        if isinstance(one, models.ForeignKey) and one.related_model is type(kept)
    ]
    return len(ends) > 1 and all(end == kept.pk for end in ends)


def twin_of(row: models.Model) -> models.Model | None:
    """The row that tells the same fact of the record that stays."""
    names = SAME.get(type(row)) or next(
        (
            one.fields
            for one in row._meta.constraints
            if isinstance(one, models.UniqueConstraint) and one.fields
        ),
        (),
    )
    if not names:
        return None
    asked = {name: getattr(row, name) for name in names}
    return type(row)._default_manager.filter(**asked).exclude(pk=row.pk).first()


def absorb(done: Joining, twin: models.Model, row: models.Model, tie) -> None:
    """Fill in what a row lacked with what its twin says; where both say something else, its own stays."""
    filled = False
    for name, theirs in list(values_of(row, tie.field)):
        if name == "position":
            continue
        one, mine = row._meta.get_field(name), value_of(twin, name)
        done.aside[f"{ASIDE}/{tie.get_accessor_name()}/{twin.pk}/{name}"] = theirs
        if one.many_to_many:
            getattr(twin, name).add(*getattr(row, name).all())
        elif mine == theirs or theirs in EMPTY:
            continue
        elif mine in EMPTY:
            setattr(twin, one.attname, getattr(row, one.attname))
            filled = True
        elif name not in ("precision",):
            done.contested.append((twin, one, mine, theirs))
    if filled:
        twin.full_clean()
        twin.save()


def next_place(row: models.Model, tie, kept: models.Model) -> int:
    """After those that are there and were placed by people, or by the same import."""
    first, last = next(
        bounds for bounds in ((0, 499), (500, 999), (1000, 32_000)) if row.position <= bounds[1]
    )
    there = type(row)._default_manager.filter(
        **{tie.field.name: kept}, position__gte=first, position__lte=last
    )
    return min(last, max((one.position + 1 for one in there), default=max(first, row.position)))
