"""What an address compares: `a` and `b`, each the identifier of a text, and its day after « @ » where it has its own.

Forms without a script ask in other words, which lead to that address: two texts ticked in a list (`texte`), one and
two days (`du`, `au`), one or two texts as a reader writes them (`un`, `avec`).
"""

from dataclasses import dataclass
from datetime import date

from django import forms

from agreements.models import Agreement
from portal.web.addresses import listing, page
from portal.web.as_of import BadDate, read_date
from portal.web.parameters import DayField

MOST_SIGNS = 200
#: The fields where a text is written as its reader calls it, in the order of the sides.
FREE = ("un", "avec")


@dataclass(frozen=True)
class Wanted:
    """One side as an address names it."""

    slug: str
    own_day: date | None = None

    def __str__(self):
        return f"{self.slug}@{self.own_day.isoformat()}" if self.own_day else self.slug


class WantedField(forms.CharField):
    """« ccn-66-avenant-354 », « ccn-66-avenant-354@2020-10-27 »."""

    def clean(self, value) -> Wanted | None:
        slug, marked, day = super().clean(value).partition("@")
        if not slug:
            return None
        if not Agreement.objects.filter(slug=slug).exists():
            raise forms.ValidationError(f"aucun texte ne porte l’identifiant « {slug} ».")
        try:
            return Wanted(slug, read_date(day) if marked else None)
        except BadDate as error:
            raise forms.ValidationError(str(error)) from error


class Ticked(forms.MultipleChoiceField):
    """The texts ticked in a list: two, or one with something beside it."""

    def valid_value(self, value) -> bool:
        return Agreement.objects.filter(slug=value).exists()


class Sides(forms.Form):
    """Which two sides, however a form asks for them."""

    a = WantedField(label="Un texte", required=False, max_length=MOST_SIGNS)
    b = WantedField(label="L’autre", required=False, max_length=MOST_SIGNS)
    texte = Ticked(
        label="Textes cochés",
        required=False,
        error_messages={"invalid_choice": "aucun texte ne porte l’identifiant « %(value)s »."},
    )
    du = DayField("Du")
    au = DayField("Au")
    un = forms.CharField(label="Un texte", required=False, max_length=MOST_SIGNS)
    avec = forms.CharField(label="Avec", required=False, max_length=MOST_SIGNS)

    def clean(self):
        ticked = self.cleaned_data.get("texte") or []
        if len(ticked) > 2:
            self.add_error("texte", "cochez deux textes, pas davantage.")
        return self.cleaned_data

    @property
    def is_canonical(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("texte", "du", "au", *FREE))

    @property
    def places(self) -> list[Wanted | None]:
        """The two sides, each where the address puts it; none where the reader is still to choose."""
        places = [self.cleaned_data.get("a"), self.cleaned_data.get("b")]
        for slug in self.cleaned_data.get("texte") or []:
            if None in places:
                places[places.index(None)] = Wanted(slug)
        named, days = (
            [each for each in places if each],
            [self.cleaned_data.get(name) for name in ("du", "au")],
        )
        if len(named) == 1 and all(days):
            return [Wanted(named[0].slug, day) for day in days]
        return places

    @property
    def pair(self) -> list[Wanted]:
        """The sides that are named for good."""
        return [each for each in self.places if each]


def address_of(pair: list[Wanted], day: date | None) -> str:
    """The one address of a comparison."""
    return listing(page("comparison"), [*zip("ab", map(str, pair), strict=False)], day)
