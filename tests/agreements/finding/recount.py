"""What the list must answer, counted a second way: from the files and the life-cycle, with no database.

Nothing here goes through the models, the edition, the index or the filters.
"""

import tomllib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property

from django.conf import settings

from agreements.law.effect_rules import EffectRule
from agreements.law.facts import Commitment, Fact, Facts, Held, Situation
from agreements.law.lifecycle import situations
from agreements.law.names.acts import Formula
from agreements.law.procedures import commitment_day
from agreements.law.vocabulary import AgreementKind, Certainty, College, EffectRuleKind, Mode, Nature
from portal.french.dates import PartialDate, Precision

#: The day on which sources without a date were read.
READ_ON = date(2026, 11, 22)
TRACKS = ("signature", "agrement", "extension", "effet")


@dataclass(frozen=True)
class Text:
    """One agreement of the files, with its life."""

    given: dict
    facts: Facts
    life: tuple[Situation, ...]
    in_sector: bool

    def on(self, day: date) -> Situation | None:
        return next(
            (s for s in self.life if s.starts_on <= day and (s.ends_on is None or day < s.ends_on)), None
        )

    @cached_property
    def days(self) -> dict[Commitment, date]:
        return {made: commitment_day(self.facts, made) for made in self.facts.commitments}

    def parties(self, day: date) -> set[str]:
        """Who has signed or adhered, and not withdrawn, on the day."""
        done = {made for made, since in self.days.items() if since <= day}
        left = {made.organisation for made in done if made.mode == Mode.RETRAIT}
        return {made.organisation for made in done if made.mode in (Mode.SIGNATURE, Mode.ADHESION)} - left

    def certainty(self, day: date, tracks: Iterable[str]) -> set[str]:
        """How the weakest of these tracks is known; nothing where one of them is not."""
        told = [getattr(self.on(day), track).certainty for track in tracks]
        return set() if None in told else {max(told, key=list(Certainty).index).value}

    def values(self, name: str, day: date) -> set[str]:
        """What it answers to, for one parameter of the list."""
        match name:
            case "convention":
                return set(self.given["conventions"])
            case "theme":
                return set(self.given.get("themes", []))
            case "type":
                return {self.given["type"]}
            case "signataire":
                return self.parties(day)
            case "region":
                return set()  # the texts of the files are national
            case "certitude":
                return self.certainty(day, ("effet",))
            case "annee":
                return {str(self.given["date"].year) if "date" in self.given else "inconnue"}
        return {getattr(self.on(day), name).word.value}


@cache
def told(name: str, day: date) -> dict[str, set[str]]:
    """The values of every agreement that is known of on the day, for one parameter."""
    return {slug: text.values(name, day) for slug, text in texts().items() if text.on(day)}


def passing(name: str, wanted: Iterable[str], day: date) -> set[str]:
    """The agreements that pass one filter."""
    if name in ("signe_apres", "signe_avant"):
        bound = date.fromisoformat(*wanted)
        dated = {slug: text.given["date"] for slug, text in texts().items() if "date" in text.given}
        return {slug for slug, on in dated.items() if (on >= bound if name == "signe_apres" else on <= bound)}
    return {slug for slug, values in told(name, day).items() if not values.isdisjoint(wanted)}


def select(asked: dict[str, list[str]], day: date, without: str = "") -> set[str]:
    """The agreements that pass all that is asked, `without` one parameter, and that are known of on the day."""
    narrowing = {name: wanted for name, wanted in asked.items() if name not in (without, "perimetre")}
    selected = set(told("type", day))
    if asked.get("perimetre") != ["tout"] and "convention" not in narrowing:
        selected &= {slug for slug, text in texts().items() if text.in_sector}
    return selected.intersection(
        *(passing(name, wanted, day) for name, wanted in narrowing.items() if name != "certitude"),
        *[certain(asked, wanted, day, without) for name, wanted in narrowing.items() if name == "certitude"],
    )


def certain(asked: dict[str, list[str]], wanted: Iterable[str], day: date, counted: str) -> set[str]:
    """The agreements known in one of these ways, on every track that is asked for, or counted, else on the effect."""
    tracks = [track for track in TRACKS if track in (*asked, counted)] or ["effet"]
    known = {slug: text.certainty(day, tracks) for slug, text in texts().items() if text.on(day)}
    return {slug for slug, told in known.items() if not told.isdisjoint(wanted)}


def counts(name: str, asked: dict[str, list[str]], day: date) -> dict[str, int]:
    """How many agreements each value of a parameter leaves, under all that is asked but that parameter."""
    counted, tracks = Counter(), [track for track in TRACKS if track in asked] or ["effet"]
    for slug in select(asked, day, without=name):
        found = texts()[slug].certainty(day, tracks) if name == "certitude" else told(name, day)[slug]
        counted.update(found)
    return counted | {value: counted[value] for value in asked.get(name, [])}


# -- From the files to the life-cycle ----------------------------------------------------------------------


def read(name: str) -> dict:
    return tomllib.loads((settings.FIXTURES_DIR / name).read_text(encoding="utf-8"))


