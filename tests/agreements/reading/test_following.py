"""Which entries of the ledger are of which agreements: by what is kept of an edition, and by their names, the same."""

import random
from datetime import date

import pytest
from pyroaring import BitMap

from agreements.models import Agreement
from agreements.reading.following import news
from portal.edition import ledger, store
from portal.edition.reader import reading
from tests import builders as make


def test_what_is_kept_of_each_agreement_is_found_whatever_their_number():
    rng = random.Random(7)  # noqa: S311 - the same each time
    numbers, told = iter(rng.sample(range(1, 5_000), 3_000)), {}
    kept = news.Entries(400)
    for agreement in rng.sample(range(1, 401), 350):
        told[agreement] = sorted(next(numbers) for _ in range(rng.randrange(1, 6)))
        kept.add(agreement, told[agreement])
    kept.of_all = BitMap(kept.in_order)
    for size in (0, 1, 30, 199, 201, 390, 400):
        asked = BitMap(rng.sample(range(1, 401), size))
        assert kept.of(asked) == BitMap(entry for one in asked for entry in told.get(one, ())), size


@pytest.mark.parametrize("few", [0, 10_000])
def test_a_feed_has_the_same_entries_looked_for_either_way(reader, monkeypatch, few):
    monkeypatch.setattr(news, "FEW", few)
    edition = store.current()
    with reading(edition):
        texts = dict(Agreement.objects.values_list("pk", "slug"))
        for chosen in (set(texts), set(list(texts)[::3]), set(list(texts)[:2])):
            wanted = set()
            for number, subject in ledger.rows("SELECT id, subject FROM entry"):
                if subject in {texts[pk] for pk in chosen}:
                    wanted.add(number)
            assert wanted
            assert set(news.of_agreements(BitMap(chosen), edition)) == wanted


def test_the_days_of_a_calendar_are_those_of_its_last_edition(publish):
    text = make.agreement(
        "avenant-1", number="1", dated=date(2020, 3, 2), rule="date-fixe", rule_date=date(2020, 6, 1)
    )
    make.event(text, "agree", date(2020, 5, 1), jo=date(2020, 5, 9))
    first = publish().number
    text.rule_date = date(2020, 9, 1)
    text.save()
    second = publish(accepted=1).number
    [before] = ledger.days(first, date(2019, 1, 1))
    [after] = ledger.days(second, date(2019, 1, 1))
    assert (before.on, before.before, before.edition) == ("2020-06-01", None, first)
    assert (after.on, after.before, after.edition) == ("2020-09-01", "2020-06-01", second)
    assert ledger.days(second, date(2020, 9, 2)) == []
