"""The arrêtés that decide on a text, and the events that follow: agréé, étendu, élargi, published, held in force."""

from collections import Counter, defaultdict
from datetime import date

from agreements.importers.citations import Citation, Decision
from agreements.importers.kali.corpus import Corpus
from agreements.importers.kali.identities import Identities
from agreements.importers.kali.reading import Arrete
from agreements.importers.kali.recorded import Recorded
from agreements.importers.kali.wanted import Wanted, WantedAct, WantedAgreement, WantedDivergence, WantedEvent
from agreements.law.vocabulary import EXTENDED_AS_AMENDED, EXTENDED_IN_PART, ActKind, Nature

EXTENDED = (Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES)
JORF = "https://www.legifrance.gouv.fr/jorf/id/"
ACT_KINDS = {
    Nature.AGREE: ActKind.ARRETE_AGREMENT,
    Nature.ETENDU: ActKind.ARRETE_EXTENSION,
    Nature.ELARGI: ActKind.ARRETE,
    Nature.FAIT: ActKind.ARRETE_EXTENSION,
}
STEMS = {
    Nature.AGREE: "arrete-agrement",
    Nature.ETENDU: "arrete-extension",
    Nature.ELARGI: "arrete-elargissement",
    Nature.FAIT: "arrete-modificatif",
}
#: What the base says of a text that it does not hold, by the articles that this text made.
IN_ARTICLES = "des articles qu’il a faits sont dits en vigueur par la base officielle"
#: Of which decision a text has only one: several dates are then a contradiction.
ONLY_ONE = (Nature.AGREE,)


