"""Charts in steps: where each value stands, from when until when, and which of them has room for its label."""

from datetime import date
from decimal import Decimal

from portal.web.chart_geometry import HEIGHT
from portal.web.step_geometry import ABOVE, BELOW, Held, steps


def held(starts: str, ends: str, amount: str, kind: str = "") -> Held:
    return Held(date.fromisoformat(starts), date.fromisoformat(ends), Decimal(amount), amount, kind)


def test_one_value_is_no_chart():
    assert steps([]) is None
    assert steps([held("2000-01-01", "2020-01-01", "3")]) is None
    assert steps([held("2000-01-01", "2010-01-01", "3"), held("2010-01-01", "2020-01-01", "3")]) is None


def test_the_first_begins_at_the_edge_and_the_last_ends_at_the_other():
    chart = steps([held("2000-01-01", "2010-01-01", "3"), held("2010-01-01", "2020-01-01", "4")])
    first, last = chart.steps
    assert (first.x, last.end) == ("0.000%", "100.000%")
    assert first.end == last.x
    assert (first.y, last.y) == (f"{HEIGHT - BELOW:.1f}", f"{ABOVE:.1f}")


def test_a_riser_joins_those_that_touch_and_no_others():
    chart = steps(
        [
            held("2000-01-01", "2005-01-01", "3"),
            held("2005-01-01", "2010-01-01", "4"),
            held("2012-01-01", "2020-01-01", "5"),
        ]
    )
    first, second, third = chart.steps
    assert (first.from_y, second.from_y, third.from_y) == ("", first.y, "")


def test_short_steps_have_no_label_and_the_last_always_has():
    short = [held(f"{year}-01-01", f"{year + 1}-01-01", str(year)) for year in range(2000, 2020)]
    assert [step.label for step in steps(short).steps] == [""] * 19 + ["2019"]
    long = [held("2000-01-01", "2010-01-01", "3"), held("2010-01-01", "2020-01-01", "4")]
    assert [step.label for step in steps(long).steps] == ["3", "4"]


def test_the_scale_has_few_years():
    chart = steps([held("2000-06-01", "2010-01-01", "3"), held("2010-01-01", "2026-01-01", "4")])
    assert [mark.year for mark in chart.years] == [2005, 2010, 2015, 2020, 2025]


def test_a_value_of_members_is_told_apart():
    chart = steps([held("2000-01-01", "2010-01-01", "3"), held("2010-01-01", "2020-01-01", "4", "members")])
    assert [step.kind for step in chart.steps] == ["", "members"]
