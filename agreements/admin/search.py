"""Finding a fact among those being edited, with the words of a reader: « CCN66 342 », « 29/11/2017 », « prevoyance ».

The editing database keeps no folded words: nothing derived is stored beside its source. They are folded here
at each search, and remembered from one keystroke to the next.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import SimpleNamespace

from django.db.models import Model, Q

from agreements.finding.queries.names import read_names
from agreements.finding.queries.numbering import key_of
from agreements.finding.queries.query import Names, Query
from agreements.finding.queries.reading import read_query
from agreements.models import Agreement, Convention, Organisation
from portal.french.analyser import fold
from portal.french.typed_dates import Period, dates_in

folded = lru_cache(maxsize=50_000)(fold)


def matching(model: type[Model], fields: Iterable[str], term: str, days: Iterable[str] = ()) -> list[int]:
    """The rows in which each word of the term begins a word of one of these fields.

    Where the model has `days`, a date of the term, however it is written, is that of one of them.
    """
    periods, term = parted(term) if days else ([], term)
    if not fold(term) and not periods:
        return []
    rows = model.objects.filter(within(days, periods)).order_by() if periods else model.objects.order_by()
    return having(term, rows.values_list("pk", *fields).iterator())


def having(term: str, rows: Iterable[tuple]) -> list[int]:
    """The keys of the rows, each told before its values, in which each word of the term begins a word."""
    wanted = [f" {word}" for word in fold(term).split()]
    words: dict[int, dict[str, None]] = {}  # a dict keeps the order, so that each row is folded once for all
    for pk, *values in rows:
        words.setdefault(pk, {}).update((str(value), None) for value in values if value)
    return [pk for pk, values in words.items() if begins_a_word_of(" ".join(values), wanted)]


def begins_a_word_of(text: str, wanted: list[str]) -> bool:
    within = f" {folded(text)}"
    return all(word in within for word in wanted)


def parted(term: str) -> tuple[list[Period], str]:
    """The dates of what is typed, and the rest of it."""
    found, rest, end = dates_in(term), [], 0
    for one in found:
        rest.append(term[end : one.start])
        end = one.end
    words = [word for word in " ".join([*rest, term[end:]]).split() if word not in ("du", "le", "au")]
    return [one.period for one in found], " ".join(words)


def within(days: Iterable[str], periods: Iterable[Period]) -> Q:
    """One of these days is in one of these periods."""
    asked = Q()
    for period in periods:
        for day in days:
            asked |= Q(**{f"{day}__range": (period.first, period.last)})
    return asked


# -- Agreements: what the public search reads, among the facts as they stand -----------------------------------

DAYS_OF_A_TEXT = ("dated", "opened_on")


keyed = lru_cache(maxsize=20_000)(key_of)


def names_now(numbers: frozenset[str]) -> Names:
    """What conventions and organisations are called now: read again only when one of those names changed."""
    return names_from(
        tuple(
            Convention.objects.order_by("pk").values_list("slug", "idcc", "name", "full_name", "in_sector")
        ),
        tuple(
            Organisation.objects.order_by("pk", "aliases").values_list(
                "slug", "name", "full_name", "acronym", "aliases__name"
            )
        ),
        numbers,
    )


@lru_cache(maxsize=2)
def names_from(conventions: tuple, organisations: tuple, numbers: frozenset[str]) -> Names:
    """The names of these rows, which `read_names` reads itself."""
    return read_names(SimpleNamespace(sets={"numero": dict.fromkeys(map(keyed, numbers))}))


def texts_called(term: str, fields: Iterable[str]) -> list[int]:
    """The texts that a reader would name so; where what is read names none, those that have these words."""
    rows = list(Agreement.objects.order_by().values_list("pk", "kind", "number", *fields))
    texts = {pk: (kind, number) for pk, kind, number, *_ in rows}  # a row for each of its conventions
    words = [(pk, *values) for pk, _, _, *values in rows]
    query = read_query(term, names_now(frozenset(number for _, number in texts.values())))
    if not fold(term):
        return []
    if query.is_words:
        return having(term, words)
    return list(read_as(query, texts, words)) or having(term, words)


def read_as(query: Query, texts: dict[int, tuple], words: list[tuple]) -> Iterator[int]:
    """What is asked, part by part, each of which narrows the list."""
    rows = every = Agreement.objects.order_by()
    if query.conventions:
        rows = rows.filter(conventions__slug__in=query.conventions)
    if query.organisations:
        rows = rows.filter(signatures__organisation__slug__in=query.organisations)
    if query.periods:
        rows = rows.filter(within(DAYS_OF_A_TEXT, query.periods))
    if slugs := [page.slug for page in query.pages if page.page == "agreement"]:
        rows = rows.filter(slug__in=slugs)
    if query.pasted:
        told = [one for several in query.pasted for one in several]
        rows = rows.filter(Q(kalitext__in=told) | Q(events__act__nor__in=told))
    allowed = set(texts) if rows is every else set(rows.values_list("pk", flat=True))
    if query.words:
        allowed &= set(having(query.words, words))
    kinds = {kind.value for kind in query.kinds}
    asked = [(one.kind and one.kind.value, keyed(one.number)) for one in query.references]
    for pk, (kind, number) in texts.items():
        if pk not in allowed or (kinds and kind not in kinds):
            continue
        if not asked or any(told in (None, kind) and key == keyed(number) for told, key in asked):
            yield pk
