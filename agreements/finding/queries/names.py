"""The names of an edition: what conventions and organisations are called, by their own facts and by their readers."""

import re
from collections import defaultdict
from collections.abc import Iterator

from agreements.finding.index import Index
from agreements.finding.queries.query import Called, Names
from agreements.models import Alias, Convention, Organisation
from portal.french.analyser import fold
from portal.french.typed_dates import Precision, dates_in

#: What readers call the conventions of the sector, beside their names.
NICKNAMES = {
    "ccn-51": ("ccn fehap", "convention fehap", "convention collective fehap"),
    "idcc-0405": ("ccn unisss", "convention unisss", "convention collective unisss"),
    "chrs": ("chrs", "accord chrs", "accords chrs"),
    "bass": (
        *("bass", "bassms", "branche sanitaire sociale et medico sociale", "branche bass", "branche bassms"),
        *(
            "branche associative sanitaire et sociale",
            "branche associative sanitaire sociale et medico sociale",
        ),
    ),
    "idcc-2941": ("bad", "branche bad", "aide a domicile", "branche aide a domicile", "ccn bad", "bad 2010"),
    "idcc-5502": ("croix rouge", "ccn croix rouge", "convention croix rouge"),
}
#: « 66 » for the CCN 66, and the year that it stands for.
SHORT = {"51": "ccn-51", "65": "idcc-0405", "66": "ccn-66", "79": "ccn-79"}
#: Numbers of the brochures of the Journal officiel that were read: Légifrance, BOCC.
BROCHURES = {3116: "ccn-66", 3381: "idcc-2941"}
#: How the full name of a convention begins, which readers leave out.
OPENING = re.compile(
    r"^(?:convention collective|accords collectifs)(?: nationale)?(?: de travail)?(?: des?| du| la)*"
)


def names_of(index: Index) -> Names:
    """What queries are read with, kept with the index of the edition."""
    if index.names is None:
        index.names = read_names(index)
    return index.names


def read_names(index: Index) -> Names:
    called: dict[str, dict[Called, None]] = defaultdict(dict)
    idccs, days, held = {}, {}, set()
    columns = ("slug", "idcc", "name", "full_name", "in_sector")
    for slug, idcc, name, full_name, in_sector in Convention.objects.order_by("position", "slug").values_list(
        *columns
    ):
        held.add(slug)
        if idcc is not None:
            idccs[idcc] = slug
        for words in convention_names(slug, name, full_name):
            called[words][Called("convention", slug, common=not in_sector)] = None
        if in_sector:
            days |= {
                one.period.first: slug
                for one in dates_in(full_name)
                if one.period.precision == Precision.JOUR
            }
    for name, slug in organisation_names():
        called[name][Called("organisation", slug)] = None
    short = {number: slug for number, slug in SHORT.items() if slug in held}
    return Names(
        called={name: tuple(ones) for name, ones in called.items() if name},
        short=short,
        years={f"19{number}": slug for number, slug in short.items()},
        days=days,
        idccs=idccs,
        brochures={number: slug for number, slug in BROCHURES.items() if slug in held},
        numbers=index.sets.get("numero", {}).keys(),
    )


def convention_names(slug: str, name: str, full_name: str) -> Iterator[str]:
    """Its names and nicknames; its full name without its day, and without what all of them begin with."""
    yield from NICKNAMES.get(slug, ())
    yield fold(name)
    yield fold(slug)
    yield fold(full_name)
    for one in reversed(dates_in(full_name)):
        full_name = full_name[: one.start]
    undated = fold(full_name).removesuffix(" du")
    yield undated
    yield OPENING.sub("", undated).strip()


def organisation_names() -> Iterator[tuple[str, str]]:
    """Each name of each organisation: its identifier, names, acronym, other names."""
    for slug, *names in Organisation.objects.order_by("slug").values_list(
        "slug", "name", "full_name", "acronym"
    ):
        for name in filter(None, (slug, *names)):
            yield fold(name), slug
    for slug, alias in Alias.objects.order_by("pk").values_list("organisation__slug", "name"):
        yield fold(alias), slug
