"""The queries that readers were thought to write, a third of them before they were asked, on the facts of the sector.

The whole official corpus is asked the same ones by `bench --requetes`.
"""

from urllib.parse import quote

import pytest

from agreements.finding.index import index_of
from portal.edition import store
from portal.edition.reader import reading
from tests.benchmarks import dated_queries
from tests.benchmarks.queries import UNSEEN, WRITTEN, asked, misses
from tests.conftest import TODAY
from tests.reading import parsed, text

#: What is typed with an error, and may be read otherwise as long as the page says so.
MISTYPED = {
    *("prevoyence", "formation professionelle", "assistents familiaux", "surveilants de nuit", "assistants familliaux"),
    *("travailleurs handicappés", "vie chère guyanne", "temps partiel therapeutiqe"),
}  # fmt: skip


def test_a_third_of_them_were_never_tuned_upon():
    assert len(WRITTEN) >= 160
    assert 3 * len(UNSEEN) >= len(WRITTEN)


def test_every_query_finds_first_what_it_means(reader):
    edition = store.current()
    with reading(edition):
        assert misses(index_of(edition), TODAY) == {}


def test_forty_texts_are_found_by_their_day_however_it_is_written(reader):
    edition = store.current()
    with reading(edition):
        assert len(set(dated_queries.asked())) == 200
        assert dated_queries.misses(index_of(edition), TODAY) == []


def test_nothing_that_is_well_written_is_corrected(reader):
    edition = store.current()
    with reading(edition):
        index = index_of(edition)
        corrected = {query for query in WRITTEN if asked(query, index, TODAY).found.corrected}
    assert corrected <= MISTYPED


@pytest.mark.parametrize("query", sorted(MISTYPED))
def test_no_correction_is_silent_and_none_is_made_in_a_file(reader, query):
    page = reader.get(f"/accords/?q={quote(query)}")
    if told := parsed(page).query(".corrected"):
        assert "Résultats pour" in text(told[0])
    plain = reader.get(f"/accords.json?q={quote(query)}").json()
    assert plain["total"] == 0 or query == "surveilants de nuit"  # which has the stem of « surveillants »
    assert plain["total"] or plain["recherche"]["mots_absents"]
