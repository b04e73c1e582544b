"""The official corpus in small, imported where two conventions of the sector are known."""

import pytest

from tests.agreements.importers.kali_archive import folder, small
from tests.agreements.importers.kali_base import load
from tests.builders import convention as recorded_convention
from tests.builders import organisation


@pytest.fixture
def sector():
    recorded_convention(
        "ccn-66", idcc=413, in_sector=True, subject_to_agrement=True, agrement_basis="CASF L. 314-6"
    )
    recorded_convention(
        "ccn-51", idcc=29, in_sector=True, subject_to_agrement=True, agrement_basis="CASF L. 314-6"
    )
    organisation("nexem", name="Nexem")


@pytest.fixture
def imported(sector, tmp_path):
    return load(folder(tmp_path / "archive", *small()))
