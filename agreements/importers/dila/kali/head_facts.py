"""Write what the head of a text of the sector says of its parties and of its arrêtés.

What is recorded already is one fact with one more source. What contradicts it is told, and not written; a list of
signatories is kept whole or not at all, since those that it lacks would seem not to have signed.
"""

from collections.abc import Iterator
from datetime import date

from agreements.importers.citations import Decision
from agreements.importers.dila.kali.files import Head
from agreements.importers.dila.kali.prose import Party, decisions_in, parties_in
from agreements.importers.dila.recording import own_source
from agreements.importers.kali.decisions import ACT_KINDS, STEMS
from agreements.importers.kali.merging import organisation_named
from agreements.importers.kali.recorded import organisations
from agreements.importers.report import Outcome
from agreements.importers.rows import check
from agreements.law.vocabulary import Mode, Nature
from agreements.models import Act, Citation, Event, OfficialText, Organisation, Signature, Source
from agreements.models.official import OFFICIAL_PAGE
from portal.french.dates import Precision
from portal.journal.owned import Owned

SOURCE = "Archives KALI de la DILA : "
SEEN = "en-tête, signataires et versions des articles (DILA, archives KALI, Licence Ouverte 2.0)"
#: The events of the archives stand after those that people recorded, and before those of the package.
FIRST, LAST = 500, 999
EXTENDED = (Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES)
#: What the organisations of each list did.
DID = {"SIGNPATRON": Mode.SIGNATURE, "SIGNSYNDIC": Mode.SIGNATURE, "ORGADHERE": Mode.ADHESION}


