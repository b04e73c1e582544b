"""What an arrêté would change, row by row, as its words say and as the facts stand: nothing is written here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from agreements.admin.arretes.candidates import near
from agreements.admin.state import Change, Life, TrackState, changes, in_words, life
from agreements.importers.arretes.facts import Heading, ReadAct
from agreements.importers.arretes.matching import Recorded
from agreements.importers.arretes.proposal import ProposedAct, Row, propose
from agreements.importers.arretes.recorded import recorded_now
from agreements.importers.dila.recording import of_the_act
from agreements.law.facts import Fact, Facts
from agreements.law.guards.contradictions import OPPOSITES, doubts, impossible
from agreements.law.names.acts import Formula
from agreements.law.vocabulary import FIRM, PENDING, ActKind, AgrementState, Nature, SignatureState, Track
from agreements.models import Act, Agreement, Convention
from agreements.models.facts_of import all_facts, with_facts
from portal.french.dates import PartialDate
from portal.french.writing import date_fr, listed, of_date, upper_first

LEGIFRANCE = "https://www.legifrance.gouv.fr/jorf/id/"
_JORFTEXT = re.compile(r"JORFTEXT\d{12}")
#: The track on which each arrêté is awaited.
TRACK_OF = {ActKind.ARRETE_AGREMENT: Track.AGREMENT, ActKind.ARRETE_EXTENSION: Track.EXTENSION}


@dataclass(frozen=True)
class Standing:
    """One recorded text, and what the decision would change of it."""

    text: Agreement
    changes: list[Change] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    recorded: bool = False  # whether the act says so of it already

    @property
    def name(self) -> str:
        return named(self.text)


@dataclass(frozen=True)
class Reading:
    """One decision: as the act writes it, and the texts of which it may speak."""

    row: Row
    matched: Standing | None
    candidates: list[Standing]
    conventions: list[Convention]  # where a text that is not recorded would stand

    @property
    def cited(self) -> str:
        text = self.row.decision.text
        number = f" n°\u00a0{text.number}" if text.number else ""
        dated = f" {of_date(text.dated)}" if text.dated else ""
        return f"{upper_first(text.kind.label)}{number}{dated}"

    @property
    def warnings(self) -> list[str]:
        """Why a person has to look at this row; none where what is read may be written as it is."""
        found = list(self.row.warnings)
        if self.row.match.why and self.row.match.why not in found:
            found.append(self.row.match.why)
        return found + (self.matched.doubts if self.matched else [])


@dataclass(frozen=True)
class LeftOut:
    """A signed text that awaits such a decision, and of which the act says nothing."""

    text: Agreement
    state: str

    @property
    def name(self) -> str:
        return named(self.text)


@dataclass(frozen=True)
class Proposal:
    """One act, ready to be looked over."""

    read: ReadAct
    url: str
    known: Act | None
    rows: list[Reading]
    pending: list[LeftOut]
    probable: list[LeftOut]

    @property
    def kind(self) -> ActKind:
        form = self.read.heading.form
        return form.act_kind if form else ActKind.ARRETE

    @property
    def is_an_arrete(self) -> bool:
        """Whether its form is known, or something that it decides was read."""
        return bool(self.read.heading.form or self.rows)


def named(text: Agreement) -> str:
    """« CCN 66 : avenant n° 354 du 23 juin 2020 — Mesures salariales »."""
    conventions = listed(convention.name for convention in text.conventions.all())
    return f"{conventions} : {' — '.join(part for part in (text.dated_reference, text.subject) if part)}"


def read(words: str, today: date) -> list[Proposal]:
    recorded = recorded_now()
    found = _JORFTEXT.search(words)
    url = LEGIFRANCE + found.group() if found else ""
    return [proposal(proposed, recorded, url, today) for proposed in propose(words, recorded)]


def proposal(proposed: ProposedAct, recorded: Recorded, url: str, today: date) -> Proposal:
    known = known_act(proposed, url)
    choices = {row: row.match.slug or near(row, recorded) for row in proposed.rows}
    slugs = {
        slug for chosen in choices.values() for slug in ([chosen] if isinstance(chosen, str) else chosen)
    }
    texts = Texts(Agreement.objects.filter(slug__in=slugs), today)
    wanted = {slug for row in proposed.rows for slug in conventions_of(row, recorded)}
    held = Convention.objects.in_bulk(wanted, field_name="slug")
    rows = []
    for row in proposed.rows:
        fact = decided(row, proposed.act, known, today)
        standings = [
            texts.standing(slug, fact, known)
            for slug in ([row.match.slug] if row.match.slug else choices[row])
        ]
        found = bool(row.match.slug)
        fields = [held[slug] for slug in conventions_of(row, recorded)]
        rows.append(Reading(row, standings[0] if found else None, [] if found else standings, fields))
    matched = {reading.matched.text.pk for reading in rows if reading.matched}
    pending, probable = left_out(proposed.act, matched, today)
    return Proposal(proposed.act, url, known, rows, pending, probable)


def conventions_of(row: Row, recorded: Recorded) -> list[str]:
    """Where the text of a row would stand, were it not recorded yet."""
    return sorted(recorded.fields[key] for key in row.decision.field.keys if key in recorded.fields)


def decided(row: Row, act: ReadAct, known: Act | None, today: date) -> Fact:
    """The decision, as a fact of the act: dated as it is recorded, else as it is read."""
    on = (known and known.on) or act.heading.on
    published_on = (known and known.published_on) or act.heading.published_on
    return Fact(
        row.decision.nature,
        published_on or today,
        PartialDate(on) if on else None,
        published_on,
        read_only=True,
        formula=Formula(known.formula) if known and known.formula else act.formula,
        notified_on=(known and known.notified_on) or of_the_act(act)["notified_on"],
    )


class Texts:
    """Some recorded texts with their facts, as they stand and as one more fact would make them."""

    def __init__(self, agreements, today: date):
        found = list(with_facts(agreements))
        facts = all_facts(found)
        self.today = today
        self.known: dict[str, tuple[Agreement, Facts]] = {text.slug: (text, facts[text.pk]) for text in found}

    def standing(self, slug: str, fact: Fact, act: Act | None) -> Standing:
        text, facts = self.known[slug]
        told = text.events.all()
        if act and any(event.act_id == act.pk and event.nature == fact.nature for event in told):
            return Standing(text, recorded=True)
        after = replace(facts, events=(*facts.events, fact))
        new = [doubt for doubt in (*impossible(after), *doubts(after)) if doubt not in doubts(facts)]
        return Standing(
            text, changes(self.life(text), life(after, told, self.today)), [*new, *decided_before(text, fact)]
        )

    def life(self, text: Agreement) -> Life:
        return life(self.known[text.slug][1], text.events.all(), self.today)


def decided_before(text: Agreement, fact: Fact) -> Iterator[str]:
    """The same decision or its opposite, already recorded by another act or without one."""
    rivals = {nature for yes, no in OPPOSITES if fact.nature in yes | no for nature in yes | no} or {
        fact.nature
    }
    for event in text.events.all():
        if event.nature in rivals:
            when = event.act.published_on or event.act.on if event.act else event.on
            yield f"« {event} » est déjà enregistré{f', le {date_fr(when)}' if when else ', sans date'}."


def known_act(proposed: ProposedAct, url: str) -> Act | None:
    """The act recorded under this NOR or this address, else the only one of its days on one of its texts."""
    heading = proposed.act.heading
    if heading.nor and (found := Act.objects.filter(nor__iexact=heading.nor).first()):
        return found
    if url and (found := Act.objects.filter(url__iexact=url).first()):
        return found
    slugs = [row.match.slug for row in proposed.rows if row.match.slug]
    acts = Act.objects.filter(events__agreement__slug__in=slugs).distinct()
    same = [act for act in acts if is_same(act, heading)]
    return same[0] if len(same) == 1 else None


def is_same(act: Act, heading: Heading) -> bool:
    """Whether an act without this NOR may be this one: the kind and each day that both give are the same."""
    if (act.nor and heading.nor) or not heading.form or act.kind != heading.form.act_kind:
        return False
    shared = [
        one == other
        for one, other in ((act.on, heading.on), (act.published_on, heading.published_on))
        if one and other
    ]
    return bool(shared) and all(shared)


# -- What the act leaves out ---------------------------------------------------------------------------------


def left_out(act: ReadAct, matched: set[int], today: date) -> tuple[list[LeftOut], list[LeftOut]]:
    """The signed texts of the sector that await such a decision, the newest first; then those only probably decided."""
    kind = act.heading.form.act_kind if act.heading.form else None
    track = TRACK_OF.get(kind)
    if not track:
        return [], []
    taken = {Track.AGREMENT: (Nature.AGREE, Nature.REFUS_AGREMENT)}.get(
        track, (Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES, Nature.REFUS_EXTENSION)
    )
    asked = (
        Agreement.objects.filter(conventions__in_sector=True)
        .exclude(events__nature__in=taken)
        .exclude(pk__in=matched)
    )
    if track == Track.EXTENSION:
        asked = asked.filter(events__nature__in=[nature for nature in Nature if nature.track == track])
    texts = Texts(asked.distinct(), today)
    pending, probable = [], []
    newest_first = sorted(texts.known.values(), key=lambda held: held[0].dated or date.min, reverse=True)
    for text, _ in newest_first:
        told = texts.life(text)
        if not is_signed(told) or not within_reach(text, act):
            continue
        state, left = told.on(track), LeftOut(text, in_words(told, track))
        if is_open(state):
            pending.append(left)
        elif state.certainty not in FIRM and state.word == AgrementState.AGREE:
            probable.append(left)
    return pending, probable


def is_signed(told: Life) -> bool:
    state = told.on(Track.SIGNATURE)
    return bool(state) and state.word == SignatureState.SIGNE


def within_reach(text: Agreement, act: ReadAct) -> bool:
    """An act decides on no text of a later day."""
    return not (text.dated and act.heading.on and text.dated > act.heading.on)


def is_open(state: TrackState | None) -> bool:
    return state is not None and (state.word in PENDING[state.track] or state.word == AgrementState.INCONNU)
