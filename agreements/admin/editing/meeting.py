"""Two people on one page: what the other wrote meanwhile, beside what is sent, field by field, to be chosen."""

from dataclasses import dataclass, field

from django.http import QueryDict

from agreements.admin.editing.states import in_words, row_in_words
from portal.journal.values import Key, RowKind, State, plain

CHOOSE, KEEP = "_choisir", "_garder-"
THEIRS, MINE = "leur", "mienne"


@dataclass(frozen=True)
class Difference:
    """One field that has two values; chosen beforehand where only the other person changed it."""

    key: Key
    label: str
    seen: str
    theirs: str
    mine: str
    chosen: str


@dataclass
class Met:
    """What was met: fields to choose, and rows of which to be told."""

    differences: list[Difference] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __bool__(self):
        return bool(self.differences or self.told)


def rows_in(posted: QueryDict, kind: RowKind) -> dict[str, int]:
    """The rows that a page sends back, by key, each with its place."""
    total = int(posted.get(f"{kind.prefix}-TOTAL_FORMS") or 0)
    keys = {
        posted.get(f"{kind.prefix}-{place}-{kind.model._meta.pk.name}", ""): place for place in range(total)
    }
    return {key: place for key, place in keys.items() if key}


def name_of(posted: QueryDict, kinds: list[RowKind], key: Key) -> str:
    """How the page names a field: « number », « events-3-nature »; nothing for a row that it does not send."""
    if "/" not in key:
        return key
    prefix, row, name = key.split("/")
    kind = next(kind for kind in kinds if kind.prefix == prefix)
    place = rows_in(posted, kind).get(row)
    return "" if place is None else f"{prefix}-{place}-{name}"


def chosen(posted: QueryDict, present: State, kinds: list[RowKind]) -> tuple[QueryDict, list[Key]]:
    """What is sent, with the values of the other person where they were chosen; and what was left unchosen."""
    sent, unchosen = posted.copy(), []
    for key in posted.getlist(CHOOSE):
        choice, name = posted.get(KEEP + key), name_of(posted, kinds, key)
        if choice not in (THEIRS, MINE):
            unchosen.append(key)
        elif choice == THEIRS and name and key in present:
            value = present[key]
            sent.setlist(name, value if isinstance(value, list) else [value])
    return sent, unchosen


def kept_as_new(
    posted: QueryDict, seen: State, present: State, kinds: list[RowKind]
) -> tuple[QueryDict, list[str]]:
    """What is sent, where rows that were deleted meanwhile are new ones; and each of those, named."""
    sent, told = posted, []
    for kind in kinds:
        there = {key.split("/")[1] for key in present if key.startswith(f"{kind.prefix}/")}
        gone = {key: place for key, place in rows_in(sent, kind).items() if key not in there}
        wanted = [key for key, place in gone.items() if not sent.get(f"{kind.prefix}-{place}-DELETE")]
        told += [
            f"Supprimé entre-temps : {row_in_words(kind, seen, key)}. Votre ligne est gardée comme une ligne "
            "nouvelle : enlevez-la pour la laisser supprimée."
            for key in wanted
        ]
        if gone:
            sent = reordered(sent, kind, gone, wanted)
    return sent, told


def reordered(posted: QueryDict, kind: RowKind, gone: dict[str, int], wanted: list[str]) -> QueryDict:
    """The rows that are there first, then the new ones and those that are wanted anew; the others are left out."""
    prefix, pk = kind.prefix, kind.model._meta.pk.name
    total, initial = (int(posted.get(f"{prefix}-{name}_FORMS") or 0) for name in ("TOTAL", "INITIAL"))
    lost = set(gone.values())
    kept = [place for place in range(initial) if place not in lost]
    places = [*kept, *range(initial, total), *(gone[key] for key in wanted)]
    sent = posted.copy()
    rows = [
        {
            name.removeprefix(f"{prefix}-{place}-"): posted.getlist(name)
            for name in posted
            if name.startswith(f"{prefix}-{place}-")
        }
        for place in places
    ]
    for name in posted:
        if name.startswith(f"{prefix}-") and name.split("-")[1].isdecimal():
            del sent[name]
    for number, row in enumerate(rows):
        for name, values in row.items():
            is_key_of_a_lost_row = name == pk and number >= len(kept)
            sent.setlist(f"{prefix}-{number}-{name}", [""] if is_key_of_a_lost_row else values)
    sent[f"{prefix}-TOTAL_FORMS"], sent[f"{prefix}-INITIAL_FORMS"] = str(len(places)), str(len(kept))
    return sent


def met(seen: State, present: State, form, formsets, kinds: list[RowKind]) -> Met:
    """What the other person changed since this page was opened, and that what is sent would undo."""
    found = Met()
    compare(found, form, "", seen, present)
    by_prefix = {formset.prefix: formset for formset in formsets}
    for kind in kinds:
        for row in by_prefix[kind.prefix].initial_forms:
            start = f"{kind.prefix}/{row.instance.pk}/"
            if row.cleaned_data.get("DELETE"):
                if any(seen.get(key) != value for key, value in present.items() if key.startswith(start)):
                    named = row_in_words(kind, present, str(row.instance.pk))
                    found.told.append(f"Vous supprimez une ligne qui a changé entre-temps : {named}.")
            else:
                compare(found, row, start, seen, present)
    return found


def compare(found: Met, form, start: str, seen: State, present: State) -> None:
    """Add the fields of one form that the other person changed, and that what is sent would change back."""
    for name, value in form.cleaned_data.items():
        key = start + name
        if key not in present or present[key] == seen.get(key):
            continue
        mine = plain(value)
        if mine != present[key]:
            told = form._meta.model._meta.get_field(name)
            words = [in_words(told, one) for one in (seen.get(key, ""), present[key], mine)]
            choice = THEIRS if mine == seen.get(key) else ""
            label = form.fields[name].label or name
            found.differences.append(Difference(key, str(label), *words, choice))
