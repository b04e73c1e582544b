"""An import of the official corpus, and what it left there."""

from datetime import date

from agreements import models
from agreements.importers.kali import Options, import_archive

READ_ON = date(2026, 11, 22)
#: What an import of it writes.
TABLES = (
    models.Agreement, models.Article, models.Citation, models.Convention, models.Event, models.OfficialPlace,
    models.OfficialText, models.Relation, models.Signature, models.Source,
)  # fmt: skip


def load(path, **options):
    return import_archive(path, Options(**{"read_on": READ_ON, **options}), lambda step, count: None)


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


def told(slug):
    """The events of an agreement: nature, date of the act, its publication."""
    return {
        (row.nature, str(row.act.on) if row.act else "", str(row.act.published_on) if row.act else "")
        for row in models.Event.objects.filter(agreement__slug=slug).select_related("act")
    }
