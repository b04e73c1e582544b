"""The parameters of an address: forms that read them, and why one is refused."""

from django import forms
from django_filters import ChoiceFilter, DateFilter

from portal.french.words import Word
from portal.french.writing import grouped
from portal.web.addresses import ONE_VALUE

UNKNOWN = {"invalid_choice": "« %(value)s » n’est pas une valeur connue."}
NOT_A_DAY = {"invalid": "ce n’est pas une date : écrivez-la sous la forme 2020-10-27."}


def repeated_parameters(data, names) -> list[str]:
    """The parameters that take one value and are given several: which was meant cannot be told."""
    twice = sorted(name for name in data if name in names and len(set(data.getlist(name))) > 1)
    return [f"{name} : {ONE_VALUE}" for name in twice]


class FrozenFields(dict):
    """Fields that no form changes: a form takes them as they are, where Django would copy every choice."""

    def __deepcopy__(self, memo):
        return self


class PresentFieldsForm(forms.Form):
    """A form that reads the parameters that an address gives, and spends nothing on those it does not give."""

    def __init__(self, data, **options):
        super().__init__(data, **options)
        self.fields = {name: field for name, field in self.fields.items() if name in data}


class OneWord(ChoiceFilter):
    def __init__(self, words, label):
        super().__init__(label=label, choices=words.pairs(), error_messages=UNKNOWN, empty_label=None)


class Day(DateFilter):
    def __init__(self, label):
        super().__init__(label=label, input_formats=["%Y-%m-%d"], error_messages=NOT_A_DAY)


PER_PAGE, MOST_PER_PAGE = 50, 100


def whole_number(most: int) -> forms.IntegerField:
    """A number from 1 on; what else is written is refused in one sentence."""
    told = f"écrivez un nombre entier, de 1 à {grouped(most)}."
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), told)
    return forms.IntegerField(min_value=1, max_value=most, required=False, error_messages=messages)


class Density(Word):
    """How close the rows of a list stand: with all they tell, or each on one line."""

    AEREE = "aeree", "aérées"
    COMPACTE = "compacte", "compactes"


class Paging(PresentFieldsForm):
    message = {"invalid_choice": "« %(value)s » n’est pas une valeur connue."}
    page = whole_number(1_000_000)
    par_page = whole_number(MOST_PER_PAGE)
    densite = forms.ChoiceField(choices=Density.pairs(), required=False, error_messages=message)


Paging.base_fields = FrozenFields(Paging.base_fields)
