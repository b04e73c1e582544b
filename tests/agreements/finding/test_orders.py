"""The orders of the list, and ranges of dates, which the index answers without reading the agreements."""

from datetime import date

import pytest

from tests.builders import agreement, convention


@pytest.fixture(scope="module")
def six_texts(publish_once):
    return publish_once(write_six_texts)


def write_six_texts():
    convention("ccn-66", in_sector=True)
    for number, dated, opened in [
        ("9", date(2020, 5, 1), None),
        ("10", date(2019, 5, 1), None),
        ("250 bis", date(2021, 1, 1), None),
        ("250", date(2021, 1, 2), None),
        ("", None, date(2020, 6, 1)),
        ("", None, None),
    ]:
        agreement(
            f"n{number or 'ull'}-{opened or dated}".replace(" ", "-"),
            number=number,
            dated=dated,
            opened_on=opened,
        )


@pytest.fixture
def listed(six_texts, settings, client):
    settings.EDITIONS_DIR = six_texts

    def ask(**parameters):
        found = client.get("/accords.json", {"perimetre": "tout", **parameters}).json()
        return [row["identifiant"] for row in found["accords"]]

    return ask


def test_by_number_nine_comes_before_ten_and_those_without_one_are_last(listed):
    assert listed(tri="numero")[:4] == [
        "n9-2020-05-01",
        "n10-2019-05-01",
        "n250-2021-01-02",
        "n250-bis-2021-01-01",
    ]
    assert listed(tri="numero")[4:] == ["null-2020-06-01", "null-None"]


def test_pages_by_number_follow_one_another(listed):
    whole = listed(tri="numero")
    assert [listed(tri="numero", par_page=2, page=page) for page in (1, 2, 3)] == [
        whole[:2],
        whole[2:4],
        whole[4:],
    ]


def test_those_without_a_date_stay_last_either_way(listed):
    assert listed(tri="recent")[-1] == listed(tri="ancien")[-1] == "null-None"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"signe_apres": "2020-05-01"}, {"n9-2020-05-01", "n250-2021-01-02", "n250-bis-2021-01-01"}),
        ({"signe_apres": "2020-05-02"}, {"n250-2021-01-02", "n250-bis-2021-01-01"}),
        ({"signe_avant": "2020-05-01"}, {"n9-2020-05-01", "n10-2019-05-01"}),
        ({"signe_avant": "2020-04-30"}, {"n10-2019-05-01"}),
        ({"signe_apres": "2020-01-01", "signe_avant": "2020-12-31"}, {"n9-2020-05-01"}),
        ({"signe_apres": "2022-01-01"}, set()),
    ],
)
def test_a_range_of_dates_has_both_its_ends_and_no_text_without_a_date(listed, asked, found):
    """A text that only has a day of opening has no date."""
    assert set(listed(**asked)) == found


@pytest.mark.parametrize(
    "query",
    ["tri=recent&tri=numero", "q=a&q=b", "page=1&page=2", "signe_apres=2020-01-01&signe_apres=2021-01-01"],
)
def test_a_parameter_that_takes_one_value_refuses_two(listed, client, query):
    refused = client.get(f"/accords/?{query}")
    assert refused.status_code == 400
    assert "une seule valeur est attendue" in refused.content.decode()


def test_a_refusal_repeats_no_sign_that_cannot_be_seen(listed, client):
    refused = client.get("/accords/?date=%E2%80%AE2020").content.decode()
    assert "\u202e" not in refused and "\ufffd" in refused
