"""The life-cycle knows neither Django nor the day it is: the date is always an argument."""

import ast
from pathlib import Path

import pytest

from agreements import law

PURE = tuple(sorted(path.stem for path in Path(law.__path__[0]).glob("*.py") if path.stem != "__init__"))
#: All that they need; no clock, no database, no settings, no file.
ALLOWED = {
    *(
        "collections",
        "collections.abc",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "functools",
        "itertools",
    ),
    *("re", "typing", "portal.french.dates", "portal.french.words", "portal.french.writing"),
    *(f"agreements.law.{module}" for module in PURE),
}
CLOCKS = {"today", "now", "utcnow", "localdate", "localtime", "time", "monotonic", "fromtimestamp"}


def tree(module: str) -> ast.Module:
    return ast.parse(Path(law.__path__[0], f"{module}.py").read_text(encoding="utf-8"))


def imported(module: str) -> set[str]:
    names = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


@pytest.mark.parametrize("module", PURE)
def test_imports_are_few_and_pure(module):
    assert imported(module) <= ALLOWED


@pytest.mark.parametrize("module", PURE)
def test_no_clock_is_read(module):
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in CLOCKS, f"{module}.py, line {node.lineno}"
            assert called not in {"__import__", "import_module", "open"}, f"{module}.py, line {node.lineno}"


@pytest.mark.parametrize(
    ("module", "may_import"),
    [
        ("vocabulary", set()),
        ("effect_rules", {"vocabulary"}),
        ("facts", {"vocabulary", "effect_rules"}),
        ("procedures", {"vocabulary", "facts"}),
        ("effect", {"vocabulary", "effect_rules", "facts", "procedures"}),
        ("lifecycle", {"vocabulary", "facts", "procedures", "effect"}),
    ],
)
def test_imports_run_one_way(module, may_import):
    own = {name.removeprefix("agreements.law.") for name in imported(module) if name.startswith("agreements")}
    assert own <= may_import
