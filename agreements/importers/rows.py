"""Rows written as a file says: only what differs, each checked whole, each counted in the report."""

from django.core.exceptions import ValidationError
from django.db import models

from agreements.importers.report import Outcome, Rejected, Report
from agreements.models import Source
from portal.french.dates import Precision


class Rows:
    """What writes rows, and counts them; `consulted_on` is the day by which sources were read."""

    def __init__(self, consulted_on, report: Report):
        self.consulted_on, self.report = consulted_on, report

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
        """Make one row what the file says; write only what differs."""
        row = model.objects.filter(**key).first()
        outcome = Outcome.UNCHANGED
        if row is None:
            row, outcome = model(**key, **values), Outcome.CREATED
            self.save(row)
        elif changed := {name: value for name, value in values.items() if getattr(row, name) != value}:
            outcome = Outcome.UPDATED
            for name, value in changed.items():
                setattr(row, name, value)
            self.save(row)
        for name, wanted in (links or {}).items():
            manager = getattr(row, name)
            if set(manager.values_list("pk", flat=True)) != {linked.pk for linked in wanted}:
                manager.set(wanted)
                outcome = Outcome.CREATED if outcome is Outcome.CREATED else Outcome.UPDATED
        self.report.add(rows, outcome)
        return row

    def save(self, row: models.Model) -> None:
        if any("\0" in value for value in vars(row).values() if isinstance(value, str)):
            raise Rejected(f"{row._meta.verbose_name} : un caractère nul")
        try:
            row.full_clean()
        except ValidationError as error:
            raise Rejected(f"{row._meta.verbose_name} « {row} » : {' '.join(error.messages)}") from error
        row.save()


def named(model: type[models.Model], slug: str) -> models.Model:
    try:
        return model.objects.get(slug=slug)
    except model.DoesNotExist as error:
        raise Rejected(f"{model._meta.verbose_name} inconnu : « {slug} »") from error
