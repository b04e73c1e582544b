"""The life-cycle knows neither Django nor the day it is: the date is always an argument."""

import ast
from pathlib import Path

import pytest

from agreements import law

HERE = Path(law.__path__[0])
PURE = tuple(
    sorted(
        ".".join(path.relative_to(HERE).with_suffix("").parts)
        for path in HERE.rglob("*.py")
        if path.stem != "__init__"
    )
)
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
    *("re", "typing"),
    *(f"portal.french.{module}" for module in ("analyser", "dates", "prose", "words", "writing")),
    *(f"agreements.law.{module}" for module in (*PURE, "deductions")),
}
RULES = "deductions.rules"
CLOCKS = {"today", "now", "utcnow", "localdate", "localtime", "time", "monotonic", "fromtimestamp"}


def tree(module: str) -> ast.Module:
    return ast.parse(Path(HERE, *module.split(".")).with_suffix(".py").read_text(encoding="utf-8"))


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
        ("effect_rules", {"vocabulary", "names.acts"}),
        ("facts", {"vocabulary", "effect_rules", "names.acts"}),
        ("deductions.rules", {"vocabulary", "facts"}),
        ("procedures", {"vocabulary", "facts", RULES}),
        ("effect", {"vocabulary", "effect_rules", "facts", "procedures", RULES}),
        ("deductions.before", {"vocabulary", "facts", RULES}),
        ("deductions.nature", {"vocabulary", "facts", RULES, "deductions.measured"}),
        ("deductions.measured", {"vocabulary", RULES}),
    ],
)
def test_imports_run_one_way(module, may_import):
    own = {name.removeprefix("agreements.law.") for name in imported(module) if name.startswith("agreements")}
    assert own <= may_import
