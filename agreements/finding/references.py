"""What a reader types to name one thing: « avenant 357 », « n°357 ccn66 », « IDCC 0413 », « 66 », « Nexem ».

A reference names one page, or none: where two texts answer to it, it is not a reference and words are searched.
"""

import re
from dataclasses import dataclass

from django.db import models

from agreements.finding.index import EMPTY, Index
from agreements.law.vocabulary import AgreementKind
from agreements.models import Act, Agreement, Alias, Convention, Organisation
from portal.french.analyser import fold, natural_key

OFFICIAL = re.compile(r"^(KALITEXT|KALICONT|KALIARTI|JORFTEXT)\d{12}$", re.IGNORECASE)
NOR = re.compile(r"^[A-Z]{4}\d{7}[A-Z]$", re.IGNORECASE)
IDCC = re.compile(r"^(?:idcc )?(\d{1,4})$")
#: « ccn66 », « prot163 »: the word and its number typed together.
JOINED = re.compile(r"\b(ccn|cc|idcc|av|avt|avenant|prot|protocole|accord)(\d)")

KINDS = {
    "avenant": AgreementKind.AVENANT,
    "avenants": AgreementKind.AVENANT,
    "avt": AgreementKind.AVENANT,
    "av": AgreementKind.AVENANT,
    "protocole": AgreementKind.PROTOCOLE,
    "prot": AgreementKind.PROTOCOLE,
    "accord": AgreementKind.ACCORD,
    "recommandation": AgreementKind.RECOMMANDATION,
}
NICKNAMES = {
    "66": "ccn-66",
    "79": "ccn-79",
    "51": "ccn-51",
    "chrs": "chrs",
    "bass": "bass",
    "bassms": "bass",
}
FILLERS = {"ccn", "cc", "convention", "la", "le", "de", "du", "a", "numero", "no", "n", "num", "accords"}
#: A number that more texts than this bear names none of them.
MOST_NAMESAKES = 1_000
NUMBER = re.compile(r"^\d[\d ]*(?: (?:bis|ter|quater))?$")


@dataclass(frozen=True)
class Reference:
    """The one thing named: the name of its page and the identifier that its address takes."""

    page: str
    slug: str


def read_reference(query: str, index: Index) -> Reference | None:
    """The one page that a query names, or None when it is words."""
    text = query.strip()
    if OFFICIAL.match(text) or NOR.match(text):
        return by_official_number(text.upper())
    folded = JOINED.sub(r"\1 \2", fold(text))
    return (
        by_idcc(folded)
        or by_convention(folded)
        or by_agreement(folded, index)
        or by_organisation(folded, index)
    )


def only(page: str, rows: models.QuerySet) -> Reference | None:
    slugs = list(rows.order_by("pk").values_list("slug", flat=True).distinct()[:2])
    return Reference(page, slugs[0]) if len(slugs) == 1 else None


def by_official_number(number: str) -> Reference | None:
    if number.startswith("KALICONT"):
        return only("convention", Convention.objects.filter(kalicont=number))
    if number.startswith("KALITEXT"):
        return only("agreement", Agreement.objects.filter(kalitext=number))
    acts = Act.objects.filter(models.Q(nor=number) | models.Q(url__contains=number))
    return only("agreement", Agreement.objects.filter(events__act__in=acts))


def by_idcc(folded: str) -> Reference | None:
    """« IDCC 413 », « 0413 »: with the word, or with its four digits."""
    match = IDCC.match(folded)
    if not match or not (folded.startswith("idcc") or match[1].startswith("0")):
        return None
    return only("convention", Convention.objects.filter(idcc=int(match[1])))


def by_convention(folded: str) -> Reference | None:
    left = [word for word in folded.split() if word not in FILLERS]
    slug = NICKNAMES.get(left[0]) if len(left) == 1 else None
    if slug and Convention.objects.filter(slug=slug).exists():
        return Reference("convention", slug)
    return None


def by_agreement(folded: str, index: Index) -> Reference | None:
    """A number, with the kind and the convention if they are said: the sector first, then the whole."""
    kinds, conventions, rest = [], [], []
    for place, word in enumerate(said := [word for word in folded.split() if word not in FILLERS]):
        if word in KINDS and not rest:
            kinds.append(KINDS[word])
        elif word in NICKNAMES and place > 0 and place == len(said) - 1:
            conventions.append(NICKNAMES[word])
        else:
            rest.append(word)
    number = " ".join(rest)
    if not NUMBER.match(number) or len(kinds) > 1:
        return None
    having = index.sets.get("numero", {}).get(natural_key(number), EMPTY)
    if not having or len(having) > MOST_NAMESAKES:
        return None
    numbered = Agreement.objects.filter(pk__in=list(having))
    if kinds:
        numbered = numbered.filter(kind=kinds[0])
    if conventions:
        return only("agreement", numbered.filter(conventions__slug=conventions[0]))
    sector = numbered.filter(conventions__in_sector=True)
    return only("agreement", sector) or (None if sector.exists() else only("agreement", numbered))


def by_organisation(folded: str, index: Index) -> Reference | None:
    """An organisation by its identifier, name, acronym or other name."""
    if not index.names:
        index.names = called()
    found = index.names.get(folded, ())
    return Reference("organisation", *found) if len(found) == 1 else None


def called() -> dict[str, set[str]]:
    """The organisations that each name may be."""
    names: dict[str, set[str]] = {}
    columns = ("slug", "name", "full_name", "acronym")
    for slug, *others in Organisation.objects.values_list("slug", *columns):
        for name in filter(None, others):
            names.setdefault(fold(name), set()).add(slug)
    for slug, alias in Alias.objects.values_list("organisation__slug", "name"):
        names.setdefault(fold(alias), set()).add(slug)
    return names