@cache
def texts() -> dict[str, Text]:
    files = (
        tomllib.loads(path.read_text("utf-8")) for path in settings.FIXTURES_DIR.glob("accords/*/*.toml")
    )
    given = {text["identifiant"]: text for text in files}
    alone = {slug: facts_of(text, unextended(given.values())) for slug, text in given.items()}
    mirrors, replacers = {}, {}
    for slug, text in given.items():
        for relation in text.get("relation", []):
            other = relation.get("accord")
            if other and relation["nature"] == "miroir":
                mirrors.setdefault(slug, set()).add(other)
                mirrors.setdefault(other, set()).add(slug)
            elif other and relation["nature"] in ("remplace", "abroge"):
                replacers.setdefault(other, set()).add(slug)
    for slug, base in bases_of_avenants(given).items():
        later = {other for other in replacers.get(base, ()) if given[other]["date"] > given[slug]["date"]}
        replacers[slug] = replacers.get(slug, set()) | later
    sector = {
        row["identifiant"] for row in read("conventions.toml")["convention"] if row.get("secteur", True)
    }
    made = {}
    for slug, facts in alone.items():
        tied = replace(
            facts,
            mirrors=tuple(alone[other] for other in mirrors.get(slug, ())),
            replacers=tuple(alone[other] for other in replacers.get(slug, ())),
        )
        in_sector = bool(sector & set(given[slug]["conventions"]))
        made[slug] = Text(given[slug], tied, tuple(situations(tied)), in_sector)
    return made


@cache
def shared() -> tuple[dict, dict, dict]:
    acts = {row["identifiant"]: row for row in read("actes.toml")["acte"]}
    conventions = {row["identifiant"]: row for row in read("conventions.toml")["convention"]}
    organisations = {row["identifiant"]: row for row in read("organisations.toml")["organisation"]}
    return acts, conventions, organisations


def bases_of_avenants(given: dict[str, dict]) -> dict[str, str]:
    """The only text that each avenant amends."""
    found = {}
    for slug, text in given.items():
        aimed = {
            relation.get("accord")
            for relation in text.get("relation", [])
            if relation["nature"] in ("avenant-a", "modifie")
        }
        if text["type"] in ("avenant", "additif", "rectificatif") and len(aimed) == 1 and None not in aimed:
            found[slug] = aimed.pop()
    return found


def unextended(given: Collection[dict]) -> set[str]:
    """The conventions told not to be extended, or all of whose base texts the official base holds as not extended."""
    bases = [text for text in given if text["type"] == "convention"]
    fields = {slug for text in bases for slug in text["conventions"]}
    extended = {
        slug for text in bases if text.get("kali_etat") != "VIGUEUR_NON_ETEN" for slug in text["conventions"]
    }
    told = {slug: one["etendue"] for slug, one in shared()[1].items() if "etendue" in one}
    return {slug for slug in fields | told.keys() if not told.get(slug, slug in extended)}


def facts_of(text: dict, unextended: set[str]) -> Facts:
    _, conventions, organisations = shared()
    read_on = {source["cle"]: told_on(source) for source in text["source"]}
    recorded_on = min(read_on.values())
    events = [fact_of(event, read_on, key) for key, event in enumerate(text.get("evenement", []), 1)]
    if "ouvert_le" in text and not any(event.nature == Nature.OUVERTURE for event in events):
        events.append(Fact(Nature.OUVERTURE, recorded_on, PartialDate(text["ouvert_le"])))
    subject = {conventions[slug].get("soumise_a_agrement") for slug in text["conventions"]}
    rule = text.get("effet", {})
    return Facts(
        recorded_on=recorded_on,
        kind=AgreementKind(text["type"]),
        held=Held(text["kali_etat"], text.get("kali_modifie_le")) if text.get("kali_etat") else None,
        subject_to_agrement=text.get(
            "soumis_a_agrement", True if True in subject else None if None in subject else False
        ),
        dated=partial(text),
        opened_on=text.get("ouvert_le"),
        conventions=frozenset(text["conventions"]),
        indivisible=text.get("indivisible", False),
        rule=EffectRule(EffectRuleKind(rule["regle"]) if "regle" in rule else None, rule.get("le")),
        term=text.get("terme"),
        term_is_a_bound=text.get("terme_au_plus_tard", False),
        events=tuple(events),
        commitments=tuple(
            Commitment(
                organisation=row["organisation"],
                college=College(organisations[row["organisation"]]["college"]),
                mode=Mode(row["mode"]),
                reported_on=min(read_on[key] for key in row["sources"]),
                on=partial(row),
                key=position,
            )
            for position, row in enumerate(text.get("signature", []), 1)
        ),
        base_not_extended=set(text["conventions"]) <= unextended,
    )


def fact_of(event: dict, read_on: dict[str, date], key: int) -> Fact:
    act = shared()[0][event["acte"]] if "acte" in event else None
    return Fact(
        nature=Nature(event["nature"]),
        reported_on=min(read_on[key] for key in event["sources"]),
        on=partial(act or event),
        published_on=act.get("jo") if act else None,
        read_only=min(read_on[key] for key in event["sources"]) == READ_ON,
        convention=event.get("convention", ""),
        key=key,
        formula=Formula(act["formule_effet"]) if act and "formule_effet" in act else None,
        notified_on=act.get("notifie") if act else None,
    )


def partial(given: dict) -> PartialDate | None:
    if "date" not in given:
        return None
    return PartialDate(given["date"], Precision(given.get("precision", "jour")))


def told_on(source: dict) -> date:
    """The day a source was there to be read: published, else read by us."""
    if "publiee_le" not in source:
        return READ_ON
    return PartialDate(source["publiee_le"], Precision(source.get("publiee_precision", "jour"))).at_the_latest
