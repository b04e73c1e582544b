"""The statement of accessibility: made from data, each check with its proof, nothing claimed beyond it."""

import ast
from importlib.metadata import version

import pytest
from django.conf import settings

from portal.pages.accessibility import Means, Result, statement
from tests.browser import AXE
from tests.reading import flowing, parsed


@pytest.mark.parametrize("check", statement().checks, ids=lambda check: check.what[:30])
def test_what_is_said_to_be_checked_has_its_proof(check):
    if check.means in (Means.OUTIL, Means.ESSAI):
        path, name = check.proof.split("::")
        module = ast.parse((settings.BASE_DIR / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
        assert check.result == Result.CONFORME
    else:
        assert not check.proof and check.result != Result.CONFORME or check.means == Means.MAIN
    if check.result == Result.FAUTE:
        assert check.note, "une faute connue est décrite"


def test_without_a_whole_audit_nothing_else_than_not_conforming_is_declared(reader):
    told = statement()
    assert told.state == "non conforme" and any(check.result == Result.NON_VERIFIE for check in told.checks)
    page = parsed(reader.get("/accessibilite/"))
    main = flowing(page.query("main")[0])
    for check in told.checks:
        assert check.what in main and check.note in main
    assert len(page.query(".checks tbody tr")) == len(told.checks)
    link, *_ = [link for link in page.query("footer a") if link.attrs["href"].startswith("/accessibilite")]
    assert flowing(link).startswith(f"Accessibilité : {told.state}")
    assert reader.get("/accessibilite.json").json()["etat"] == told.state


def test_the_tool_is_the_one_that_is_named():
    assert version("axe-playwright-python") and "axe v4.12" in AXE[:200]
    assert "axe-core 4.12" in statement().checks[0].what
