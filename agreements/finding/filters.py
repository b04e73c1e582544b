"""The filters of `/accords/`: every parameter of the address, read once, refused in words when it is wrong.

The filter set reads the address; the index of the edition answers, with sets of agreements. Values of one
parameter are alternatives, parameters add up.
"""

import copy
from collections.abc import Callable
from functools import cached_property, partial, reduce
from operator import and_

from django.db.models import QuerySet
from django_filters import CharFilter, FilterSet
from pyroaring import BitMap

from agreements.compiled.situations import Situation, situations_of
from agreements.finding.index import EMPTY, Index
from agreements.finding.numbering import Numbering
from agreements.finding.ranked import Ranked
from agreements.finding.references import Reference, read_reference
from agreements.finding.word_search import Found, search
from agreements.models import Agreement
from portal.french.words import Word
from portal.web.parameters import Day, FrozenFields, OneWord, PresentFieldsForm, Values, refusals_of

LONGEST_QUERY = 200


class Scope(Word):
    """Which conventions are looked at when none is named."""

    SECTEUR = "secteur", "le secteur"
    TOUT = "tout", "toutes les conventions"


class Sort(Word):
    RECENT = "recent", "plus récents d’abord"
    ANCIEN = "ancien", "plus anciens d’abord"
    PERTINENCE = "pertinence", "pertinence"
    NUMERO = "numero", "numéro"


TOO_LONG = {"max_length": f"la recherche ne peut pas dépasser {LONGEST_QUERY} caractères."}


def any_of(sets: list[BitMap]) -> BitMap:
    """What is in one of these sets at least; a set alone is given as it is."""
    return sets[0] if len(sets) == 1 else BitMap.union(*sets)


#: The dimensions of the index that a reader filters and counts by, in the order in which they are shown.
DIMENSIONS = (
    "convention",
    "type",
    "theme",
    "signataire",
    "signature",
    "agrement",
    "extension",
    "effet",
    "annee",
    "region",
)


#: What is asked that is no value of a dimension: its sets are known by rank.
BY_RANK = {"q", "signe_apres", "signe_avant"}