class Decisions:
    def __init__(self, corpus: Corpus, recorded: Recorded, identities: Identities, wanted: Wanted):
        self.corpus, self.recorded, self.identities, self.wanted = corpus, recorded, identities, wanted
        self.by_dates = defaultdict(set)  # convention, date, JO → identifiers of arrêtés with a JORFTEXT
        self.named_acts: dict[tuple, str] = {}
        self.deleted = recorded.deleted_events()
        self.index_arretes()

    def index_arretes(self) -> None:
        for _, reading in sorted(self.corpus.texts.items()):
            for arrete in sorted(
                {*reading.own_arretes, *reading.other_arretes}, key=lambda one: one.jorftext
            ):
                if slug := self.jorf_act(arrete):
                    for convention in self.identities.conventions(reading):
                        self.by_dates[convention, arrete.on, arrete.published_on].add(slug)

    def decide(self, agreement: WantedAgreement) -> None:
        """All the events of one agreement, those that people told already left out."""
        said = [(kalitext, self.identities.citations[text]) for kalitext, text in self.said_of(agreement)]
        events = [*self.extensions(agreement, said), *self.other_decisions(agreement, said)]
        events += self.bulletins(said)
        reading = self.corpus.texts.get(agreement.kalitext)
        if reading and reading.state.startswith("VIGUEUR"):
            events.append(WantedEvent(Nature.CONSTAT_EN_VIGUEUR, page=agreement.kalitext))
        elif not reading:
            events += self.made_in_force(agreement.slug)
        agreement.events = self.not_recorded(agreement, list(dict.fromkeys(events)))

    def made_in_force(self, slug: str) -> list[WantedEvent]:
        """The base holds no such text, and holds in force articles that it made or amended: told once."""
        pages = {
            kalitext
            for kalitext, text in self.identities.speaks_of.get(slug, ())
            if text in self.corpus.texts[kalitext].made_by
            and self.corpus.texts[kalitext].state.startswith("VIGUEUR")
        }
        return [WantedEvent(Nature.CONSTAT_EN_VIGUEUR, label=IN_ARTICLES, page=min(pages))] if pages else []

    def said_of(self, agreement: WantedAgreement) -> list[tuple[str, str]]:
        """Its citations, those of its own page first."""
        said = self.identities.speaks_of.get(agreement.slug, ())
        return sorted(said, key=lambda one: (one[0] != agreement.kalitext, one))

    # -- Extension -----------------------------------------------------------------------------------------

    def extensions(self, agreement: WantedAgreement, said) -> list[WantedEvent]:
        reading = self.corpus.texts.get(agreement.kalitext)
        reserves = bool(reading and reading.reserves) or any(
            citation.reserves
            for _, citation in said
            if any(one.nature is Nature.ETENDU for one in citation.decisions)
        )
        nature = Nature.ETENDU_AVEC_RESERVES if reserves else Nature.ETENDU
        acts: dict[str, str] = {}  # identifier → page
        partial = (
            set()
        )  # later arrêtés that few articles name: KALI does not say which text gave them their wording
        for arrete in sorted(reading.own_arretes, key=order) if reading else ():
            if (slug := self.jorf_act(arrete)) and self.possible(agreement, arrete.on):
                acts.setdefault(slug, reading.kalitext)
                if 2 * reading.own_arretes[arrete] < reading.articles:
                    partial.add(slug)
        for page, decision in decided(said, Nature.ETENDU):
            if slug := self.cited_act(agreement, decision):
                acts.setdefault(slug, page)
        first = min(acts, key=self.taken_on, default="")
        events = [
            WantedEvent(
                nature, act=slug, label=EXTENDED_IN_PART if slug in partial - {first} else "", page=page
            )
            for slug, page in acts.items()
        ]
        if not events and reading and reading.state == "VIGUEUR_ETEN":
            events = [self.first_extension(reading, nature)]
        if events and reading and reading.state == "VIGUEUR_NON_ETEN":
            act = self.wanted.acts[events[0].act]
            agreement.divergences.append(
                WantedDivergence(
                    "extension",
                    (
                        (f"étendu par {act_text(act)}", "KALI, historique des articles"),
                        (reading.state, "KALI, état"),
                    ),
                )
            )
        return events

    def taken_on(self, act: str) -> tuple:
        told = self.wanted.acts[act]
        return (told.on or told.published_on or date.max, act)

    def first_extension(self, reading, nature: Nature) -> WantedEvent:
        """Extended, says the state, though no article tells by which arrêté in its first wording."""
        for arrete in sorted(reading.other_arretes, key=order):
            if slug := self.jorf_act(arrete):
                return WantedEvent(nature, act=slug, label=EXTENDED_AS_AMENDED, page=reading.kalitext)
        return WantedEvent(nature, label="étendu selon KALI, arrêté non lu", page=reading.kalitext)

    # -- Agrément, élargissement, bulletin -----------------------------------------------------------------

    def other_decisions(self, agreement: WantedAgreement, said) -> list[WantedEvent]:
        events = []
        for nature in (Nature.AGREE, Nature.ELARGI, Nature.FAIT):
            acts = Counter()
            pages = {}
            for page, decision in decided(said, nature):
                if slug := self.cited_act(agreement, decision):
                    acts[slug] += 1
                    pages.setdefault(slug, page)
            kept = sorted(acts, key=lambda slug: (-acts[slug], slug))
            if nature in ONLY_ONE and len(kept) > 1:
                self.disagree(agreement, nature, kept)
                kept = kept[:1]
            label = "arrêté d’extension modifié" if nature is Nature.FAIT else ""
            events += [WantedEvent(nature, act=slug, label=label, page=pages[slug]) for slug in sorted(kept)]
        return events

    def disagree(self, agreement: WantedAgreement, nature: Nature, acts: list[str]) -> None:
        values = tuple((act_text(self.wanted.acts[slug]), "KALI, historique des articles") for slug in acts)
        agreement.divergences.append(WantedDivergence(nature.label, values, "La plus citée est retenue."))

    def bulletins(self, said) -> list[WantedEvent]:
        pages = {}
        for page, citation in said:
            if citation.bulletin:
                pages.setdefault(citation.bulletin, page)
        return [
            WantedEvent(Nature.PUBLICATION_BOCC, reference=f"BO conventions collectives {number}", page=page)
            for number, page in sorted(pages.items())
        ]

    # -- Acts ----------------------------------------------------------------------------------------------

    def jorf_act(self, arrete: Arrete) -> str:
        """The identifier of an arrêté known by its JORFTEXT; none where its dates cannot both be true."""
        on, published = arrete.on, arrete.published_on
        if not (on or published) or (on and published and published < on):
            return ""
        slug = f"arrete-extension-{on or 'jo-' + str(published)}-{arrete.jorftext.removeprefix('JORFTEXT').lstrip('0')}"
        self.wanted.acts.setdefault(
            slug,
            WantedAct(ActKind.ARRETE_EXTENSION, on, published, arrete.title[:500], JORF + arrete.jorftext),
        )
        return slug

    def cited_act(self, agreement: WantedAgreement, decision: Decision) -> str:
        """The identifier of an arrêté that a citation dates; the same as that of a JORFTEXT of the same dates."""
        on, published = decision.on, decision.published_on
        if not (on or published) or not self.possible(agreement, on or published):
            return ""
        if on and published and published < on:
            agreement.divergences.append(
                WantedDivergence(
                    f"arrêté : {decision.nature.label}",
                    (
                        (f"arrêté du {on.isoformat()}", "KALI, historique des articles"),
                        (f"publié le {published.isoformat()}", "KALI, historique des articles"),
                    ),
                    "Un arrêté ne paraît pas avant d’être pris : aucune des deux dates n’est retenue.",
                )
            )
            return ""
        if decision.nature is Nature.ETENDU:
            for convention in sorted(agreement.conventions):
                known = self.by_dates.get((convention, on, published), ())
                if len(known) == 1:
                    return next(iter(known))
        return self.dated_act(agreement, decision, on, published)

    def dated_act(self, agreement, decision: Decision, on: date | None, published: date | None) -> str:
        stem = STEMS[decision.nature]
        field = "" if decision.nature is Nature.AGREE else min(agreement.conventions)
        key = (stem, field, on, published)
        if key in self.named_acts:
            return self.named_acts[key]
        plain = f"{stem}-{on.isoformat() if on else f'jo-{published.isoformat()}'}"
        plain = f"{plain}-{field}" if field else plain
        slug = plain
        held = self.recorded.acts.get(slug) or self.wanted.acts.get(slug)
        if held and published and self.recorded.published_on(held) not in (None, published):
            slug = f"{plain}-jo-{published.isoformat()}"
        known = self.recorded.acts.get(slug)
        kind = ACT_KINDS[decision.nature]
        # what people recorded of an act stays as it is
        self.wanted.acts[slug] = (
            WantedAct(known.kind, known.on, known.published_on, known.title, known.url)
            if known
            else better(self.wanted.acts.get(slug), WantedAct(kind, on, published))
        )
        self.named_acts[key] = slug
        return slug

    def possible(self, agreement: WantedAgreement, on: date | None) -> bool:
        """An arrêté decides on a text that is dated: never on one of a later date."""
        dated = agreement.values.get("dated")
        if not dated and (row := self.recorded.agreements.get(agreement.slug)):
            dated = row.dated
        if not (on and dated and on < dated):
            return True
        told = f"{agreement.slug} : arrêté du {on.isoformat()}, texte du {dated.isoformat()}"
        if told not in self.wanted.remarks["arrêtés d’avant le texte, laissés de côté"]:
            self.wanted.remarks["arrêtés d’avant le texte, laissés de côté"].append(told)
        return False

    # -- What people told already --------------------------------------------------------------------------

    def not_recorded(self, agreement: WantedAgreement, events: list[WantedEvent]) -> list[WantedEvent]:
        """Leave out what people recorded already; where they recorded another date, say so and keep theirs."""
        row = self.recorded.agreements.get(agreement.slug)
        told = self.recorded.told.get(row.pk, []) if row else []
        gone = self.deleted.get(row.pk, ()) if row else ()
        return [
            event
            for event in events
            if (event.nature.value, event.label, event.act, event.reference) not in gone
            and not self.already(agreement, row, told, event)
        ]

    def already(self, agreement: WantedAgreement, row, told, event: WantedEvent) -> bool:
        family = EXTENDED if event.nature in EXTENDED else (event.nature,)
        same = [one for one in told if one.kind in family]
        if not same or event.nature in (Nature.CONSTAT_EN_VIGUEUR, Nature.FAIT):
            return False
        if event.nature is Nature.PUBLICATION_BOCC:
            number = event.reference.rpartition(" ")[2]
            return any(number in f"{one.reference} {one.note} {one.label}" for one in same)
        if not event.act:
            return True
        act = self.wanted.acts[event.act]
        if any(agrees(one, event.act, act) for one in same):
            return True
        value = act_text(act)
        if act.on and str(act.on) not in self.recorded.contested.get(row.pk, ""):
            ours = "; ".join(sorted({event_text(one) for one in same}))
            agreement.divergences.append(
                WantedDivergence(
                    event.nature.label,
                    ((ours, "faits saisis dans le portail"), (value, "KALI, historique des articles")),
                )
            )
        return True


def order(arrete: Arrete) -> tuple:
    return (arrete.on or date.max, arrete.published_on or date.max, arrete.jorftext)


def decided(said: list[tuple[str, Citation]], nature: Nature) -> list[tuple[str, Decision]]:
    return [(page, one) for page, citation in said for one in citation.decisions if one.nature is nature]


def better(held: WantedAct | None, told: WantedAct) -> WantedAct:
    """The same act told twice: with the publication that one of them lacks."""
    return held if held and (held.published_on or not told.published_on) else told


def agrees(event, slug: str, act: WantedAct) -> bool:
    held = event.act
    if held is None:
        return event.on is not None and event.on in (act.on, act.published_on)
    return held.slug == slug or bool(
        (held.on and held.on == act.on) or (held.published_on and held.published_on == act.published_on)
    )


def act_text(act: WantedAct) -> str:
    published = f", JO du {act.published_on.isoformat()}" if act.published_on else ""
    return (
        f"arrêté du {act.on.isoformat()}{published}"
        if act.on
        else f"arrêté publié{published}".replace(",", "")
    )


def event_text(event) -> str:
    return f"{event} ({event.act})" if event.act else str(event)
