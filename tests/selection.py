"""Which tests a run plays: all but the long ones, those too (`--long`), or those of a developer's loop (`--quick`)."""

import pytest
from django.conf import settings

#: What starts programs: a browser, a server, a PostgreSQL.
PROGRAMS = {"browser", "live_server", "postgresql_url", "served_corpus", "serving"}
#: What reads or writes the editing database.
DATABASE = {"db", "transactional_db", "live_server", "publish_once"}
#: Examples that Hypothesis draws for a property which does not say how many.
EXAMPLES = {"quick": 25, "default": 100, "long": 2_000}


def pytest_addoption(parser):
    group = parser.getgroup("portail")
    group.addoption("--quick", action="store_true", help="ni navigateur, ni serveur, ni épreuve lente")
    group.addoption("--long", action="store_true", help="les épreuves longues aussi")


def pytest_configure(config):
    """Draw as many examples as the run asks for, in whatever time a busy machine takes."""
    from hypothesis import HealthCheck
    from hypothesis import settings as drawn

    name = next((name for name in ("quick", "long") if config.getoption(name)), "default")
    drawn.register_profile(
        "portail", max_examples=EXAMPLES[name], deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    drawn.load_profile("portail")


def examples(usual: int) -> int:
    """For a property that says how many: fewer of them with `--quick`, more with `--long`."""
    from hypothesis import settings as drawn

    return usual * drawn.default.max_examples // EXAMPLES["default"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    kept = [item for item in items if is_played(item, config.option)]
    left = set(items) - set(kept)
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = programs_first(kept) if shares_files(config) else kept


def is_played(item, option) -> bool:
    if item.get_closest_marker("long") and not option.long:
        return False
    if option.quick and (starts_programs(item) or item.get_closest_marker("slow")):
        return False
    return not on_postgresql() or touches_database(item)


def on_postgresql() -> bool:
    """The pass on PostgreSQL keeps the tests that touch the editing database; the others cannot differ."""
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"


def touches_database(item) -> bool:
    return bool(DATABASE & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


def starts_programs(item) -> bool:
    return bool(PROGRAMS & set(item.fixturenames))


def shares_files(config) -> bool:
    """Whether this process is one of several that share the files of tests."""
    return hasattr(config, "workerinput")


def programs_first(items):
    """Files in which programs start are long: taken last, one of them would keep the others waiting."""
    long = {item.path for item in items if starts_programs(item) or item.get_closest_marker("slow")}
    return sorted(items, key=lambda item: item.path not in long)
