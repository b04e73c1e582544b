"""Rows written as a file says: only what differs and no editor wrote, each checked whole and counted in the report."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from agreements.importers.report import Outcome, Rejected, Report
from agreements.models import Source
from portal.french.dates import Precision
from portal.french.writing import unwritten, written
from portal.journal.changes import Row
from portal.journal.owned import Owned
from portal.journal.values import plain

#: Rows of a list from this place on are those of the official archives, which no file of the sector lists.
IMPORTED = 500


class Listed(NamedTuple):
    """One row of a list that a file keeps in order: it has no other name than what it says."""

    values: dict
    links: dict


class Rows:
    """What writes rows, and counts them; `consulted_on` is the day by which sources were read."""

    def __init__(self, consulted_on, report: Report, owned: Owned):
        self.consulted_on, self.report, self.owned = consulted_on, report, owned

    def load_source(self, given: dict) -> Source:
        return self.sync(
            "sources",
            Source,
            {"title": given["titre"], "url": given.get("lien", "")},
            published_on=given.get("publiee_le"),
            published_precision=given.get("publiee_precision", Precision.JOUR.value),
            consulted_on=self.consulted_on,
        )

    def sync(self, rows: str, model: type[models.Model], key: dict, links: dict | None = None, /, **values):
        """Make one row what the file says, but for what an editor wrote: that is his, and may be to settle.

        A row that an editor deleted is given as it was, unsaved: nothing is written of it, nor of what depends on it.
        """
        if is_away(*key.values()):
            self.report.add(rows, Outcome.KEPT)
            return absent(model, None, key | values)
        row = model.objects.filter(**key).first()
        if row is None and self.owned.traces:
            row, gone = self.owned.known_as(model, key)
            if row is None and gone:
                return self.leave_deleted(rows, model, gone, key | values, links or {})
            if row is not None and gone:
                row.stands_for = gone
        if row is None:
            return self.add(rows, model, key | values, links or {})
        return self.correct(rows, row, values, links or {})

    def add(self, rows: str, model: type[models.Model], values: dict, links: dict):
        if any(is_away(one) for one in [*values.values(), *(one for many in links.values() for one in many)]):
            self.report.add(rows, Outcome.KEPT)  # it stands on what an editor deleted
            return absent(model, None, values)
        row = model(**values)
        self.save(row)
        for name, wanted in links.items():
            getattr(row, name).set(wanted)
        self.report.add(rows, Outcome.CREATED)
        return row

    def correct(self, rows: str, row: models.Model, values: dict, links: dict):
        allowed = self.owned.allowed(row, values | {name: list(many) for name, many in links.items()})
        changed = {
            name: value
            for name, value in allowed.free.items()
            if name not in links and getattr(row, name) != value and not is_away(value)
        }
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            self.save(row)
        outcome = Outcome.UPDATED if changed else Outcome.UNCHANGED
        for name in links.keys() & allowed.free.keys():
            manager, wanted = getattr(row, name), [one for one in links[name] if not is_away(one)]
            if {linked.pk for linked in manager.all()} != {linked.pk for linked in wanted}:
                manager.set(wanted)
                outcome = Outcome.UPDATED
        if allowed.disputed:
            outcome = Outcome.TO_SETTLE
        elif allowed.kept and outcome is Outcome.UNCHANGED:
            outcome = Outcome.KEPT
        self.report.add(rows, outcome)
        return row

    def leave_deleted(self, rows: str, model: type[models.Model], gone: Row, values: dict, links: dict):
        """An editor deleted it: what the file says anew of it is his to settle, and nothing comes back by itself."""
        trace = self.owned.traces[gone]
        told = {name: plain(value) for name, value in {**values, **links}.items()}
        same = all(trace.knows(name, value, trace.last.get(name)) for name, value in told.items())
        row = absent(model, gone.key, values)
        if not same:
            self.owned.disagree(gone, f"{row._meta.verbose_name} « {row} », supprimé", told)
        self.report.add(rows, Outcome.KEPT if same else Outcome.TO_SETTLE)
        return row

    def sync_list(self, rows: str, model: type[models.Model], of: dict, told: Sequence[Listed]) -> list:
        """Make the rows of one fact what its file lists. What a row says is its name, then its place in the list.

        A row that an editor made has no place in a file. Those that the file lists no more stay.
        """
        told = [Listed({"position": place, **one.values}, one.links) for place, one in enumerate(told, 1)]
        if is_away(*of.values()):
            self.report.add(rows, Outcome.KEPT, len(told))
            return [absent(model, None, of | one.values) for one in told]
        links = list(told[0].links) if told else []
        held = list(model.objects.filter(**of, position__lt=IMPORTED).prefetch_related(*links).order_by("pk"))
        gone = [row for row, trace in self.owned.gone(model) if is_of(trace, of)] if self.owned.traces else []
        found: dict[int, models.Model] = {}
        for place, one in enumerate(told):
            if row := next((row for row in held if self.says(row, one)), None):
                found[place] = row
                held.remove(row)
        for place, one in enumerate(told):
            if place in found:
                self.correct(rows, found[place], one.values, one.links)
                continue
            if row := next((row for row in gone if self.said(row, one)), None):
                gone.remove(row)
                found[place] = self.leave_deleted(rows, model, row, of | one.values, one.links)
            elif row := next((row for row in held if self.is_placed(row, one, of)), None):
                held.remove(row)
                found[place] = self.correct(rows, row, one.values, one.links)
            elif row := next((row for row in gone if self.was_placed(row, one)), None):
                gone.remove(row)
                found[place] = self.leave_deleted(rows, model, row, of | one.values, one.links)
            else:
                found[place] = self.add(rows, model, of | one.values, one.links)
        return [found[place] for place in range(len(told))]

    def says(self, row: models.Model, one: Listed) -> bool:
        """Whether a row is the one that the file lists: as it is, or as it was before an editor's hand."""
        return self.owned.knows(row, without_place(one))

    def said(self, row: Row, one: Listed) -> bool:
        trace = self.owned.traces[row]
        told = {name: plain(value) for name, value in without_place(one).items()}
        return all(trace.knows(name, value, trace.last.get(name)) for name, value in told.items())

    def is_placed(self, row: models.Model, one: Listed, of: dict) -> bool:
        """Whether it has this place in the file: what an editor made has none, nor what another file lists."""
        if any(hasattr(fact, "stands_for") for fact in of.values()):
            return False
        trace = self.owned.trace(row)
        return row.position == one.values["position"] and not (trace and trace.made)

    def was_placed(self, row: Row, one: Listed) -> bool:
        trace = self.owned.traces[row]
        return trace.last.get("position") == plain(one.values["position"]) and not trace.made

    def recorded(self, model: type[models.Model], **key) -> models.Model | None:
        """The row of this key, or of one that it had; one that an editor deleted is given unsaved."""
        row = model.objects.filter(**key).first()
        if row is None and self.owned.traces:
            row, gone = self.owned.known_as(model, key)
            return absent(model, gone.key, key) if row is None and gone else row
        return row

    def named(self, model: type[models.Model], slug: str) -> models.Model:
        row = self.recorded(model, slug=slug)
        if row is None:
            raise Rejected(f"{model._meta.verbose_name} inconnu : « {slug} »")
        return row

    def recorded_source(self, given: dict) -> Source | None:
        """The source of a file, where it is recorded already."""
        return self.recorded(Source, title=given["titre"], url=given.get("lien", ""))

    def save(self, row: models.Model) -> None:
        """Refuse what breaks a rule. Those of its table are held by the database itself: asked of it beforehand, one
        by one, they would take a third of the time of a whole loading."""
        try:
            check(row, of_the_table=False)
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                check(row)  # which tells in words what the database refused
                raise
        except ValidationError as error:
            raise Rejected(
                f"{row._meta.verbose_name} « {written(str(row))} » : {' '.join(error.messages)}"
            ) from error


def without_place(one: Listed) -> dict:
    return {name: value for name, value in one.values.items() if name != "position"}


def is_of(trace, of: dict) -> bool:
    return all(trace.last.get(name) == plain(value) for name, value in of.items())


def absent(model: type[models.Model], pk, values: dict) -> models.Model:
    """A row that an editor deleted, as a file says it: known by its key, and not to be saved."""
    return model(pk=pk, **values)


def is_away(*values) -> bool:
    """Whether one of them is a row that is not in the database."""
    return any(isinstance(value, models.Model) and value._state.adding for value in values)


def check(row: models.Model, of_the_table: bool = True) -> None:
    """Refuse a row that breaks a rule of its model or `of_the_table`, or that holds what no text is written with."""
    refuse_what_is_unwritten(row)
    row.full_clean(validate_constraints=of_the_table)


def refuse_what_is_unwritten(row: models.Model) -> None:
    for field in row._meta.concrete_fields:
        if told := unwritten(getattr(row, field.attname)):
            raise ValidationError(f"{field.verbose_name} : {told} n’est d’aucun texte.")
