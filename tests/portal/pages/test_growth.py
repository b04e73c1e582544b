"""The first page of one text, of one act or of one search costs hardly more in a corpus that is ten times larger.

What is counted is what SQLite does, and not how long it takes: a page that reads a whole table to show one row of it
is quick in a test, and takes half a minute at a million.
"""

from contextlib import contextmanager
from datetime import date

from django.db import connections

from agreements.models import Agreement
from portal.edition.memory import memory
from tests import builders as make

#: Steps of SQLite that are counted as one.
EVERY = 20
FEW, MANY = 20, 200
#: Steps that each further text may cost a page: those of passing over one row, and not of reading it.
MOST = 20
PAGES = (
    "/accords/le-texte/",
    "/accords/le-texte.json",
    "/actes/l-acte/",
    "/accords/?q=12+janvier+2020",
    "/accords/?q=avenant+singulier",
)


@contextmanager
def counted():
    """What SQLite does meanwhile for the edition being read."""
    done = [0]

    def one_more():
        done[0] += 1

    connection = connections["edition"]
    connection.ensure_connection()
    connection.connection.set_progress_handler(one_more, EVERY)
    try:
        yield done
    finally:
        connection.connection.set_progress_handler(None, 0)


def write_the_text() -> None:
    text = make.agreement("le-texte", number="900", title="Avenant singulier", dated=date(2019, 12, 3))
    act = make.act(date(2020, 1, 12), date(2020, 1, 20), slug="l-acte", kind="arrete-agrement")
    make.event(text, "agree", act=act)
    make.signature(text, "nexem")
    make.agreement("autre-0", dated=date(2010, 1, 2))


def write_others(first: int, last: int) -> None:
    """As many texts, each with an act of its own, each replacing the one before."""
    told, before = make.source(), Agreement.objects.get(slug=f"autre-{first - 1}")
    for number in range(first, last + 1):
        other = make.agreement(f"autre-{number}", dated=date(2010, 1, 2))
        make.event(other, "agree", date(2010, 2, 1), jo=date(2010, 3, 1), sources=[told])
        make.relation(other, "remplace", before)
        before = other


def costs(reader) -> dict[str, int]:
    """What each page does when it is the first that is asked of the edition, once the list was."""
    found = {}
    for page in PAGES:
        memory.forget()
        assert reader.get("/accords/").status_code == 200
        with counted() as done:
            assert reader.get(page).status_code == 200, page
        found[page] = done[0]
    return found


def test_what_shows_one_text_does_not_read_them_all(published):
    write_the_text()
    write_others(1, FEW)
    few = costs(published())
    write_others(FEW + 1, MANY)
    many = costs(published())
    each = {page: (many[page] - few[page]) * EVERY / (MANY - FEW) for page in PAGES}
    assert {page: steps for page, steps in each.items() if steps > MOST} == {}
