"""« Who is bound, when » needs neither database nor clock, and `agreements` knows nothing of `members`."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PURE = (
    *("facts", "reasons", "field", "ways", "whole_conventions", "binding", "in_force", "voluntary"),
    *("applicability", "whole_answer"),
)


@pytest.mark.parametrize("module", PURE)
def test_the_rule_is_read_without_django(module):
    asked = f"import sys, members.rule.{module}; print(any(n.split('.')[0] == 'django' for n in sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


@pytest.mark.parametrize("module", PURE)
def test_no_clock_is_read(module):
    source = (Path(settings.BASE_DIR) / "members" / "rule" / f"{module}.py").read_text()
    assert not any(word in source for word in ("today(", "now(", "localdate", "import time"))


def test_agreements_never_import_members():
    for path in (Path(settings.BASE_DIR) / "agreements").rglob("*.py"):
        source = path.read_text()
        assert "from members" not in source and "import members" not in source, path
