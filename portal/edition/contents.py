"""What an edition is made of, gathered from the applications: each says what it publishes and compiles."""

from collections.abc import Iterator
from datetime import date

from django.db import models

from agreements import edition as agreements
from members import edition as members

#: Parents first: members name conventions, organisations, agreements and sources.
PUBLISHED = [*agreements.PUBLISHED, *members.PUBLISHED]
COMPILED = [*agreements.COMPILED, *members.COMPILED]
RANKS, FUNCTIONS = agreements.RANKS, agreements.FUNCTIONS
#: Read at publication, and never published as they are.
READ = agreements.READ
drawn = agreements.drawn


def compiled(alias: str) -> Iterator[models.Model]:
    yield from agreements.compile_agreements(alias)
    yield from members.compile_members(alias)


def unsound(alias: str, today: date) -> Iterator[str]:
    yield from agreements.unsound(alias, today)
    yield from members.unsound(alias, today)
