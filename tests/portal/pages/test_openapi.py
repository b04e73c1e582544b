"""The description of the addresses is read from what pages declare, and changes nothing of it."""

from agreements.finding.filters import SituationFilter
from tests import builders as make


def test_describing_the_filters_leaves_them_as_they_are(publish, client):
    """Described before the first list of an edition: its filters still take the values of that edition."""
    make.agreement("un", conventions=["ccn-66"])
    publish()
    assert client.get("/openapi.json").status_code == 200
    make.agreement("deux", conventions=["ccn-79"])
    publish()
    assert client.get("/accords.json?convention=ccn-66").json()["total"] == 1
    assert not [name for name, one in SituationFilter.base_filters.items() if hasattr(one, "_field")]
