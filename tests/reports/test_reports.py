"""What was reported of other portals does not happen here."""

import html
from urllib.parse import urlsplit

import pytest

from tests.reports.cases import REPORTS
from tests.reports.table import PAGE, table
from tests.reports.tried import TRIED


@pytest.mark.parametrize("report", [*REPORTS, *TRIED], ids=lambda report: f"{report.thread} {report.asked}")
def test_what_was_reported_elsewhere(reader, report):
    answer = reader.get(report.asked)
    led = answer.headers.get("Location", "")
    if report.leads:
        assert answer.status_code in (301, 302)
        assert urlsplit(led).path == urlsplit(report.leads).path
        assert reader.get(led, follow=True).status_code == 200
        return
    assert (answer.status_code, led) == (report.status, "")
    assert answer.headers.get("Portail-Ignores", "") == report.ignored
    told = " ".join(
        html.unescape(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ").split()
    )
    for words in report.says:
        assert words in told
    for words in report.never_says:
        assert words not in told


def test_there_are_as_many_as_were_gathered():
    assert len(REPORTS) >= 63
    assert len({report.asked for report in TRIED}) == len(TRIED) >= 30
    assert len({(report.thread, report.asked) for report in REPORTS}) == len(REPORTS)


def test_the_documentation_tells_them():
    assert PAGE.read_text(encoding="utf-8") == table()
