"""What `manage.py prove` measures: each goal of reliability as a figure asked and a figure found.

It needs nothing that the portal itself does not: it also measures an installation without the tools of the tests.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A row of the table: what a goal asks, what was measured, and whether it holds."""

    goal: str
    asked: str
    measured: str
    holds: bool

    def cells(self) -> tuple[str, ...]:
        return self.goal, self.asked, self.measured, "oui" if self.holds else "NON"


def plural(count: int, one: str, many: str = "") -> str:
    """« 3 fautes », « 0 faute »."""
    number = f"{count:,}".replace(",", " ")
    return f"{number} {one if count < 2 else many or f'{one}s'}"
