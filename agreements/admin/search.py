"""Finding a fact among those being edited, with the words of a reader: « avenant n° 354 », « prevoyance ».

The editing database keeps no folded words: nothing derived is stored beside its source. They are folded here
at each search, and remembered from one keystroke to the next.
"""

from functools import lru_cache

from django.db.models import Model

from portal.french.analyser import fold

folded = lru_cache(maxsize=50_000)(fold)


def matching(model: type[Model], fields: list[str], term: str) -> list[int]:
    """The rows in which each word of the term begins a word of one of these fields."""
    wanted = [f" {word}" for word in fold(term).split()]
    if not wanted:
        return []
    words: dict[int, dict[str, None]] = {}  # a dict keeps the order, so that each row is folded once for all
    for pk, *values in model.objects.order_by().values_list("pk", *fields).iterator():
        words.setdefault(pk, {}).update((str(value), None) for value in values if value)
    return [pk for pk, values in words.items() if begins_a_word_of(" ".join(values), wanted)]


def begins_a_word_of(text: str, wanted: list[str]) -> bool:
    within = f" {folded(text)}"
    return all(word in within for word in wanted)
