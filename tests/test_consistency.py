"""The rules of the house, read from the tree: what a reviewer would say, said by a test."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOT = settings.BASE_DIR
CODE = [
    path
    for folder in ("portal", "agreements", "members")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@cache
def imported_by(path: Path) -> frozenset[str]:
    """The modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return frozenset(found)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(prefix: str) -> set[str]:
    """What the modules under a name import, as modules of the project."""
    own = (path for path in CODE if module_of(path) == prefix or module_of(path).startswith(f"{prefix}."))
    return {
        name
        for path in own
        for name in imported_by(path)
        if name.startswith(("agreements", "members", "portal"))
    }


def within(names: set[str], *prefixes: str) -> set[str]:
    return {name for name in names if any(name == p or name.startswith(f"{p}.") for p in prefixes)}


# -- The way of the data is one way ------------------------------------------------------------------------

#: From the heart outwards. A module of one row may import those of its row and of the rows above.
LAYERS = [
    ["vocabulary", "french", "analysis", "effect_rules", "facts", "procedures", "effect", "lifecycle"],
    ["models"],
    ["dossier", "read_models", "compiled_index", "article_texts"],
    ["edition"],
    ["index", "search", "references", "filters", "facets", "record", "rows"],
    ["exports"],
    ["listing", "answers"],
    ["views"],
    ["urls"],
]


@pytest.mark.parametrize("depth", range(len(LAYERS)))
def test_imports_run_from_the_heart_outwards(depth):
    later = [f"agreements.{name}" for row in LAYERS[depth + 1 :] for name in row]
    for name in LAYERS[depth]:
        assert within(imports_of(f"agreements.{name}"), *later) == set(), name


@pytest.mark.parametrize(
    "name", ["vocabulary", "effect_rules", "facts", "procedures", "effect", "lifecycle", "french", "analysis"]
)
def test_the_heart_knows_neither_django_nor_the_clock(name):
    path = ROOT / "agreements" / f"{name}.py"
    assert not {module for module in imported_by(path) if module.split(".")[0] == "django"}
    assert not re.search(r"\b(today|now)\(", path.read_text())


def test_agreements_do_not_import_members():
    assert within(imports_of("agreements"), "members") == set()


def test_nothing_public_imports_the_admin_or_an_importer():
    public = [
        path for path in CODE if path.parts[-2] != "commands" and not {"admin", "importers"} & set(path.parts)
    ]
    beside = ("agreements.admin", "agreements.importers", "members.admin", "members.importers")
    allowed = {
        ROOT / "portal" / "admin_urls.py",
        ROOT / "portal" / "admin_site.py",
        ROOT / "members" / "admin.py",
    }
    found = {
        module_of(path): within(set(imported_by(path)), *beside) for path in public if path not in allowed
    }
    assert {name: modules for name, modules in found.items() if modules} == {}


# -- One place for each thing ------------------------------------------------------------------------------


def test_today_is_read_in_one_place():
    """The publication's own time aside, which the command and the admin give to it."""
    readers = {
        module_of(path)
        for path in CODE
        if re.search(
            r"localdate\(|date\.today\(|datetime\.now\(|timezone\.(now|localtime)\(", path.read_text()
        )
    }
    assert readers == {
        "agreements.as_of",
        "agreements.admin.publishing",
        "portal.management.commands.publish",
    }


def test_no_room_without_a_name():
    assert not [path for path in CODE if path.stem in ("utils", "helpers", "common", "misc")]


def test_no_file_is_too_long_to_read():
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in CODE}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_no_markup_is_trusted_by_hand():
    code = [path for path in CODE if "mark_safe" in path.read_text()]
    templates = [path for path in TEMPLATES if re.search(r"\|\s*safe\b", path.read_text())]
    assert code + templates == []


def test_no_silent_except_and_no_signal():
    silent = re.compile(r"except[^\n]*:\n\s+pass\n\n?\s*(?!#)")
    assert not [path for path in CODE if "django.db.models.signals" in path.read_text()]
    assert not [
        path for path in CODE if re.search(r"except( Exception)?:\n\s+pass", path.read_text()) and silent
    ]


def test_every_template_is_used():
    sources = "\n".join(path.read_text() for path in [*CODE, *TEMPLATES])
    by_name = {"400.html", "403.html", "404.html", "500.html", "503.html"}
    unused = []
    for path in TEMPLATES:
        name = path.relative_to(ROOT / "templates").as_posix()
        name = name.removeprefix("jinja/")
        if name not in by_name and not name.startswith("admin/") and f'"{name}"' not in sources:
            unused.append(name)
    assert unused == []


def test_no_template_carries_a_style_or_a_script():
    """The policy of every page refuses them."""
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\bstyle=\"|\bon[a-z]+=\"", re.IGNORECASE)
    assert not [path for path in TEMPLATES if inline.search(path.read_text())]


def test_names_begin_in_lower_case():
    """Django puts a capital where one is needed; acronyms keep theirs."""
    wrong = []
    for model in [
        *apps.get_app_config("agreements").get_models(),
        *apps.get_app_config("members").get_models(),
    ]:
        names = [model._meta.verbose_name, *(f.verbose_name for f in model._meta.fields if not f.primary_key)]
        wrong += [
            f"{model.__name__} : {name}" for name in map(str, names) if re.match(r"[A-ZÉÀ][a-zéè]", name)
        ]
    assert wrong == []


# -- Tools -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("words", [["check"], ["format", "--check"]])
def test_ruff_is_clean(words):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *words, "--no-cache", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_locked_requirements_name_no_place():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text(), lock.name
