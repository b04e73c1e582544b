"""What the portal is made of: every package with its licence and its digests, and nothing that installs others."""

import json
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.serving import bootstrap, supply

#: Says which of those that install are there.
INSTALLERS = "from importlib.util import find_spec; print([n for n in ('pip', 'setuptools') if find_spec(n)])"
#: What may be used and given away with the portal.
FREE = ("BSD", "MIT", "Apache", "LGPL", "PSF", "MPL", "Unlicense")


def test_every_package_declares_a_free_licence():
    packages = [package for package in supply.packages() if package.licence]
    assert len(packages) >= len(supply.packages()) - 1  # typing-extensions is for older Pythons
    assert [p.name for p in packages if not any(name in p.licence for name in FREE)] == []


def test_nothing_that_runs_installs():
    assert {package.name for package in supply.packages()} & {"pip", "setuptools", "wheel", "uv"} == set()


def test_the_bill_of_materials_names_each_with_its_digests():
    said = StringIO()
    call_command("dependances", "--nomenclature", stdout=said)
    bill = json.loads(said.getvalue())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert len(bill["components"]) == len(supply.packages()) >= 10
    for component in bill["components"]:
        assert component["purl"] == f"pkg:pypi/{component['name']}@{component['version']}"
        assert component["hashes"]


def test_the_licences_are_listed():
    said = StringIO()
    call_command("dependances", stdout=said)
    assert "django 5" in said.getvalue()


def test_known_faults_are_a_failure(monkeypatch):
    def faults():
        yield "django 1.0 CVE-0"
        raise subprocess.CalledProcessError(1, "pip-audit")

    monkeypatch.setattr(supply, "known_faults", faults)
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("dependances", "--failles", stdout=said)
    assert "CVE-0" in said.getvalue()


def test_the_installer_is_taken_away_at_the_end(tmp_path, monkeypatch):
    """For real: an environment without a package of its own."""
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    lock = tmp_path / "lock"
    lock.write_text("")
    with lock.open() as turn:
        bootstrap.create(turn)
        bootstrap.install(lock, turn)
        bootstrap.leave_no_installer(turn)
        held = subprocess.run(
            [bootstrap.PYTHON, "-c", INSTALLERS],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert held.stdout.strip() == "[]"
        bootstrap.install(lock, turn)  # the tests complete it later
    assert sys.prefix != str(tmp_path)
