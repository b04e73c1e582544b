"""What an edition is made of, gathered from the applications: each says what it publishes and compiles."""

from collections.abc import Iterator
from datetime import date

from django.db import models

from agreements.compiled import tables as agreements
from agreements.compiled.compilation import IndexWriter
from members.compiled import tables as members

#: Parents first: members name conventions, organisations, agreements and sources.
PUBLISHED = [*agreements.PUBLISHED, *members.PUBLISHED]
COMPILED = [*agreements.COMPILED, *members.COMPILED]
RANKS, FUNCTIONS = agreements.RANKS, agreements.FUNCTIONS
#: Read at publication, and never published as they are.
READ = agreements.READ
TEXTS = agreements.TEXTS


def compiled(alias: str, index: IndexWriter) -> Iterator[models.Model]:
    """What is compiled of the whole, once each agreement is."""
    yield from index.rows()
    yield from members.compile_members(alias)


def publication_errors(alias: str, today: date) -> Iterator[str]:
    yield from agreements.publication_errors(alias, today)
    yield from members.publication_errors(alias, today)
