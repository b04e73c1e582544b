"""Write many rows at once, checked one by one, and count what each of them became."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models

from agreements.importers.report import Outcome, Rejected, Report
from agreements.importers.rows import refuse_what_is_unwritten
from portal.french.writing import written

BATCH = 500


class Writer:
    """`full_clean` asks the database about each row; here columns are checked, and the database holds the rest."""

    def __init__(self, report: Report):
        self.report = report

    def create(self, kind: str, model: type[models.Model], rows: Iterable[models.Model]) -> list:
        rows = [self.checked(row) for row in rows]
        for start in range(0, len(rows), BATCH):
            model.objects.bulk_create(rows[start : start + BATCH])
        self.report.add(kind, Outcome.CREATED, len(rows))
        return rows

    def update(self, kind: str, model: type[models.Model], changed: dict[models.Model, dict]) -> None:
        """`changed` gives the new values of the columns of each row."""
        by_columns: dict[frozenset, list] = {}
        for row, values in changed.items():
            by_columns.setdefault(frozenset(values), []).append(self.checked(assign(row, values)))
        for columns, rows in by_columns.items():
            model.objects.bulk_update(rows, sorted(columns), batch_size=100)
        self.report.add(kind, Outcome.UPDATED, len(changed))

    def remove(self, kind: str, model: type[models.Model], rows: Iterable[models.Model]) -> None:
        """Take away rows of the importer's own that its source no longer says."""
        keys = [row.pk for row in rows]
        for start in range(0, len(keys), BATCH):
            model.objects.filter(pk__in=keys[start : start + BATCH]).delete()
        self.report.add(kind, Outcome.REMOVED, len(keys))

    def link(self, through: type[models.Model], pairs: Iterable[dict]) -> None:
        """Rows of a many-to-many table, which are counted with the rows they join."""
        rows = [through(**pair) for pair in pairs]
        for start in range(0, len(rows), BATCH):
            through.objects.bulk_create(rows[start : start + BATCH])

    def same(self, kind: str, count: int) -> None:
        self.report.add(kind, Outcome.UNCHANGED, count)

    def checked(self, row: models.Model) -> models.Model:
        try:
            refuse_what_is_unwritten(row)
            row.clean_fields(exclude=[field.name for field in row._meta.concrete_fields if field.is_relation])
        except ValidationError as error:
            raise Rejected(
                f"{row._meta.verbose_name} « {written(str(row))[:80]} » : {' '.join(error.messages)}"
            ) from error
        return row


def differing(row: models.Model, values: dict) -> dict:
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def assign(row: models.Model, values: dict) -> models.Model:
    for name, value in values.items():
        setattr(row, name, value)
    return row
