"""Write what the acts of the Journal officiel decide on recorded agreements: the act, its source, an event for each.

What is recorded already is one fact with one more source. What contradicts it is told, and not written.
"""

from collections import defaultdict
from copy import deepcopy
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.importers.arretes.facts import ReadAct
from agreements.importers.arretes.proposal import ProposedAct, Row, propose
from agreements.importers.arretes.recorded import recorded_now
from agreements.importers.dila.archives import MOST_SHOWN
from agreements.importers.dila.jorf import JorfAct
from agreements.importers.report import Outcome
from agreements.importers.rows import check
from agreements.law.vocabulary import Nature
from agreements.models import Act, Agreement, Event, Source
from portal.journal.owned import Owned

URL = "https://www.legifrance.gouv.fr/jorf/id/"
SOURCE = "JORF : "
DECISIONS = "décisions lues"
UNREAD = "lignes non lues"
#: The events of the Journal officiel stand after those that people recorded, and before those of KALI.
FIRST, LAST = 500, 999
_FAMILIES = [{Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES}]


class Recorder:
    def __init__(self, summary, read_on: date, owned: Owned):
        self.summary, self.report, self.read_on, self.owned = summary, summary.report, read_on, owned
        self.remarks = defaultdict(list)

    def record(self, acts: list[JorfAct]) -> None:
        recorded, decided = recorded_now(), decided_by(acts)
        for jorf in acts:
            linked = recorded.linked(jorf.links) | decided[URL + jorf.jorftext]
            for proposed in propose(jorf.text, recorded, linked):
                self.take(jorf, proposed)
        self.summary.remarks |= self.remarks

    def take(self, jorf: JorfAct, proposed: ProposedAct) -> None:
        act, name = proposed.act, jorf.name
        self.report.add(DECISIONS, Outcome.UNCHANGED, len(act.decisions))
        for one in act.unread:
            self.remarks[UNREAD].append(f"{name}, ligne {one.line} : {one.why} ({one.words[:120]})")
        for one in act.audiences:
            self.remarks["représentativité lue, à saisir"].append(f"{name} : {one.field.words[:120]}")
        for one in act.mergers:
            self.remarks["fusions lues, à saisir"].append(
                f"{name} : {one.joining.words[:80]} → {one.joined.words[:80]}"
            )
        matched = []
        for row in proposed.rows:
            if row.match.slug and not row.warnings:
                matched.append(row)
            else:
                self.remarks["décisions d’un texte qu’on ne sait pas dire"].append(f"{name} : {spoken(row)}")
        if matched:
            self.write_whole(jorf, act, matched)

    def write_whole(self, jorf: JorfAct, act: ReadAct, rows: list[Row]) -> None:
        """All that an act decides, or nothing of it: what cannot be so is refused, and the other acts are written."""
        counts = deepcopy(self.report.counts)
        try:
            with transaction.atomic():
                self.write(jorf, act, rows)
        except ValidationError as error:
            self.report.counts = counts
            self.report.reject("actes", jorf.name[:MOST_SHOWN], " ".join(error.messages))

    def write(self, jorf: JorfAct, act: ReadAct, rows: list[Row]) -> None:
        agreements = Agreement.objects.in_bulk([row.match.slug for row in rows], field_name="slug")
        rows = [row for row in rows if not self.is_deleted(row, agreements[row.match.slug])]
        if not rows:
            return
        told = defaultdict(list)
        events = Event.objects.filter(agreement__in=agreements.values()).select_related("act")
        for event in events.order_by("agreement", "position", "pk"):
            told[event.agreement.slug].append(event)
        held = self.act_of(jorf, act, rows, told)
        source = self.source_of(jorf)
        for row in rows:
            self.event_of(row, agreements[row.match.slug], told[row.match.slug], held, source)

    def is_deleted(self, row: Row, agreement: Agreement) -> bool:
        """Whether an editor deleted the event of this decision: told again, it would come back."""
        deleted = any(
            self.owned.is_gone(Event, agreement=agreement, nature=nature.value)
            for nature in family_of(row.decision.nature)
        )
        self.report.add("événements", Outcome.KEPT, int(deleted))
        return deleted

    def act_of(self, jorf: JorfAct, act: ReadAct, rows: list[Row], told: dict) -> Act:
        """The act as it is recorded, what was not known of it filled in; else a new one."""
        values = {
            "on": jorf.on,
            "published_on": jorf.published_on,
            "nor": jorf.nor,
            "url": URL + jorf.jorftext,
            **of_the_act(act),
        }
        held = known(jorf, rows, told)
        if held is None:
            kind = act.heading.form.act_kind.value
            values["kind"], values["slug"] = kind, free_slug(f"{kind}-{jorf.on or jorf.published_on}", jorf)
            held = Act(**values)
            check(held)
            held.save()
            self.report.add("actes", Outcome.CREATED)
            return held
        missing = {name: value for name, value in values.items() if value and not getattr(held, name)}
        missing = self.owned.differing(held, missing)
        for name, value in values.items():
            if value and name != "url" and name not in missing and getattr(held, name) != value:
                self.remarks["actes que le portail dit autrement"].append(
                    f"{held.slug} : {getattr(held, name)} / {value}"
                )
        for name, value in missing.items():
            setattr(held, name, value)
        if missing:
            check(held)
            held.save(update_fields=sorted(missing))
        self.report.add("actes", Outcome.UPDATED if missing else Outcome.UNCHANGED)
        return held

    def source_of(self, jorf: JorfAct) -> Source:
        source = own_source(URL + jorf.jorftext, SOURCE, self.owned)
        if source is None:
            title = f"{SOURCE}{jorf.title}"[:500]
            source = Source(
                title=title,
                url=URL + jorf.jorftext,
                published_on=jorf.published_on,
                consulted_on=self.read_on,
            )
            check(source)
            source.save()
            self.report.add("sources", Outcome.CREATED)
        return source

    def event_of(self, row: Row, agreement: Agreement, told: list[Event], held: Act, source: Source) -> None:
        nature = row.decision.nature
        family = family_of(nature)
        same = [event for event in told if event.kind in family]
        found = next((event for event in same if says(event, held)), None)
        if found is None and same:
            others = ", ".join(str(event.act or event.on) for event in same)
            self.remarks["décisions que le portail date autrement (rien n’est écrit)"].append(
                f"{agreement.slug} : {held} / {others}"
            )
            return
        if found is None:
            found = Event(
                agreement=agreement,
                nature=nature.value,
                act=held,
                reserves=reserves_of(row),
                position=place(told),
            )
            check(found)
            found.save()
            told.append(found)
            found.sources.add(source)
            self.report.add("événements", Outcome.CREATED)
        else:
            more = complete(found, source, reserves_of(row), self.owned)
            self.report.add("événements", Outcome.UPDATED if more else Outcome.UNCHANGED)


