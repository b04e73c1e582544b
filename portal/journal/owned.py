"""What editors wrote is theirs: what an import may write over it, told from the journal alone.

The journal says of each value that an editor changed which ones he saw and set aside. A file that still says one of
those brings nothing new, and his stays; one that says another was corrected meanwhile: nobody but he can tell which is
right, and both are kept for him to settle. A value that no editor touched is the file's. Nothing is stored beside the
journal, and an import of rows that nobody touched costs one query.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import models

from portal.journal.changes import Row, changes
from portal.journal.models import Conflict, Entry
from portal.journal.values import Value, plain, value_of

#: What a field that was left empty holds: a file may fill it.
EMPTY = ("", [])


@dataclass
class Trace:
    """What editors did with one row."""

    seen: dict[str, list[Value]] = field(default_factory=lambda: defaultdict(list))
    first: dict[str, Value] = field(
        default_factory=dict
    )  # its values before the first editor who changed them
    touched: set[str] = field(default_factory=set)
    last: dict[str, Value] = field(default_factory=dict)  # its values, as far as they are told
    gone: bool = False
    became: str = ""  # the key of the row into which it was merged
    made: bool = False  # whether an editor made it, or brought it where it is

    def knows(self, name: str, value: Value, present: Value | None) -> bool:
        """Whether this value is the present one, or one that an editor saw and set aside."""
        return value == present or value in self.seen.get(name, ())


class Allowed(NamedTuple):
    """What a file may write of a row; whether an editor's value stays, and whether one is to be settled."""

    free: dict
    kept: bool = False
    disputed: bool = False


