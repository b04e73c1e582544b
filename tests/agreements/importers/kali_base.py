"""An import of the official corpus, and what it left there."""

from datetime import date

from agreements.importers.kali import Options, import_archive
from agreements.models import (
    Agreement,
    Article,
    Citation,
    Convention,
    Event,
    OfficialPlace,
    OfficialText,
    Relation,
    Signature,
    Source,
)

READ_ON = date(2026, 11, 22)
TABLES = (
    Agreement,
    Article,
    Citation,
    Convention,
    Event,
    OfficialPlace,
    OfficialText,
    Relation,
    Signature,
    Source,
)


def load(path, **options):
    return import_archive(path, Options(**{"read_on": READ_ON, **options}), lambda step, count: None)


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


def told(slug):
    """The events of an agreement: nature, date of the act, its publication."""
    return {
        (row.nature, str(row.act.on) if row.act else "", str(row.act.published_on) if row.act else "")
        for row in Event.objects.filter(agreement__slug=slug).select_related("act")
    }
