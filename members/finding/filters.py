"""The filters of `/adherents/`: every parameter of the address, read once, refused in words when it is wrong.

The filter set reads the address, the population answers with sets. Values of one parameter are alternatives,
parameters add up.
"""

from functools import cached_property

from django_filters import CharFilter, FilterSet
from pyroaring import BitMap

from agreements.finding.queries.conventions import Conventions
from agreements.models import Agreement
from members.finding.bound_associations import covered
from members.finding.population import DIMENSIONS, EMPTY, Population
from members.finding.texts_of_a_day import Texts
from members.models import Association
from portal.french.analyser import fold
from portal.web.parameters import Values, refusals_of

LONGEST_QUERY = 200
TOO_LONG = {"max_length": f"la recherche ne peut pas dépasser {LONGEST_QUERY} caractères."}


class AssociationFilter(FilterSet):
    """All the filters, on the day of the page. `accord` keeps the associations that a text binds."""

    q = CharFilter(label="Nom, code ou SIREN", max_length=LONGEST_QUERY, error_messages=TOO_LONG)
    region = Values("Région")
    taille = Values("Taille")
    secteur = Values("Secteur (établissements et services)")
    convention = Conventions("Convention appliquée")
    organisation = Values("Membre de")
    accord = CharFilter(label="Liées par", max_length=120)

    class Meta:
        model = Association
        fields: list[str] = []

    def __init__(self, data, day, population: Population, texts: Texts):
        self.day, self.population, self.texts = day, population, texts
        super().__init__(data, queryset=Association.objects.none())
        for name in DIMENSIONS:
            self.filters[name].extra["choices"] = list(population.labels[name].items())

    @cached_property
    def chosen(self) -> dict:
        """The parameters that say something, in the order of the form."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}

    @cached_property
    def refusals(self) -> list[str]:
        """Why the address is refused: one sentence for each parameter, none when all is well."""
        refused = refusals_of(self.form)
        if not refused and "accord" in self.chosen and self.agreement is None:
            refused.append(f"accord : « {self.chosen['accord']} » n’est pas une valeur connue.")
        return refused

    @cached_property
    def agreement(self) -> Agreement | None:
        return Agreement.objects.filter(slug=self.chosen.get("accord", "")).first()

    # -- Sets ----------------------------------------------------------------------------------------------

    @cached_property
    def sets(self) -> dict[str, BitMap]:
        """The associations that each chosen filter keeps."""
        kept = {
            name: self.population.members(name, self.chosen[name], self.day)
            for name in DIMENSIONS
            if name in self.chosen
        }
        if "q" in self.chosen:
            kept["q"] = self.population.worded(fold(self.chosen["q"]).split())
        if "accord" in self.chosen:
            kept["accord"] = self.bound
        return kept

    @property
    def bound(self) -> BitMap:
        text = self.texts.one(self.chosen["accord"], self.day)
        return covered(text, self.texts.links, self.population, self.day) if text else EMPTY

    def selection(self, *exclude: str) -> BitMap:
        """The associations that pass every filter, or every one but some."""
        found = self.population.all
        for name, members in self.sets.items():
            if name not in exclude:
                found = found & members
        return found

    @property
    def sectors(self) -> list[str] | None:
        """The sectors whose establishments are counted: the chosen ones, else all."""
        return self.chosen.get("secteur")
