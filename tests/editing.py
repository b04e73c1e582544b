"""The editing database between two tests: emptied quickly, or written once for the tests that only read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.color import no_style
from django.db import connections
from django.test import TransactionTestCase, override_settings
from django.test.utils import setup_databases, teardown_databases

from portal.publishing import build
from tests.conftest import NOW

#: What `migrate` writes of the models themselves: no test changes it.
OF_THE_MODELS = {"django_content_type", "auth_permission"}
#: The database of the person who runs the tests: never written, never emptied.
OWN = str(settings.DATABASES["default"]["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The editing database of the tests, also when all that asks for it is the fixture of a module.

    That of pytest-django makes the databases that the tests themselves ask for, and no other.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True, scope="session")
def rows_are_deleted_after_a_transactional_test():
    """Django would truncate every table, then write anew what is known of the models: ten times slower."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: empty(connections["default"]))
        yield


def empty(connection) -> None:
    assert str(connection.settings_dict["NAME"]) != OWN
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    names = sorted(names - OF_THE_MODELS)
    if connection.vendor == "postgresql":
        deleted = [f"DELETE FROM {connection.ops.quote_name(name)}" for name in names]  # noqa: S608 - our own names
        statements = ["SET session_replication_role = replica", *deleted, "RESET session_replication_role"]
        with connection.cursor() as cursor:
            cursor.execute("; ".join(statements))
    else:
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), names))


@pytest.fixture(scope="module")
def publish_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Callable[..., Path]:
    """Publish what a function writes, once for a module whose tests only read; give the folder of the edition.

    The facts are gone when the edition is there: tests of the same module may write others.
    """

    def publish(write: Callable[[], object], now=NOW) -> Path:
        folder = tmp_path_factory.mktemp("once") / "editions"
        with django_db_blocker.unblock(), override_settings(EDITIONS_DIR=folder):
            try:
                write()
                build.publish(now)
            finally:
                empty(connections["default"])
        return folder

    return publish
