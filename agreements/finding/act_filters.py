"""The filters of `/actes/`: every parameter of the address, read once, refused in words when it is wrong."""

from functools import cached_property, reduce
from operator import and_

from django.core.validators import RegexValidator
from django_filters import CharFilter, FilterSet
from pyroaring import BitMap

from agreements.finding.acts import ActIndex
from agreements.finding.facets import Facet, Value
from agreements.finding.filters import LONGEST_QUERY, TOO_LONG, Scope
from agreements.models import Act
from portal.web.addresses import Address, Link
from portal.web.parameters import OneWord, Values, refusals_of

#: Four letters, seven digits, a letter; or the beginning of one.
NOR = RegexValidator(
    r"^(?:[A-Za-z]{1,4}|[A-Za-z]{4}[0-9]{1,7}|[A-Za-z]{4}[0-9]{7}[A-Za-z])\Z",
    "un NOR, ou son début, s’écrit comme « SSAA2028393A ».",
)


class ActFilter(FilterSet):
    """All the filters, on the day of the page. Values of one parameter are alternatives, parameters add up."""

    q = CharFilter(label="Date, NOR ou mots", max_length=LONGEST_QUERY, error_messages=TOO_LONG)
    nature = Values("Nature")
    issue = Values("Ce qu’il décide")
    avec = Values("Avec")
    convention = Values("Convention")
    annee = Values("Année")
    nor = CharFilter(label="NOR", validators=[NOR])
    perimetre = OneWord(Scope, "Périmètre")

    class Meta:
        model = Act
        fields: list[str] = []

    def __init__(self, data, day, acts: ActIndex):
        self.day, self.acts = day, acts
        super().__init__(data, queryset=Act.objects.none())
        for name, labels in acts.labels.items():
            self.filters[name].extra["choices"] = list(labels.items())

    @cached_property
    def chosen(self) -> dict:
        """The parameters that say something, in the order of the form."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}

    @property
    def refusals(self) -> list[str]:
        """Why the address is refused."""
        return refusals_of(self.form)

    @cached_property
    def sets(self) -> dict[str, BitMap]:
        """For each parameter that narrows, the acts that pass it."""
        asked = {name: value for name, value in self.chosen.items() if name != "perimetre"}
        sets = {name: self.passing(name, value) for name, value in asked.items()}
        return sets | ({"perimetre": self.acts.sector} if self.within_sector else {})

    @property
    def within_sector(self) -> bool:
        """Whether the sector alone is looked at: no convention nor NOR is named, nor the whole asked for."""
        named = {"convention", "nor"} & self.chosen.keys()
        return not named and self.chosen.get("perimetre") != Scope.TOUT

    def passing(self, name: str, value) -> BitMap:
        if name == "q":
            return self.acts.worded(value)
        return self.acts.by_nor(value) if name == "nor" else self.acts.having(name, value)

    def selection(self, exclude: str = "") -> BitMap:
        """The acts that pass every filter, or every one but one, and were there on the day."""
        sets = self.sets
        if exclude == "convention" and "convention" in sets and self.chosen.get("perimetre") != Scope.TOUT:
            sets = sets | {"perimetre": self.acts.sector}
        kept = [members for name, members in sets.items() if name != exclude]
        return reduce(and_, kept, self.acts.known(self.day))

    def facets(self, address: Address) -> list[Facet]:
        """How many acts each value leaves, under all the filters but its own."""
        return [
            Facet(name, self.base_filters[name].label, self.values_of(name, labels, address))
            for name, labels in ((name, self.acts.labels[name]) for name in DIMENSIONS)
        ]

    def values_of(self, name: str, labels: dict[str, str], address: Address) -> list[Value]:
        remaining, chosen = self.selection(name), self.chosen.get(name, ())
        values = (
            Value(
                slug,
                label,
                self.acts.sets[name][slug].intersection_cardinality(remaining),
                slug in chosen,
                address.toggle(name, slug),
            )
            for slug, label in labels.items()
        )
        kept = [value for value in values if value.count or value.active]
        return sorted(kept, key=lambda value: not value.active)

    def tags(self, address: Address) -> list[Link]:
        """The chosen filters, each with the link that removes it."""
        tags = []
        for name, value in self.chosen.items():
            if name == "perimetre":
                continue
            if isinstance(value, list):
                tags += [Link(self.acts.labels[name][one], address.toggle(name, one)) for one in value]
            else:
                label = f"« {value} »" if name == "q" else f"NOR {value.upper()}"
                tags.append(Link(label, address.drop(name)))
        return tags

    def scope(self, address: Address) -> Link | None:
        """What is looked at, and the link that widens or narrows it; nothing when a convention or a NOR is named."""
        if {"convention", "nor"} & self.chosen.keys():
            return None
        if self.chosen.get("perimetre") == Scope.TOUT:
            told = "Les actes de toutes les conventions recensées sont regardés."
            return Link("Revenir aux conventions du secteur", address.drop("perimetre"), sentence=told)
        told = "Seuls les actes sur des textes du secteur sont regardés."
        return Link(
            "Voir ceux de toutes les conventions", address.setting("perimetre", Scope.TOUT), sentence=told
        )


#: The parameters that take values of the edition, in the order of the facets.
DIMENSIONS = ("nature", "issue", "avec", "convention", "annee")