class Owned:
    """What editors own, and what files say otherwise: read once at the beginning of an import."""

    def __init__(self, origin: str):
        self.origin = origin
        self.found: dict[Row, dict[str, Value]] = {}  # what files say that no editor saw
        self.names: dict[Row, str] = {}
        self.agreed: dict[Row, set[str]] = defaultdict(set)  # values that files say as they are, or were
        self.traces: dict[Row, Trace] = defaultdict(Trace)
        for entry in Entry.objects.order_by("pk").iterator():
            self.learn(entry)
        self.by_kind = defaultdict(list)
        for row in self.traces:
            self.by_kind[row.kind].append(row)

    def learn(self, entry: Entry) -> None:
        # what comes from a record that became this one is there, whatever is told gone of that one
        for change in sorted(changes(entry), key=lambda change: change.after is not None):
            trace = self.traces[change.row]
            if change.of:
                trace.last.setdefault(*change.of)
            if change.before is not None:
                trace.seen[change.name].append(change.before)
                if not change.aside:
                    trace.first.setdefault(change.name, change.before)
            if change.aside:
                trace.touched.add(change.name)
            elif change.became:
                trace.gone, trace.became = True, change.became
                trace.last[change.name] = change.before
            elif change.after is None:
                trace.gone, trace.last[change.name] = True, change.before
                trace.touched.add(change.name)
            else:
                trace.gone = False
                trace.last[change.name] = change.after
                if change.before is not None or change.after not in EMPTY:
                    trace.touched.add(change.name)
                trace.made = trace.made or change.before is None

    # -- Rows that are there -------------------------------------------------------------------------------

    def trace(self, row: models.Model) -> Trace | None:
        return self.traces.get(row_of(row)) if self.traces else None

    def allowed(self, row: models.Model, values: dict) -> Allowed:
        """Of these values, those that the file may write; the place of a row that an editor made is his."""
        trace = self.trace(row)
        if not trace:
            return Allowed(values)
        free, kept, disputed = {}, False, {}
        for name, value in values.items():
            theirs = plain(value)
            if theirs == value_of(row, name) or (name == "position" and trace.made):
                self.agreed[row_of(row)].add(name)
            elif name not in trace.touched:
                free[name] = value
            elif theirs in trace.seen[name]:
                kept = True
                self.agreed[row_of(row)].add(name)
            else:
                disputed[name] = theirs
        if disputed:
            self.disagree(row_of(row), f"{row._meta.verbose_name} « {row} »", disputed)
        return Allowed(free, kept, bool(disputed))

    def differing(self, row: models.Model, values: dict) -> dict:
        """Of the values that a file may write, those that are not there yet."""
        free = self.allowed(row, values).free if self.traces else values
        return {name: value for name, value in free.items() if getattr(row, name) != value}

    def may_write(self, row: models.Model, name: str, value) -> bool:
        return name in self.allowed(row, {name: value}).free

    def is_touched(self, row: models.Model, name: str) -> bool:
        trace = self.trace(row)
        return bool(trace and name in trace.touched)

    def before_editors(self, row: models.Model, name: str) -> Value:
        """A value as it was before the first editor who changed it."""
        trace = self.trace(row)
        return trace.first[name] if trace and name in trace.first else value_of(row, name)

    def took_away(self, row: models.Model, name: str, linked: models.Model) -> bool:
        """Whether an editor took this link off a row."""
        trace = self.trace(row)
        told = trace.seen.get(name, ()) if trace else ()
        return any(str(linked.pk) in keys for keys in told) and str(linked.pk) not in value_of(row, name)

    def is_of_editors(self, row: models.Model) -> bool:
        """Whether an editor wrote any of it."""
        trace = self.trace(row)
        return bool(trace and trace.touched)

    def knows(self, row: models.Model, values: dict) -> bool:
        """Whether each of these values is its present one, or one that an editor set aside."""
        trace = self.trace(row) or Trace()
        return all(trace.knows(name, plain(value), value_of(row, name)) for name, value in values.items())

    # -- Rows under the key that they had ------------------------------------------------------------------

    def known_as(self, model: type[models.Model], key: dict) -> tuple[models.Model | None, Row | None]:
        """The row that had this key and has another now; else the one, deleted by an editor, that had it."""
        gone = None
        for row in self.by_kind.get(model._meta.label_lower, ()):
            trace = self.traces[row]
            if not trace.gone:
                if key.keys() & trace.seen.keys() and (found := self.present(model, row, key)):
                    return found, None
                continue
            if not all(trace.knows(name, plain(value), trace.last.get(name)) for name, value in key.items()):
                continue
            if trace.became:
                return model._default_manager.filter(pk=self.survivor(row)).first(), row
            gone = row
        return None, gone

    def present(self, model: type[models.Model], row: Row, key: dict) -> models.Model | None:
        found = model._default_manager.filter(pk=row.key).first()
        return found if found and self.knows(found, key) else None

    def survivor(self, row: Row) -> str:
        while (trace := self.traces.get(row)) and trace.became:
            row = Row(row.kind, trace.became)
        return row.key

    def rows(self, model: type[models.Model]) -> list[models.Model]:
        """The rows of a kind that are there, and of which editors wrote something."""
        kind = self.by_kind.get(model._meta.label_lower, ())
        keys = [row.key for row in kind if not self.traces[row].gone and self.traces[row].touched]
        return list(model._default_manager.filter(pk__in=keys)) if keys else []

    def gone(self, model: type[models.Model]) -> Iterator[tuple[Row, Trace]]:
        """The rows of a kind that editors deleted."""
        for row in self.by_kind.get(model._meta.label_lower, ()):
            if self.traces[row].gone and not self.traces[row].became:
                yield row, self.traces[row]

    def merged(self, model: type[models.Model]) -> Iterator[tuple[Row, Trace]]:
        """The rows of a kind that editors merged into others."""
        for row in self.by_kind.get(model._meta.label_lower, ()):
            if self.traces[row].became:
                yield row, self.traces[row]

    def was_told(self, model: type[models.Model], **values) -> bool:
        """Whether a row had these values until an editor deleted it, or gave it others."""
        return any(self.known_as(model, values)) if self.traces else False

    def is_gone(self, model: type[models.Model], **values) -> bool:
        """Whether an editor deleted a row that had these values."""
        asked = {name: plain(value) for name, value in values.items()}
        return any(
            all(trace.knows(name, value, trace.last.get(name)) for name, value in asked.items())
            for _, trace in self.gone(model)
        )

    # -- What files say otherwise --------------------------------------------------------------------------

    def disagree(self, row: Row, what: str, values: dict[str, Value]) -> None:
        self.found.setdefault(row, {}).update(values)
        self.names[row] = what

    def keep_conflicts(self) -> list[str]:
        """Add what was found to what is to be settled, and tell all that is still to be, in French.

        What a file says no longer is not to be settled any more.
        """
        for held in Conflict.objects.filter(origin=self.origin):
            left = {
                n: v for n, v in held.theirs.items() if n not in self.agreed.get(Row(held.kind, held.key), ())
            }
            if not left:
                held.delete()
            elif left != held.theirs:
                held.theirs = left
                held.save()
        for row, theirs in self.found.items():
            held, _ = Conflict.objects.get_or_create(
                origin=self.origin, kind=row.kind, key=row.key, defaults={"what": self.names[row][:500]}
            )
            if any(held.theirs.get(name) != value for name, value in theirs.items()):
                held.theirs, held.what = held.theirs | theirs, self.names[row][:500]
                held.save()
        return [str(one) for one in Conflict.objects.filter(origin=self.origin)]


def row_of(row: models.Model) -> Row:
    return Row(row._meta.label_lower, str(row.pk))
