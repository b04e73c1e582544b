"""The lock files: nothing is installed that is not named with its digest, and no index is named at all."""

import re
import tomllib
from pathlib import Path

import pytest

from portal.serving import bootstrap

#: What is only ever run by hand.
BY_HAND = {"coverage", "pytest-xdist"}
REQUIREMENT = re.compile(r"^([a-z0-9-]+)==(\S+)")


def locked(kind):
    """Name → (version, digests) of every requirement of a lock file."""
    entries = {}
    for line in bootstrap.lock_file(kind).read_text().splitlines():
        if found := REQUIREMENT.match(line):
            digests = set()
            entries[found[1]] = (found[2], digests)
        elif "--hash=" in line:
            digests.add(line.strip(" \\").removeprefix("--hash="))
    return entries


@pytest.mark.parametrize("kind", ["run", "test"])
def test_no_address_in_a_lock_file(kind):
    assert "://" not in bootstrap.lock_file(kind).read_text()


@pytest.mark.parametrize("kind", ["run", "test"])
def test_every_requirement_has_a_digest(kind):
    text = bootstrap.lock_file(kind).read_text()
    named = [line for line in text.splitlines() if line and line[0] not in " #"]
    entries = locked(kind)
    assert len(named) == len(entries)
    for name, (_, digests) in entries.items():
        assert digests, name
        assert all(digest.startswith("sha256:") and len(digest) == 71 for digest in digests), name


def test_the_test_lock_contains_the_run_lock():
    run, test = locked("run"), locked("test")
    assert run.items() <= test.items()


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((bootstrap.ROOT / "pyproject.toml").read_text())
    direct = {
        "run": project["project"]["dependencies"],
        "test": project["dependency-groups"]["test"],
    }
    for kind, asked in direct.items():
        names = {re.split(r"[\[><=]", requirement)[0].lower() for requirement in asked}
        assert names <= locked(kind).keys()


def test_what_the_tests_install_is_used_and_named():
    """In a test, or set in the project's file; and each package of the lock is there for one that is there."""
    told = (bootstrap.ROOT / "pyproject.toml").read_text()
    asked = {re.split(r"[\[><=]", one)[0] for one in tomllib.loads(told)["dependency-groups"]["test"]}
    tests = (bootstrap.ROOT / "tests").rglob("*.py")
    sources = [path.read_text() for path in tests if path.name != Path(__file__).name]
    used = "\n".join([*sources, told.partition("[tool.")[2]])
    unused = {name for name in asked if not re.search(rf"\b{name.replace('-', '[-_]')}\b", used)}
    assert unused <= BY_HAND
    readme = (bootstrap.ROOT / "README.md").read_text()
    assert all(name in readme for name in asked)
    reasons = set(
        re.findall(r"^    #(?: via|  ) ([a-z0-9-]+)$", bootstrap.lock_file("test").read_text(), re.MULTILINE)
    )
    assert reasons <= locked("test").keys()
