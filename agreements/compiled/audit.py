"""The rules of deduction, measured on the facts that are recorded: by hiding what is known, and asking them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil

from agreements.compiled.archive import Archive, Dossier
from agreements.law.deductions.measured import DELAYS, ENOUGH, JUDGED, RATES, SLOWER, is_kept
from agreements.law.deductions.rules import Rule
from agreements.law.deductions.trial import Trial, delays, trials
from agreements.law.facts import Situation
from agreements.law.lifecycle import situations
from agreements.law.vocabulary import STATES, Certainty
from agreements.models import Agreement, OfficialText

ELSEWHERE = "hors secteur"


@dataclass
class Tally:
    """What one rule gave: right, and asked, by convention; on how many texts it is told; where it was wrong."""

    right: Counter = field(default_factory=Counter)
    asked: Counter = field(default_factory=Counter)
    told: Counter = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float | None:
        asked = self.asked.total()
        return self.right.total() / asked if asked else None

    @property
    def weak(self) -> list[str]:
        """The conventions of the sector in which it is wrong too often, on texts enough to say so."""
        judged = [name for name, asked in self.asked.items() if name != ELSEWHERE and asked >= JUDGED]
        return sorted(name for name in judged if self.right[name] < ENOUGH * self.asked[name])


def covering(known: list[timedelta]) -> timedelta:
    """The shortest delay that covers nineteen in twenty of those that are known."""
    return sorted(known)[ceil(ENOUGH * len(known)) - 1]


class Audit:
    """The measures, text after text; `day` is the one on which the states told are counted.

    Habits are declared as they were measured on the `whole` official base: on less, they are told and not judged.
    """

    def __init__(self, day: date, whole: bool):
        self.day, self.whole = day, whole
        self.tallies: dict[Rule, Tally] = {rule: Tally() for rule in Rule}
        self.delays: dict[Rule, list[timedelta]] = defaultdict(list)
        self.delays_in: dict[tuple[Rule, str], list[timedelta]] = defaultdict(list)  # by convention too
        self.states: dict[tuple[str, str], Counter] = defaultdict(
            Counter
        )  # convention, track → how it is known

    def take(self, dossier: Dossier) -> None:
        fields = fields_of(dossier)
        for trial in trials(dossier.facts):
            self.try_out(trial, dossier.agreement.slug, fields)
        for rule, known in delays(dossier.facts):
            self.delays[rule].append(known)
            for convention in fields:
                self.delays_in[rule, convention].append(known)
        if present := situation_on(situations(dossier.facts), self.day):
            for track, state in zip(STATES, present.states, strict=True):
                for convention in fields:
                    self.states[convention, track.value][state.certainty or "inconnu"] += 1
                if state.rule and Rule(state.rule).track == track:
                    self.tallies[Rule(state.rule)].told[fields[0]] += 1

    def try_out(self, trial: Trial, slug: str, fields: list[str]) -> None:
        tally = self.tallies[trial.rule]
        tally.asked[fields[0]] += 1
        tally.right[fields[0]] += trial.right
        if not trial.right:
            tally.errors.append(f"{slug} : « {trial.said} », et on sait « {trial.known} »")

    @property
    def failures(self) -> Iterator[str]:
        """The rules that are told and should not be: a deduction that errs, a habit that is not one."""
        for rule, tally in self.tallies.items():
            if rule.certainty == Certainty.DEDUIT and tally.errors:
                yield f"{rule} : une déduction se trompe {len(tally.errors)} fois"
            judged = self.whole and rule.certainty == Certainty.PROBABLE and is_kept(rule) and tally.asked
            if judged and tally.rate < ENOUGH:
                yield f"{rule} : juste {tally.right.total()} fois sur {tally.asked.total()}, moins de {ENOUGH:.0%}"
            for convention in tally.weak if judged else ():
                right, asked = tally.right[convention], tally.asked[convention]
                yield f"{rule} : juste {right} fois sur {asked} dans {convention}, moins de {ENOUGH:.0%}"

    @property
    def drifts(self) -> Iterator[str]:
        """What is declared and is no longer what is measured."""
        if not self.whole:
            return
        for rule, tally in self.tallies.items():
            measured = (tally.right.total(), tally.asked.total())
            if RATES.get(rule, (0, 0)) != measured:
                yield f"{rule} : déclaré {RATES.get(rule, (0, 0))}, mesuré {measured}"
        for rule, known in self.delays.items():
            if covering(known) != DELAYS[rule]:
                yield f"{rule} : délai déclaré {DELAYS[rule].days} jours, mesuré {covering(known).days}"
        for rule, convention in sorted(self.slower.keys() | SLOWER):
            declared, measured = SLOWER.get((rule, convention)), self.slower.get((rule, convention))
            if declared != measured:
                yield f"{rule}, {convention} : délai déclaré {days(declared)}, mesuré {days(measured)}"

    @property
    def slower(self) -> dict[tuple[Rule, str], timedelta]:
        """The conventions of the sector whose texts took longer than those of all, on texts enough to say so."""
        judged = {
            key: covering(known)
            for key, known in self.delays_in.items()
            if key[1] != ELSEWHERE and len(known) >= JUDGED
        }
        return {key: delay for key, delay in judged.items() if delay > DELAYS[key[0]]}


def days(delay: timedelta | None) -> str:
    return f"{delay.days} jours" if delay else "aucun"


def fields_of(dossier: Dossier) -> list[str]:
    """The conventions of the sector that a text is of."""
    return [convention.slug for convention in dossier.conventions if convention.in_sector] or [ELSEWHERE]


def situation_on(lived: Iterable[Situation], day: date) -> Situation | None:
    return next(
        (each for each in lived if each.starts_on <= day and (each.ends_on is None or day < each.ends_on)),
        None,
    )


def audit(alias: str, day: date) -> Audit:
    made = Audit(day, whole=OfficialText.objects.using(alias).exists())
    numbers = Agreement.objects.using(alias).order_by("pk").values_list("pk", flat=True)
    if numbers:
        for dossier in Archive(alias).dossiers(numbers.first(), numbers.last()):
            made.take(dossier)
    return made
