"""The filters of `/accords/`: every parameter of the address, read once, refused in words when it is wrong.

The filter set is what lists declare to read; its form reads the address, its `qs` is what pages are cut from. The
index of the edition answers, with sets of agreements. Values of one parameter are alternatives, parameters add up.
"""

import copy
import re
from collections.abc import Collection
from functools import cached_property, partial, reduce
from operator import and_

from django_filters import CharFilter, FilterSet
from pyroaring import BitMap

from agreements.compiled.dimensions import BY_NAME, DIMENSIONS, Dimension
from agreements.compiled.situations import Situation
from agreements.finding.day_sets import EMPTY
from agreements.finding.index import index_of
from agreements.finding.queries.answers import Answer, answer
from agreements.finding.queries.conventions import Conventions
from agreements.finding.queries.names import names_of
from agreements.finding.queries.naming import Reference
from agreements.finding.queries.reading import read_query
from agreements.finding.ranked import Ranked
from agreements.finding.word_search import Found
from portal.edition.manifest import Manifest
from portal.french.analyser import fold
from portal.french.words import Word
from portal.web.parameters import Day, FrozenFields, OneWord, PresentFieldsForm, Values, refusals_of

#: What a value is written with; a sign after it is a sentence's.
WORDS = re.compile(r"[\w\s'’-]+")
LONGEST_QUERY = 500
TOO_LONG = {"max_length": f"la recherche ne peut pas dépasser {LONGEST_QUERY} caractères."}


class Scope(Word):
    """Which conventions are looked at when none is named."""

    SECTEUR = "secteur", "le secteur"
    TOUT = "tout", "toutes les conventions"


class Sort(Word):
    RECENT = "recent", "plus récents d’abord"
    ANCIEN = "ancien", "plus anciens d’abord"
    PERTINENCE = "pertinence", "pertinence"
    NUMERO = "numero", "numéro"


def values_of(dimension: Dimension) -> Values:
    """The parameter of a dimension, whose values may be written as they are called."""
    if dimension.name == "convention":
        return Conventions(dimension.label)
    values = Values(dimension.label)
    values.spelled = partial(value_called, dimension.name)
    return values


def value_called(name: str, typed: str, edition: Manifest) -> str:
    """The value of a dimension that is called so: « Agréé », « CFDT »; else what was typed, to be refused."""
    labels = index_of(edition).labels[name]
    if typed in labels or not WORDS.fullmatch(typed):
        return typed
    told = " ".join(fold(typed).split())
    called = {fold(label): value for value, label in labels.items()} | {
        value.replace("-", " "): value for value in labels
    }
    return (
        called.get(told.replace("-", " ")) or called.get(told) or called.get(told.removesuffix("s")) or typed
    )