class HeadFacts:
    def __init__(self, summary, read_on: date, owned: Owned):
        self.report, self.remarks, self.read_on, self.owned = summary.report, summary.remarks, read_on, owned
        self.organisations = organisations()
        self.by_slug = {row.slug: row for row in Organisation.objects.all()}

    def record(self, head: Head, text: OfficialText) -> None:
        source = self.source(head)
        self.cite(text, source)
        for tag, mode in DID.items():
            for party, organisation in self.recognised(head, tag, whole=mode is Mode.SIGNATURE):
                self.commit(text, organisation, mode, party.on, source)
        for party, organisation in self.recognised(head, "ORGDENONCE", whole=False):
            label = f"dénonciation par {organisation.name}"[:200]
            self.happen(text, source, nature=Nature.FAIT.value, label=label, on=party.on)
        if head.bulletin:
            reference = f"BO conventions collectives {head.bulletin}"
            self.happen(
                text, source, nature=Nature.PUBLICATION_BOCC.value, reference=reference, on=head.published_on
            )
        decided = decisions_in(head.decided)
        for line in decided.unread:
            self.remark("notes non lues", f"{head.kalitext} : {line[:160]}")
        for decision in dict.fromkeys(decided.decisions):
            self.decide(text, decision, source)

    def remark(self, kind: str, told: str) -> None:
        self.remarks.setdefault(kind, []).append(told)

    # -- Sources -------------------------------------------------------------------------------------------

    def source(self, head: Head) -> Source:
        url, title = OFFICIAL_PAGE + head.kalitext, f"{SOURCE}{head.title}"[:500]
        row = own_source(url, SOURCE, self.owned)
        if row and not self.owned.differing(row, {"title": title}):
            return row
        outcome = Outcome.UPDATED if row else Outcome.CREATED
        row = row or Source(url=url, consulted_on=self.read_on)
        row.title = title
        check(row)
        row.save()
        self.report.add("sources", outcome)
        return row

    def cite(self, text: OfficialText, source: Source) -> None:
        told = {"agreement": text.agreement, "source": source}
        if not (Citation.objects.filter(**told).exists() or self.owned.was_told(Citation, **told)):
            Citation.objects.create(agreement=text.agreement, source=source, position=LAST, seen=SEEN)
            self.report.add("lectures", Outcome.CREATED)

    def sourced(self, row: Event | Signature, source: Source, kind: str, filled: bool = False) -> None:
        """A fact that is recorded already has one more source."""
        known = row.sources.filter(pk=source.pk).exists() or self.owned.took_away(row, "sources", source)
        if not known:
            row.sources.add(source)
        self.report.add(kind, Outcome.UPDATED if filled or not known else Outcome.UNCHANGED)

    # -- Parties -------------------------------------------------------------------------------------------

    def recognised(self, head: Head, tag: str, whole: bool) -> Iterator[tuple[Party, Organisation]]:
        """The organisations of a content that the portal knows; all of them or none, where a list is kept whole."""
        parties = parties_in(head.parties.get(tag, ""))
        named = [(party, organisation_named(party.name, self.organisations)) for party in parties]
        unread = [party.name for party, slug in named if not slug]
        if unread:
            self.remark("organisations non reconnues", f"{head.kalitext}, {tag} : {' ; '.join(unread)[:300]}")
        if not (whole and unread):
            yield from ((party, self.by_slug[slug]) for party, slug in named if slug)

    def commit(self, text: OfficialText, organisation, mode: Mode, on: date | None, source: Source) -> None:
        key = {"agreement": text.agreement, "organisation": organisation, "mode": mode.value}
        row = Signature.objects.filter(**key).first()
        if row is None and self.owned.was_told(Signature, **key):
            self.report.add("signatures", Outcome.KEPT)
            return
        if row is None:
            row = Signature(**key, on=on)
            check(row)
            row.save()
            row.sources.add(source)
            self.report.add("signatures", Outcome.CREATED)
            return
        filled = bool(on and not row.on and self.owned.may_write(row, "on", on))
        if filled:
            row.on = on
            row.save(update_fields=["on"])
        elif on and row.on != on and row.precision == Precision.JOUR:
            self.remark("faits que le portail date autrement (rien n’est écrit)", f"{row} : {row.on} / {on}")
            return
        self.sourced(row, source, "signatures", filled)

    # -- Events --------------------------------------------------------------------------------------------

    def happen(self, text: OfficialText, source: Source, **told) -> None:
        """A fact that no act dates: recorded by its label or its reference, with its day if that was not known."""
        on = told.pop("on")
        same = Event.objects.filter(agreement=text.agreement, **told).order_by("position", "pk")
        row = same.first()
        if row is None and self.owned.was_told(Event, agreement=text.agreement, **told):
            self.report.add("événements", Outcome.KEPT)
            return
        if row is None:
            self.create(text, source, on=on, **told)
            return
        filled = bool(on and not row.has_day and self.owned.may_write(row, "on", on))
        if filled:
            row.on = on
            row.save(update_fields=["on"])
        self.sourced(row, source, "événements", filled)

    def create(self, text: OfficialText, source: Source, **values) -> None:
        rows = Event.objects.filter(agreement=text.agreement, position__gte=FIRST, position__lte=LAST)
        last = rows.order_by("-position").values_list("position", flat=True).first()
        row = Event(
            agreement=text.agreement, position=min(LAST, FIRST if last is None else last + 1), **values
        )
        check(row)
        row.save()
        row.sources.add(source)
        self.report.add("événements", Outcome.CREATED)

    def decide(self, text: OfficialText, decision: Decision, source: Source) -> None:
        agreement = text.agreement
        family = EXTENDED if decision.nature in EXTENDED else (decision.nature,)
        events = Event.objects.filter(agreement=agreement, nature__in=family).select_related("act")
        told = list(events.order_by("position", "pk"))
        found = next((event for event in told if says(event, decision)), None)
        if found:
            self.sourced(found, source, "événements")
        elif any(self.owned.is_gone(Event, agreement=agreement, nature=one.value) for one in family):
            self.report.add("événements", Outcome.KEPT)
        elif told or not is_possible(decision, agreement.dated):
            others = ", ".join(str(event.act or event.on) for event in told) or f"texte du {agreement.dated}"
            self.remark(
                "décisions que le portail date autrement (rien n’est écrit)",
                f"{agreement.slug} : {decision.nature.label}, {decision.on} / {others}",
            )
        else:
            self.create(text, source, nature=decision.nature.value, act=self.act(text, decision))

    def act(self, text: OfficialText, decision: Decision) -> Act:
        """The act of these dates, named as the package names it; those of extension are of one convention."""
        nature = Nature.ETENDU if decision.nature in EXTENDED else decision.nature
        conventions = sorted(text.agreement.conventions.values_list("slug", flat=True))
        field = "" if nature is Nature.AGREE else f"-{conventions[0]}"
        slug = f"{STEMS[nature]}-{decision.on}{field}"
        held = Act.objects.filter(slug=slug).first() or self.owned.known_as(Act, {"slug": slug})[0]
        if held and decision.published_on and held.published_on not in (None, decision.published_on):
            slug = f"{slug}-jo-{decision.published_on}"
            held = Act.objects.filter(slug=slug).first()
        if held is None:
            held, outcome = Act(slug=slug, kind=ACT_KINDS[nature].value, on=decision.on), Outcome.CREATED
        elif not decision.published_on or not self.owned.differing(
            held, {"published_on": decision.published_on}
        ):
            return held
        else:
            outcome = Outcome.UPDATED
        held.published_on = decision.published_on
        check(held)
        held.save()
        self.report.add("actes", outcome)
        return held


def says(event: Event, decision: Decision) -> bool:
    """Whether a recorded event is of this decision: one of its days is the same."""
    days = {event.act.on, event.act.published_on} if event.act else {event.on}
    return bool(days & {decision.on, decision.published_on} - {None})


def is_possible(decision: Decision, dated: date | None) -> bool:
    """An arrêté has a day, comes after the text, and before the journal that publishes it."""
    on, published = decision.on, decision.published_on
    return bool(on) and not (dated and on < dated) and not (published and published < on)
