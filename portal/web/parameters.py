"""How a page reads its address: the forms and filters of its declaration, and why a value is refused."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from urllib.parse import quote, urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, QueryDict
from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter

from portal.french.words import Word
from portal.french.writing import grouped
from portal.web.answers import bad_request, moved, other_edition
from portal.web.as_of import BadDate, read_date
from portal.web.declarations import PIN, Given, Parameters, readable

#: Names what an address gives and its page does not read, encoded as addresses are.
IGNORED = "Portail-Ignores"
UNKNOWN = {"invalid_choice": "« %(value)s » n’est pas une valeur connue."}
PLAIN_DIGITS = re.compile("[0-9]+")


def reads(*kinds: type) -> Callable:
    """Declare the parameters of a view, by the forms and filter sets that read them."""
    parameters = Parameters(*kinds)

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def reading(request: HttpRequest, *args, **kwargs):
            if meant := meant_by(request.GET, parameters):
                return moved(request.path, urlencode(meant))
            request.GET = given = Given(parameters, request.GET)
            if refusals := parameters.repeated(given):
                response = bad_request(request, refusals, as_json=request.path.endswith(".json"))
            else:
                response = gone(request, given) or answered(view, request, *args, **kwargs)
            if given.ignored:
                response.headers[IGNORED] = ", ".join(map(quote, given.ignored))
            return response

        reading.parameters = parameters
        return reading

    return declare


def meant_by(given: QueryDict, parameters: Parameters) -> list[tuple[str, str]]:
    """What an address asks, where the name of a parameter is only in capitals, or was pasted with « &amp; »."""
    meant = {name: name.removeprefix("amp;").lower() for name in given if name not in parameters.known}
    if not parameters.known & set(meant.values()):
        return []
    return [(meant.get(name, name), value) for name, values in given.lists() for value in values]


def answered(view: Callable, request: HttpRequest, *args, **kwargs):
    request.GET.spell(request.edition)
    return view(request, *args, **kwargs)


def gone(request: HttpRequest, given: Given):
    """What an address of another edition is answered; nothing when it is of none, or of the one that is read."""
    pinned = given.get(PIN, "")
    if pinned in ("", str(request.edition.number)):
        return None
    return other_edition(request, readable(pinned))


def read(request: HttpRequest, kind: type[forms.Form]) -> forms.Form:
    """A form as the address fills it; empty where the page does not declare it."""
    return kind(request.GET if kind in request.GET.parameters.kinds else {})


def refusals_of(*read: forms.Form) -> list[str]:
    """Why what is asked is refused: one sentence for each parameter, none when all is well."""
    return [f"{name} : {' '.join(messages)}" for form in read for name, messages in form.errors.items()]


class FrozenFields(dict):
    """Fields that no form changes: a form takes them as they are, where Django would copy every choice."""

    def __deepcopy__(self, memo):
        return self


class PresentFieldsForm(forms.Form):
    """A form that reads the parameters that an address gives, and spends nothing on those it does not give."""

    def __init__(self, data, **options):
        super().__init__(data, **options)
        self.fields = {name: field for name, field in self.fields.items() if name in data}


# -- Filters and fields ------------------------------------------------------------------------------------


class OneWord(ChoiceFilter):
    def __init__(self, words, label):
        super().__init__(label=label, choices=words.pairs(), error_messages=UNKNOWN, empty_label=None)


class SeveralField(forms.MultipleChoiceField):
    """Several values; a field that was left empty is not one of them."""

    def to_python(self, value) -> list[str]:
        return [one for one in super().to_python(value) if one]


class Values(MultipleChoiceFilter):
    """Several values of one dimension; any of them will do. The edition says which there are."""

    field_class = SeveralField

    def __init__(self, label):
        super().__init__(label=label, choices=[], error_messages=UNKNOWN)


class WordChoice(forms.ChoiceField):
    """One word of a closed list."""

    def __init__(self, words: type[Word], label: str):
        super().__init__(label=label, choices=words.pairs(), required=False, error_messages=UNKNOWN)


class DayField(forms.CharField):
    """A day, read as the day of a page is."""

    def __init__(self, label: str, required: bool = False):
        super().__init__(label=label, required=required)

    def clean(self, value) -> date | None:
        text = super().clean(value)
        try:
            return read_date(text) if text else None
        except BadDate as error:
            raise forms.ValidationError(str(error)) from error


class Day(CharFilter):
    """A day that a list is filtered by, read as the day of a page is."""

    field_class = DayField

    def __init__(self, label: str):
        super().__init__(label=label)


class WholeNumber(forms.IntegerField):
    """A number from 1 on, in plain digits; what else is written is refused in one sentence."""

    def to_python(self, value) -> int | None:
        if value and not PLAIN_DIGITS.fullmatch(str(value)):  # « +1 », « 1_0 », « ١ » are numbers to Python
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def __init__(self, label: str, most: int):
        told = f"écrivez un nombre entier, de 1 à {grouped(most)}."
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), told)
        super().__init__(label=label, min_value=1, max_value=most, required=False, error_messages=messages)


# -- What lists share --------------------------------------------------------------------------------------

PER_PAGE, MOST_PER_PAGE, MOST_PAGES = 50, 100, 1_000_000


class PageNumber(PresentFieldsForm):
    """Which page of a list."""

    page = WholeNumber("Page", MOST_PAGES)

    def cut(self, rows: Sequence, per_page: int) -> Page:
        """The page that is asked for; one after the last is not there."""
        number, paginator = self.cleaned_data.get("page") or 1, Paginator(rows, per_page)
        if number > paginator.num_pages:
            raise Http404(f"La page {number} n’existe pas : la dernière est la {paginator.num_pages}.")
        return paginator.page(number)


class Paging(PageNumber):
    """Which page, and of how many rows."""

    par_page = WholeNumber("Lignes par page", MOST_PER_PAGE)

    def cut(self, rows: Sequence, per_page: int = PER_PAGE) -> Page:
        return super().cut(rows, self.cleaned_data.get("par_page") or per_page)


class Density(Word):
    """How close the rows of a list stand: with all they tell, or each on one line."""

    AEREE = "aeree", "aérées"
    COMPACTE = "compacte", "compactes"


class Spacing(PresentFieldsForm):
    densite = WordChoice(Density, "Densité des lignes")


class Searched(forms.Form):
    """What a reader who is led to a page was looking for: told there, and carried no further."""

    carried = False
    cherche = forms.CharField(label="Ce qui était cherché", required=False)


for form in (PageNumber, Paging, Spacing):
    form.base_fields = FrozenFields(form.base_fields)