class SituationFilter(FilterSet):
    """All the filters, on the day of the page, over the agreements that are given as `queryset`."""

    q = CharFilter(label="Référence ou mots", max_length=LONGEST_QUERY, error_messages=TOO_LONG)
    signe_apres = Day("Daté à partir du")
    signe_avant = Day("Daté jusqu’au")
    perimetre = OneWord(Scope, "Périmètre")
    tri = OneWord(Sort, "Tri")

    class Meta:
        model = Situation
        fields: list[str] = []

    @classmethod
    def get_filters(cls):
        """The dimensions come after the words, before the dates."""
        own = super().get_filters()
        return {"q": own.pop("q"), **{one.name: values_of(one) for one in DIMENSIONS}, **own}

    def __init__(self, data, queryset: Ranked, *, correcting: bool = True):
        # Not FilterSet's own, which copies every filter for each request: a fourth of the time of a list.
        self.data, self.queryset, self.is_bound, self.form_prefix = data, queryset, True, None
        self.filters, self.index, self.day = self.base_filters, queryset.index, queryset.day
        self.correcting = correcting

    def get_form_class(self):
        """The form, with the values that this edition knows; made once for an edition: twice the time of a list."""
        if self.index.form is None:
            self.index.form = self.make_form_class()
        return self.index.form

    def make_form_class(self):
        filters = copy.deepcopy(self.base_filters)
        for name in BY_NAME:
            filters[name].extra["choices"] = list(self.index.labels[name].items())
        made = type("SituationForm", (PresentFieldsForm,), {name: one.field for name, one in filters.items()})
        made.base_fields = FrozenFields(made.base_fields)
        return made

    # -- What is asked -------------------------------------------------------------------------------------

    @cached_property
    def chosen(self) -> dict:
        """The parameters that say something, in the order of the form."""
        given = self.form.cleaned_data.items()
        told = (
            (name, list(dict.fromkeys(value)) if isinstance(value, list) else value) for name, value in given
        )
        return {name: value for name, value in told if value not in (None, "", [])}

    @property
    def sort(self) -> Sort:
        return Sort(self.chosen.get("tri", Sort.PERTINENCE if "q" in self.chosen else Sort.RECENT))

    @property
    def refusals(self) -> list[str]:
        """Why the address is refused."""
        return refusals_of(self.form)

    @cached_property
    def answer(self) -> Answer | None:
        """What the query names and finds, when there is one."""
        if "q" not in self.chosen:
            return None
        query = read_query(self.chosen["q"], names_of(self.index))
        everywhere = not self.within_sector
        return answer(query, self.index, self.day, self.scope, everywhere=everywhere, correct=self.correcting)

    @property
    def reference(self) -> Reference | None:
        """The one page that the query names, if it names one."""
        return self.answer.direct if self.answer else None

    @property
    def found(self) -> Found | None:
        """What the query finds, when there is one."""
        return self.answer.found if self.answer else None

    @cached_property
    def scope(self) -> BitMap:
        """The agreements that are looked at, whatever is asked of them."""
        known = self.index.known(self.day)
        return known & self.sector if self.within_sector else known

    @property
    def sector(self) -> BitMap:
        return self.index.members("perimetre", "secteur", self.day)

    @property
    def within_sector(self) -> bool:
        """Whether the sector alone is looked at: no convention is named, nor the whole asked for."""
        return "convention" not in self.chosen and self.chosen.get("perimetre") != Scope.TOUT

    # -- What remains --------------------------------------------------------------------------------------

    @cached_property
    def sets(self) -> dict[str, BitMap]:
        """For each parameter that narrows, the agreements that pass it."""
        sets = {one.name: self.passing(one, self.chosen) for one in DIMENSIONS if one.name in self.chosen}
        if self.within_sector:
            sets["perimetre"] = self.sector | self.answer.beyond if self.answer else self.sector
        if self.found:
            sets["q"] = self.found.matches
        if "signe_apres" in self.chosen or "signe_avant" in self.chosen:
            sets["date"] = self.index.dated_between(
                self.chosen.get("signe_apres"), self.chosen.get("signe_avant")
            )
        return sets

    def passing(self, dimension: Dimension, filtered: Collection[str]) -> BitMap:
        """What has one of the values chosen, where these parameters are filtered."""
        sets = dimension.sets(self.index, self.day, filtered)
        return BitMap.union(*[sets.get(value, EMPTY) for value in self.chosen[dimension.name]])

    def selection(self, exclude: str = "", filtered: Collection[str] | None = None) -> BitMap:
        """The agreements that pass every filter, or every one but `exclude`, and are known of on the day.

        Without its own filter, the convention is counted over the scope that the address asks for. A dimension that
        depends on what is filtered is read under `filtered`: all that is asked but what is excluded, unless told.
        """
        filtered = self.chosen.keys() - {exclude} if filtered is None else filtered
        kept = {name: members for name, members in self.sets.items() if name != exclude}
        for name in kept.keys() & BY_NAME.keys():
            if BY_NAME[name].depends_on & (self.chosen.keys() ^ filtered):
                kept[name] = self.passing(BY_NAME[name], filtered)
        scoped = self.chosen.get("perimetre") != Scope.TOUT
        if scoped and exclude == "convention" and "convention" in self.chosen:
            kept["perimetre"] = self.sector
        return reduce(and_, sorted([*kept.values(), self.queryset.members], key=len))  # the smallest first

    def filter_queryset(self, queryset: Ranked) -> Ranked:
        """The selection in the order asked."""
        tiers = self.found.tiers if self.found else []
        return queryset.selected(self.selection(), self.sort.value, tiers)