class SituationFilter(FilterSet):
    """All the filters, on the day of the page."""

    q = CharFilter(label="Référence ou mots", max_length=LONGEST_QUERY, error_messages=TOO_LONG)
    convention = Values("Convention")
    type = Values("Type")
    theme = Values("Thème")
    signataire = Values("Signataire")
    signature = Values("Signature")
    agrement = Values("Agrément")
    extension = Values("Extension")
    effet = Values("Effet")
    annee = Values("Année")
    region = Values("Région")
    signe_apres = Day("Daté à partir du")
    signe_avant = Day("Daté jusqu’au")
    perimetre = OneWord(Scope, "Périmètre")
    tri = OneWord(Sort, "Tri")

    class Meta:
        model = Situation
        fields: list[str] = []

    def __init__(self, data, day, index: Index):
        # Not FilterSet's own: it copies every filter for each request, and only the form is read here.
        self.day, self.index = day, index
        self.data, self.is_bound, self.form_prefix = data, True, None
        self.filters = self.base_filters

    def get_form_class(self):
        """The form, with the values that this edition knows; made once for an edition."""
        kind = type(self)
        if kind not in self.index.forms:
            self.index.forms[kind] = self.make_form_class()
        return self.index.forms[kind]

    def make_form_class(self):
        filters = copy.deepcopy(self.base_filters)
        for name in DIMENSIONS:
            filters[name].extra["choices"] = list(self.index.labels[name].items())
        made = type("SituationForm", (PresentFieldsForm,), {name: one.field for name, one in filters.items()})
        made.base_fields = FrozenFields(made.base_fields)
        return made

    # -- What is asked -------------------------------------------------------------------------------------

    @cached_property
    def chosen(self) -> dict:
        """The parameters that say something, in the order of the form."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}

    @property
    def sort(self) -> Sort:
        return Sort(self.chosen.get("tri", Sort.PERTINENCE if "q" in self.chosen else Sort.RECENT))

    @property
    def refusals(self) -> list[str]:
        """Why the address is refused."""
        return refusals_of(self.form)

    @cached_property
    def reference(self) -> Reference | None:
        """The one page that the words name, if they name one."""
        return read_reference(self.chosen["q"], self.index) if "q" in self.chosen else None

    @cached_property
    def named(self) -> BitMap:
        """The agreement that the words name: it comes first, wherever it is."""
        if not self.reference or self.reference.page != "agreement":
            return EMPTY
        return BitMap(Agreement.objects.filter(slug=self.reference.slug).values_list("pk", flat=True))

    @cached_property
    def found(self) -> Found | None:
        """What the words find, when there are words: the text they name, then those that have them."""
        if "q" not in self.chosen:
            return None
        found = search(self.chosen["q"], self.index, self.scope)
        found.matches |= self.named
        found.tiers = [self.named, *(tier - self.named for tier in found.tiers)]
        return found

    @cached_property
    def scope(self) -> BitMap:
        """The agreements that are looked at, whatever is asked of them."""
        known = self.index.known(self.day)
        if "convention" in self.chosen or self.chosen.get("perimetre") == Scope.TOUT:
            return known
        return known & self.index.members("perimetre", "secteur", self.day)

    # -- What remains --------------------------------------------------------------------------------------

    @cached_property
    def sets(self) -> dict[str, BitMap]:
        """For each parameter that narrows, the agreements that pass it, by rank."""
        sets = self.sets_under(self.index.ranked)
        if self.found:
            sets["q"] = self.found.matches
            if "perimetre" in sets:
                sets["perimetre"] = sets["perimetre"] | self.named
        if "signe_apres" in self.chosen or "signe_avant" in self.chosen:
            sets["date"] = self.index.dated_between(
                self.chosen.get("signe_apres"), self.chosen.get("signe_avant")
            )
        return sets

    def sets_under(self, numbering: Numbering) -> dict[str, BitMap]:
        """The same under one numbering; words and dates are not values, and are known by rank alone."""
        sets = {
            name: any_of([numbering.members(name, value, self.day) for value in self.chosen[name]])
            for name in DIMENSIONS
            if name in self.chosen
        }
        if "convention" not in self.chosen and self.chosen.get("perimetre") != Scope.TOUT:
            sets["perimetre"] = numbering.members("perimetre", "secteur", self.day)
        return sets

    def selection(self, exclude: str | None = None) -> BitMap:
        """The agreements, by rank, that pass every filter, or every one but `exclude`, and are known of on the day."""
        return self.remaining(self.index.ranked, self.sets, exclude)

    def counted(self) -> tuple[Numbering, Callable[[str | None], BitMap]]:
        """Where to count what remains, and what remains there without one filter."""
        if BY_RANK.isdisjoint(self.chosen):
            numbering = self.index.counted
            return numbering, partial(self.remaining, numbering, self.sets_under(numbering))
        return self.index.ranked, self.selection

    def remaining(self, numbering: Numbering, sets: dict[str, BitMap], exclude: str | None = None) -> BitMap:
        """What passes these sets, or all but one.

        Without its own filter, the convention is counted over the scope that the address asks for.
        """
        kept = [members for name, members in sets.items() if name != exclude]
        if (
            exclude == "convention"
            and "convention" in self.chosen
            and self.chosen.get("perimetre") != Scope.TOUT
        ):
            kept.append(numbering.members("perimetre", "secteur", self.day))
        return reduce(and_, sorted([*kept, numbering.known(self.day)], key=len))  # the smallest first

    def ranked(self) -> Ranked:
        """The selection in the order asked, for paging."""
        tiers = self.found.tiers if self.found else []
        return Ranked(self.selection(), self.index, self.sort.value, tiers)

    def matching(self) -> QuerySet:
        """The situations of the selection on the day, as a query."""
        return situations_of(self.selection(), self.day)


class FilterAmong(SituationFilter):
    """The filters of `/accords/`, over some texts only: those that wait, those that somebody signed."""

    def __init__(self, data, day, index, members: BitMap):
        self.members = members
        super().__init__(data, day, index)

    def selection(self, exclude: str | None = None) -> BitMap:
        return super().selection(exclude) & self.members

    def counted(self):
        """These texts are known by rank."""
        return self.index.ranked, self.selection
