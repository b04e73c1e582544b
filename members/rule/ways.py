"""How a text reaches the members of an organisation: a way, how sure it is, and the articles it goes by."""

from dataclasses import dataclass
from datetime import date

from agreements.law.vocabulary import Certainty

MEMBER, JOINED, LEFT = "L2262-1 CT", "L2262-2 CT", "L2262-3 CT"
STRENGTHS = (Certainty.ETABLI, Certainty.DEDUIT, Certainty.PROBABLE, None)


@dataclass(frozen=True)
class Way:
    """Members of `organisation` are bound since `on`; `through` says how.

    `certainty` is None where no act that was read makes a step of it sure.
    """

    organisation: str
    on: date
    through: str
    certainty: Certainty | None = Certainty.ETABLI
    article: str = ""  # by which the organisation is bound, where it did not sign the text itself


def strength(certainty: Certainty | None) -> int:
    """0 for the surest."""
    return STRENGTHS.index(certainty)


def weakest(*told: Certainty | None) -> Certainty | None:
    """A conclusion is as sure as the least sure of what it rests on."""
    return max(told, key=strength)
