"""Make one record of two: the rows, the fields, the divergences, the old address, and one entry of the journal."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models

from agreements.admin.merging.rows import EMPTY, Joining, join_rows
from agreements.models import (
    Act,
    Agreement,
    Alias,
    Divergence,
    DivergentValue,
    Event,
    FormerIdentifier,
    OfficialText,
    Organisation,
    Source,
)
from agreements.models.identifiers import WORDS
from portal.french.analyser import fold
from portal.french.writing import date_fr
from portal.journal.bin import whole_state
from portal.journal.changes import ASIDE, MERGED
from portal.journal.entries import write_entry
from portal.journal.spoken import in_words, named_rows
from portal.journal.values import value_of, values_of

#: What may be made one.
MERGEABLE = (Agreement, Act, Organisation, Source)
#: Whose names are kept as other names.
NAMES = ("name", "full_name", "acronym")
IMPORTED = 500


@dataclass(frozen=True)
class Difference:
    """A field that both records fill in otherwise; `takes` says whether that of the one that goes is taken."""

    name: str
    label: str
    kept: str
    lost: str
    takes: bool


@dataclass
class Merged:
    kept: models.Model
    lost: str
    rows: Joining = field(default_factory=Joining)
    filled: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    divergences: list[str] = field(default_factory=list)

    def __str__(self):
        """All that the preview shows, to be confirmed as it is."""
        told = (self.kept.pk, self.lost, self.rows.moved, self.rows.told_twice, self.rows.dropped)
        return repr((*told, self.filled, self.differences, self.divergences))


def merge(user, kept: models.Model, lost: models.Model, taken: set[str], why: str = "") -> Merged:
    """Within a transaction of the caller's; `ValidationError` says why the two cannot be one.

    `taken` names the fields of which the record that goes says what stays.
    """
    refuse(kept, lost)
    done = Merged(kept, name_of(lost))
    before, of_lost, gone = whole_state(kept), whole_state(lost), lost.pk
    said = (
        {event.pk for event in Event.objects.filter(agreement=kept)} if isinstance(kept, Agreement) else set()
    )
    values = dict(fields(done, kept, lost, taken))
    names = other_names(kept, lost)
    for link in lost._meta.many_to_many:
        getattr(kept, link.name).add(*getattr(lost, link.name).all())
    done.rows = join_rows(lost, kept)
    record_divergences(done, kept, said)
    lost.delete()
    for name, value in values.items():
        setattr(kept, name, value)
    kept.full_clean()
    kept.save()
    for name in names:
        Alias.objects.get_or_create(organisation=kept, name=name)
    if type(kept) in WORDS:
        reason = why or "Les deux fiches étaient une seule."
        FormerIdentifier.leads(type(kept), of_lost["slug"], kept.slug, reason)
    aside = {
        f"{ASIDE}/{name}": value for name, value in of_lost.items() if "/" not in name and name != "slug"
    }
    told = {f"{MERGED}/{gone}/{name}": value for name, value in of_lost.items()}
    write_entry(
        user, kept, before={**told, **aside, **done.rows.aside, **before}, after=whole_state(kept), why=why
    )
    return done


def name_of(fact: models.Model) -> str:
    return f"{fact} ({fact.slug})" if hasattr(fact, "slug") else str(fact)


def refuse(kept: models.Model, lost: models.Model) -> None:
    if kept.pk == lost.pk:
        raise ValidationError("C’est la même fiche.")
    if isinstance(kept, Organisation) and kept.college != lost.college:
        raise ValidationError(
            "L’une est d’employeurs, l’autre de salariés : ce n’est pas la même organisation."
        )
    official = (
        OfficialText.objects.filter(agreement__in=[kept.pk, lost.pk]) if isinstance(kept, Agreement) else ()
    )
    if len(official) > 1:
        texts = " et ".join(text.kalitext for text in official)
        raise ValidationError(f"La base officielle en fait deux textes ({texts}) : ils ne se fusionnent pas.")


def fields(done: Merged, kept: models.Model, lost: models.Model, taken: set[str]):
    """The values that the record that stays takes from the other: what it lacked, and what was chosen."""
    theirs = {name: value for name, value in values_of(lost) if value not in EMPTY and name != "slug"}
    mine = {name: value_of(kept, name) for name in theirs}
    asked = [(kept._meta.get_field(name), value) for told in (mine, theirs) for name, value in told.items()]
    names = named_rows(asked)
    for name, value in theirs.items():
        one = kept._meta.get_field(name)
        if one.many_to_many or mine[name] == value:
            continue
        if mine[name] in EMPTY:
            done.filled.append(f"{one.verbose_name} : {in_words(one, value, names)}")
            yield one.attname, getattr(lost, one.attname)
            continue
        told = [in_words(one, said, names) for said in (mine[name], value)]
        done.differences.append(Difference(name, str(one.verbose_name), *told, takes=name in taken))
        if name in taken:
            yield one.attname, getattr(lost, one.attname)


def other_names(kept: models.Model, lost: models.Model) -> list[str]:
    """The names of an organisation that goes, as other names of the one that stays."""
    if not isinstance(kept, Organisation):
        return []
    held = {fold(getattr(kept, name)) for name in NAMES}
    told = [getattr(lost, name) for name in NAMES if getattr(kept, name)]  # one that it lacks, it takes
    return list(dict.fromkeys(name for name in told if name and fold(name) not in held))


# -- What the two disagree on --------------------------------------------------------------------------------


def record_divergences(done: Merged, kept: models.Model, said: set[int]) -> None:
    """Each point on which they disagree, with both values, in the agreement that it is of."""
    for row, one, mine, theirs in done.rows.contested:
        names = named_rows([(one, mine), (one, theirs)])
        told = [in_words(one, value, names) for value in (mine, theirs)]
        if agreement := getattr(row, "agreement", None):
            diverge(done, agreement, f"{row._meta.verbose_name} « {row} » : {one.verbose_name}", *told)
    subjects = [(one.label, one.kept, one.lost) for one in done.differences]
    if isinstance(kept, Agreement):
        for label, *told in subjects:
            diverge(done, kept, label, *told)
        for label, *told in contrary_days(kept, said):
            diverge(done, kept, label, *told)
    if isinstance(kept, Act):
        for agreement in Agreement.objects.filter(events__act=kept).distinct().order_by("slug"):
            for label, *told in subjects:
                diverge(done, agreement, f"{kept} : {label}", *told)


def contrary_days(kept: Agreement, said: set[int]):
    """The decisions that each record told once, on other days."""
    events = list(kept.events.select_related("act").order_by("position", "pk"))
    for nature in dict.fromkeys(event.nature for event in events):
        same = [event for event in events if event.nature == nature]
        mine = [event for event in same if event.pk in said]
        theirs = [event for event in same if event.pk not in said]
        if len(mine) == len(theirs) == 1 and same[0].kind.state:
            days = [day_of(event) for event in (*mine, *theirs)]
            if all(days) and days[0] != days[1]:
                yield (same[0].kind.label, *(date_fr(day) for day in days))


def day_of(event: Event):
    return (event.act.published_on or event.act.on) if event.act else event.on


def diverge(done: Merged, agreement: Agreement, subject: str, mine: str, theirs: str) -> None:
    row = Divergence.objects.create(
        agreement=agreement,
        subject=subject[:200],
        comment="Deux fiches fusionnées le disaient autrement.",
        position=agreement.divergences.filter(position__lt=IMPORTED).count() + 1,
    )
    sides = ((mine, f"fiche « {name_of(done.kept)} »"), (theirs, f"fiche « {done.lost} »"))
    for place, (value, said_by) in enumerate(sides, 1):
        DivergentValue.objects.create(divergence=row, value=value, said_by=said_by[:500], position=place)
    done.divergences.append(f"{agreement.slug}, {subject} : {mine} / {theirs}")
