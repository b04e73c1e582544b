"""What every test stands on: a public site on a fixed day, its editions in a folder of their own.

Silent faults are made loud here: an undefined template variable fails the test that rendered it, and rows
that no query orders come back in any order.
"""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as project
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.template import engines
from django.template.backends.jinja2 import Template
from django.template.base import Node
from django.test import Client, override_settings

from portal.edition.backend.base import DatabaseWrapper as EditionConnection
from portal.edition.manifest import Manifest
from portal.publishing import build
from portal.web.files.streams import Steps

pytest_plugins = [
    "tests.agreements.admin.admin_fixtures",
    "tests.browser",
    "tests.editing",
    "tests.installations",
    "tests.postgres",
    "tests.selection",
]

#: The day of the tests, whatever the day they run on.
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
numbers = count(1)


# -- Loud faults -------------------------------------------------------------------------------------------


class Undefined(str):
    """What Django puts in the place of a variable that is not there. Ours must all be there.

    Django asks for the truth of this string at that place, and only there: in a template of the project the
    question is an error; in those of Django's admin the answer is « no », as for the empty string.
    """

    __slots__ = ()

    def __bool__(self):
        frame = sys._getframe(1)
        expression = frame.f_locals["self"]
        while frame:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and hasattr(node, "origin"):
                if Path(node.origin.name).is_relative_to(project.BASE_DIR / "templates"):
                    raise AssertionError(f"{node.origin.template_name} : « {expression} » n’existe pas.")
                return False
            frame = frame.f_back
        raise AssertionError(f"« {expression} » n’existe pas.")


@pytest.fixture(autouse=True, scope="session")
def undefined_variables_fail():
    engine = engines["admin"].engine
    engine.string_if_invalid = Undefined()
    yield
    engine.string_if_invalid = ""


@pytest.fixture(autouse=True, scope="session")
def unordered_rows_are_shuffled():
    """A page that counts on the order in which a database happens to give rows does not survive this."""
    ordered = SQLCompiler._order_by_pairs

    def shuffled(self):
        pairs = list(ordered(self))
        free = not (self.query.distinct or self.query.combinator or self.query.subquery)
        return pairs or ([(OrderBy(Random()), False)] if free else [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "_order_by_pairs", shuffled)
        yield


@pytest.fixture(autouse=True, scope="session")
def nothing_is_read_while_a_page_is_drawn():
    """Views hand over finished objects: a query that a public template runs fails the test."""
    draw = Template.render

    def refuse(execute, sql, *given):
        raise AssertionError(f"requête pendant le dessin : {sql}")

    def drawn(self, *given, **named):
        with connections["edition"].execute_wrapper(refuse):
            return draw(self, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", drawn)
        yield


# -- Settings ----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def public_process(tmp_path_factory):
    """The public process, on the day of the tests, with plain static files.

    For all the tests at once: when the addresses change, Django reads them all anew.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(
            ROOT_URLCONF="portal.urls",
            MIDDLEWARE=project.PUBLIC_MIDDLEWARE,
            STATIC_ROOT=tmp_path_factory.mktemp("static"),
            STORAGES={**project.STORAGES, "staticfiles": plain},
        ),
    ):
        patch.setattr("portal.web.as_of.today", lambda: TODAY)
        yield tmp_path_factory.mktemp("var")


@pytest.fixture(autouse=True)
def public_site(settings, public_process):
    """Data of one's own, with no edition yet; the folder is only made by what writes there."""
    settings.VAR_DIR = public_process / f"{next(numbers)}"
    settings.EDITIONS_DIR = settings.VAR_DIR / "editions"


@pytest.fixture(autouse=True, scope="session")
def editions_open_in_every_test(django_db_blocker):
    """An edition is a file that pages open, not a database that tests make, share and guard."""
    with django_db_blocker.unblock():
        ensure_connection = BaseDatabaseWrapper.ensure_connection
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EditionConnection, "ensure_connection", ensure_connection)
        yield


@pytest.fixture(autouse=True)
def own_connection(request, django_db_blocker, _django_db_marker):
    """A connection to editions for each test, beside those that the test's databases allow or forbid."""
    with_databases = request.node.get_closest_marker("django_db") is not None
    if {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        with_databases = True
    kept = connections["edition"]
    connections["edition"] = opened = connections.create_connection("edition")
    # Where there is an editing database, the edition being built is one more.
    with django_db_blocker.unblock() if with_databases else nullcontext():
        yield
    opened.close()
    connections["edition"] = kept


@pytest.fixture(autouse=True)
def files_are_left_in_time(own_connection):
    """A server closes each answer; a test that looks at its headers would leave rows to a closed edition."""
    begun: list[Steps] = []
    begin = Steps.__init__

    def noted(self, *given, **named):
        begin(self, *given, **named)
        begun.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Steps, "__init__", noted)
        yield
    for pieces in begun:
        pieces.close()


# -- Editions ----------------------------------------------------------------------------------------------


@pytest.fixture
def publish(transactional_db) -> Callable[..., Manifest]:
    """Compile what the builders wrote into a new edition, even if it says less than the one before by so much."""
    return lambda now=NOW, accepted=None: build.publish(now, accepted)[0]


@pytest.fixture
def published(publish, client) -> Callable[[], Client]:
    """Publish what the builders wrote, and give the reader of it."""

    def read():
        publish()
        return client

    return read
