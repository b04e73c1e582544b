"""Where the facts of an edition come from: the editing database, or an edition that was published by older code.

An edition holds every fact that was reviewed. Read from there, they are compiled anew without what was entered since.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from django.db import connections, models

from agreements.compiled.texts import Recorded, published_texts, recorded_texts
from portal.edition.manifest import EditionError, Manifest
from portal.edition.store import opened
from portal.publishing.contents import (
    COMPILED,
    PUBLISHED,
    TEXTS,
)
from portal.publishing.copying import rows_of

PUBLISHED_FACTS = "edition_compiled_anew"
COLUMNS = "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"


class Editing:
    """The facts as they are edited."""

    alias = "default"

    def rows(self, model: type[models.Model]) -> Iterator[tuple]:
        return rows_of(model)

    def count(self, model: type[models.Model]) -> int:
        return model.objects.using(self.alias).count()

    def texts(self) -> Iterator[Recorded]:
        """The words of the agreements, which no edition holds as they are recorded."""
        return recorded_texts()


class Wordless(Editing):
    """The same without the words of their articles: every state follows from it, in a third of the time."""

    def texts(self) -> Iterator[Recorded]:
        return iter(())


class Published(Editing):
    """The facts of an edition, in the tables of the code that published it."""

    alias = PUBLISHED_FACTS

    def __init__(self, path: Path):
        self.path = path

    def rows(self, model: type[models.Model]) -> Iterator[tuple]:
        if model._meta.db_table not in self.columns:
            return iter(())
        return rows_of(
            model, self.alias, {field.column: self.default(field) for field in self.missing(model)}
        )

    def count(self, model: type[models.Model]) -> int:
        return super().count(model) if model._meta.db_table in self.columns else 0

    def texts(self) -> Iterator[Recorded]:
        return published_texts(self.alias)

    # -- Its tables, and those of this code ------------------------------------------------------------------

    @cached_property
    def columns(self) -> dict[str, set[str]]:
        """The columns of each of its tables."""
        found: dict[str, set[str]] = {}
        with opened(self.path) as edition:
            for table, column in edition.execute(COLUMNS):
                found.setdefault(table, set()).add(column)
        return found

    def missing(self, model: type[models.Model]) -> list[models.Field]:
        there = self.columns[model._meta.db_table]
        return [field for field in model._meta.concrete_fields if field.column not in there]

    def default(self, field: models.Field):
        """What the migration that adds a column makes it."""
        return field.get_db_prep_save(field.get_default(), connections[self.alias])

    def moved(self) -> Iterator[str]:
        """The tables and columns of this code that may stand there under another name: that is not guessed."""
        for model in [*PUBLISHED, *TEXTS]:
            table = model._meta.db_table
            if table not in self.columns:
                if self.unknown or model in TEXTS:
                    yield table
                continue
            missing = self.missing(model)
            others = self.columns[table] - {field.column for field in model._meta.concrete_fields}
            if missing and (others or not all(map(may_be_added, missing))):
                yield f"{table} ({', '.join(field.column for field in missing)})"

    @cached_property
    def unknown(self) -> set[str]:
        """Its tables that this code does not know; those that SQLite makes for an index are of their index."""
        known = {model._meta.db_table for model in [*PUBLISHED, *COMPILED]}
        return {
            table
            for table in self.columns
            if table not in known and not table.startswith(("sqlite_", *(f"{name}_" for name in SEARCHED)))
        }


#: The tables that are indexes of words, which bring others of their own.
SEARCHED = [model._meta.db_table for model in COMPILED if hasattr(model, "create_sql")]
EDITING = Editing()


def may_be_added(field: models.Field) -> bool:
    """Whether a column that was not there has a value for the rows that were."""
    return field.has_default() or field.null or (field.blank and field.empty_strings_allowed)


@contextmanager
def facts_of(manifest: Manifest):
    """The facts of an edition, opened to be read only; refused when this code cannot tell what they are."""
    connections.databases[PUBLISHED_FACTS] = {**connections.databases["edition"], "NAME": str(manifest.path)}
    try:
        origin = Published(manifest.path)
        if moved := list(origin.moved()):
            raise EditionError(
                f"L’édition {manifest.number} est d’une autre version, dont les faits ne se relisent pas tels quels : "
                f"{', '.join(moved)}."
            )
        yield origin
    finally:
        connections[PUBLISHED_FACTS].close()
        del connections[PUBLISHED_FACTS]
        del connections.databases[PUBLISHED_FACTS]