def decided_by(acts: list[JorfAct]) -> dict[str, frozenset[str]]:
    """The agreements that are recorded as decided by each of these acts, by its address: KALI names it so."""
    found = defaultdict(set)
    events = Event.objects.filter(act__url__in={URL + jorf.jorftext for jorf in acts}).order_by()
    for url, slug in events.values_list("act__url", "agreement__slug"):
        found[url].add(slug)
    return defaultdict(frozenset, {url: frozenset(slugs) for url, slugs in found.items()})


def known(jorf: JorfAct, rows: list[Row], told: dict) -> Act | None:
    """The act recorded under this NOR or address; else the one of this day by which a text was decided already."""
    by_nor = Act.objects.filter(nor__iexact=jorf.nor).first() if jorf.nor else None
    found = by_nor or Act.objects.filter(url=URL + jorf.jorftext).first()
    if found:
        return found
    acts = {
        event.act.pk: event.act
        for row in rows
        for event in told[row.match.slug]
        if event.act and event.kind is row.decision.nature and is_same(event.act, jorf)
    }
    return acts.popitem()[1] if len(acts) == 1 else None


def is_same(act: Act, jorf: JorfAct) -> bool:
    """Whether an act without this NOR may be this one: a day that both give is the same, and they give one."""
    if act.nor and jorf.nor:
        return False
    pairs = [(act.on, jorf.on), (act.published_on, jorf.published_on)]
    shared = [one == other for one, other in pairs if one and other]
    return bool(shared) and all(shared)


def says(event: Event, held: Act) -> bool:
    if event.act_id:
        return event.act_id == held.pk
    return event.on is not None and event.on in (held.on, held.published_on)


def place(told: list[Event]) -> int:
    return min(
        LAST, max((event.position + 1 for event in told if FIRST <= event.position <= LAST), default=FIRST)
    )


def of_the_act(act: ReadAct) -> dict:
    """What an act says of itself; of several sessions or notifications, none: each is of some of its texts."""
    heading, associations = act.heading, act.associations
    return {
        "session_on": only(heading.sessions),
        "notified_on": only(heading.notified_on),
        "formula": act.formula.value if act.formula else "",
        "associations_agreed": associations.get(Nature.AGREE),
        "associations_refused": associations.get(Nature.REFUS_AGREMENT),
    }


def only(days: tuple[date, ...]) -> date | None:
    return days[0] if len(days) == 1 else None


def family_of(nature: Nature) -> set[Nature]:
    """The natures that tell the same decision as this one."""
    return next((family for family in _FAMILIES if nature in family), {nature})


def own_source(url: str, start: str, owned: Owned) -> Source | None:
    """The source that an import made of this page, whatever title an editor gave it since."""
    rows = Source.objects.filter(url=url).order_by("pk")
    return next((row for row in rows if str(owned.before_editors(row, "title")).startswith(start)), None)


def complete(event: Event, source: Source, reserves: str, owned: Owned) -> bool:
    """Add to an event that is recorded what it lacked: this source, the reserves that the act sets.

    What an editor took away stays away.
    """
    more = not event.sources.filter(pk=source.pk).exists() and not owned.took_away(event, "sources", source)
    if more:
        event.sources.add(source)
    if reserves and not event.reserves and owned.may_write(event, "reserves", reserves):
        event.reserves, more = reserves, True
        check(event)
        event.save(update_fields=["reserves"])
    return more


def reserves_of(row: Row) -> str:
    """The exclusions and reserves, in the words of the act, one a line."""
    return "\n".join(" ".join(one.words.replace("'", "’").split()) for one in row.decision.restrictions)


def free_slug(slug: str, jorf: JorfAct) -> str:
    return f"{slug}-{(jorf.nor or jorf.jorftext).lower()}" if Act.objects.filter(slug=slug).exists() else slug


def spoken(row: Row) -> str:
    text = row.decision.text
    named = f"{text.kind.label} n° {text.number}" if text.number else text.kind.label
    candidates = f" ({', '.join(row.match.candidates)})" if row.match.candidates else ""
    why = row.match.why or " ; ".join(row.warnings)
    return f"{row.decision.field.words[:60]}, {named} du {text.dated or '?'} : {why}{candidates}"
