"""The rules by which states are known that no source says: their reason, their rate, the texts they tell of."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from django.db.models import Count

from agreements.compiled.situations import TRACKS, Situation
from agreements.law.deductions.measured import DELAYS, RATES, is_kept
from agreements.law.deductions.rules import Rule
from agreements.law.vocabulary import Certainty
from portal.french.writing import NBSP, decimal, grouped, plural

NOT_MEASURED = "rien de connu ne permet de mesurer combien de fois c’est juste"


@dataclass(frozen=True)
class Deduction:
    """One rule; `told` is the number of texts whose state it gives on the day."""

    rule: Rule
    told: int = 0

    @property
    def measured(self) -> tuple[int, int] | None:
        """In how many texts it was right, of those on which it could be tried; None where it cannot be."""
        return RATES.get(self.rule)

    @property
    def rate(self) -> float | None:
        return self.measured[0] / self.measured[1] if self.measured else None

    @property
    def measure(self) -> str:
        """How often it was right, in words; nothing of what follows from an article and cannot be tried."""
        habit = self.rule.certainty == Certainty.PROBABLE
        if not self.measured:
            return NOT_MEASURED if habit else ""
        right, asked = self.measured
        if not habit:
            return f"jamais en défaut, sur {plural(asked, 'texte')} dont on sait la réponse"
        return f"juste {grouped(right)} fois sur {grouped(asked)} là où on le sait"

    @property
    def delay(self) -> timedelta | None:
        """The delay after which it speaks, which nineteen texts in twenty do not exceed."""
        return DELAYS.get(self.rule)

    @property
    def share(self) -> str:
        """The same as a share, rounded down: what errs once is never told as right every time."""
        return f"{decimal(floor(self.rate * 1000) / 10, 1)}{NBSP}%" if self.measured else ""

    @property
    def kept(self) -> bool:
        """Whether it is told: a habit that is wrong too often is not."""
        return self.rule.certainty != Certainty.PROBABLE or is_kept(self.rule)


def deductions_on(day: date) -> list[Deduction]:
    """Every rule of the register, with the number of texts of which it tells the state of its own track on the day."""
    there, told = Situation.objects.as_of(day).order_by(), {}
    for track in TRACKS:
        column = f"{track.value}_rule"
        counted = there.exclude(**{column: ""}).values_list(column).annotate(texts=Count("pk"))
        told |= {rule: texts for rule, texts in counted if Rule(rule).track == track}
    return [Deduction(rule, told.get(rule.value, 0)) for rule in Rule]


def deduction_of(situation: Situation, track) -> Deduction | None:
    """Why the state of one track is what it is, where no source says so."""
    rule = getattr(situation, f"{track}_rule")
    return Deduction(Rule(rule)) if rule else None
