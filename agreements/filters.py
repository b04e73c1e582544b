"""The filters of `/accords/`: every parameter of the address, read once, refused in words when it is wrong.

A filter set reads the situations of one day. Values of one parameter are alternatives, parameters add up.
"""

from django import forms
from django.db.models import F, QuerySet
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, MultipleChoiceFilter

from agreements.analysis import fold
from agreements.edition import Party, Situation
from agreements.models import Agreement, Convention, Organisation, Theme
from agreements.vocabulary import (
    AgreementKind,
    AgrementState,
    EffectState,
    ExtensionState,
    SignatureState,
    Word,
)

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


NEWEST = F("agreement__entry__dated").desc(nulls_last=True)
OLDEST = F("agreement__entry__dated").asc(nulls_last=True)
ORDERS = {
    Sort.RECENT: (NEWEST, "-agreement__entry__number", "agreement__slug"),
    Sort.ANCIEN: (OLDEST, "agreement__entry__number", "agreement__slug"),
    Sort.PERTINENCE: (NEWEST, "-agreement__entry__number", "agreement__slug"),
    Sort.NUMERO: ("agreement__entry__number", OLDEST, "agreement__slug"),
}


class WordsField(forms.MultipleChoiceField):
    default_error_messages = {"invalid_choice": "« %(value)s » n’est pas une valeur connue."}


class WordsFilter(MultipleChoiceFilter):
    field_class = WordsField


class OneWordFilter(ChoiceFilter):
    def __init__(self, *args, **kwargs):
        message = {"invalid_choice": "« %(value)s » n’est pas une valeur connue."}
        super().__init__(*args, error_messages=message, empty_label=None, **kwargs)


class DayFilter(DateFilter):
    def __init__(self, *args, **kwargs):
        message = {"invalid": "ce n’est pas une date : écrivez-la sous la forme 2020-10-27."}
        super().__init__(*args, input_formats=["%Y-%m-%d"], error_messages=message, **kwargs)


def slugs_of(model):
    """The choices of one table, read when a form is made."""
    return lambda: [(row.slug, str(row)) for row in model.objects.all()]


class SituationFilter(FilterSet):
    """All the filters; `day` is the day of the page, on which the parties too are told."""

    q = CharFilter(method="filter_words", label="Mots ou référence", max_length=LONGEST_QUERY)
    convention = WordsFilter(choices=slugs_of(Convention), method="filter_convention", label="Convention")
    type = WordsFilter(choices=AgreementKind.pairs(), field_name="agreement__kind", label="Type")
    theme = WordsFilter(choices=slugs_of(Theme), method="filter_theme", label="Thème")
    signataire = WordsFilter(choices=slugs_of(Organisation), method="filter_party", label="Signataire")
    signature = WordsFilter(choices=SignatureState.pairs(), label="Signature")
    agrement = WordsFilter(choices=AgrementState.pairs(), label="Agrément")
    extension = WordsFilter(choices=ExtensionState.pairs(), label="Extension")
    effet = WordsFilter(choices=EffectState.pairs(), label="Effet")
    signe_apres = DayFilter(field_name="agreement__dated", lookup_expr="gte", label="Daté à partir du")
    signe_avant = DayFilter(field_name="agreement__dated", lookup_expr="lte", label="Daté jusqu’au")
    perimetre = OneWordFilter(choices=Scope.pairs(), method="keep_all", label="Périmètre")
    tri = OneWordFilter(choices=Sort.pairs(), method="keep_all", label="Tri")

    class Meta:
        model = Situation
        fields: list[str] = []

    def __init__(self, data, day):
        self.day = day
        super().__init__(data, queryset=Situation.objects.as_of(day))

    # -- One filter each -----------------------------------------------------------------------------------

    def keep_all(self, queryset, name, value):
        return queryset

    def filter_words(self, queryset, name, value):
        for word in fold(value).split():
            queryset = queryset.filter(agreement__entry__words__contains=word)
        return queryset

    def filter_convention(self, queryset, name, value):
        links = Agreement.conventions.through.objects.filter(convention__slug__in=value)
        return queryset.filter(agreement__in=links.values("agreement"))

    def filter_theme(self, queryset, name, value):
        links = Agreement.themes.through.objects.filter(theme__slug__in=value)
        return queryset.filter(agreement__in=links.values("agreement"))

    def filter_party(self, queryset, name, value):
        parties = Party.objects.as_of(self.day).bound().filter(organisation__slug__in=value)
        return queryset.filter(agreement__in=parties.values("agreement"))

    # -- All together --------------------------------------------------------------------------------------

    @property
    def chosen(self) -> dict:
        """The parameters that say something, in the order of the form."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}

    @property
    def sort(self) -> Sort:
        return Sort(self.chosen.get("tri", Sort.RECENT))

    @property
    def refusals(self) -> list[str]:
        """Why the address is refused: one sentence for each parameter, none when all is well."""
        return [
            f"{name} : {' '.join(messages)}"
            for name, messages in ({} if self.is_valid() else self.form.errors).items()
        ]

    def matching(self, exclude: str | None = None) -> QuerySet:
        """The situations that pass every filter, or every one but `exclude`."""
        queryset = self.queryset
        for name, value in self.chosen.items():
            if name != exclude:
                queryset = self.filters[name].filter(queryset, value)
        return self.within_scope(queryset)

    def within_scope(self, queryset: QuerySet) -> QuerySet:
        """The sector alone, unless a convention is named or the whole is asked for."""
        if "convention" in self.chosen or self.chosen.get("perimetre") == Scope.TOUT:
            return queryset
        links = Agreement.conventions.through.objects.filter(convention__in_sector=True)
        return queryset.filter(agreement__in=links.values("agreement"))

    def ordered(self) -> QuerySet:
        return self.matching().order_by(*ORDERS[self.sort])
