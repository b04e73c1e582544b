"""The date a page is told on: the one place that reads today's date, and the one that reads `?date=`."""

import re
from datetime import date

from django.http import QueryDict
from django.utils import timezone

from portal.web.answers import MALFORMED, REFUSED, problem, refused_page
from portal.web.declarations import ONE_VALUE, Given, parameters_of

WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SPACES = "\u00a0\u202f"
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)


class BadDate(ValueError):
    """A date that cannot be read, or that is out of bounds; the message is for the reader."""


def today() -> date:
    """Today in Paris."""
    return timezone.localdate()


def as_of(text: str) -> date:
    """The day that a parameter names; today when it names none."""
    return read_date(text) if text else today()


def single_value(given: list[str]) -> str:
    """The one value of a parameter."""
    if len(set(given)) > 1:
        raise BadDate(ONE_VALUE)
    return given[-1] if given else ""


def read_date(text: str) -> date:
    try:
        if not WRITTEN.fullmatch(text):  # « 20201027 » and « 2020-W44-2 » are not the form that links use
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadDate(f"« {text} » n’est pas une date : écrivez-la sous la forme 2020-10-27.") from error
    if not FIRST <= day <= LAST:
        raise BadDate(f"La date doit être entre le {FIRST:%d/%m/%Y} et le {LAST:%d/%m/%Y}.")
    return day


class AsOfMiddleware:
    """Give each request the day its page is told on, as `request.day`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.today = today()
        try:
            request.day = as_of(single_value(request.GET.getlist("date")).strip())
        except BadDate as error:
            return refusal(request, [f"date : {error}"], Given(parameters_of(request.path), request.GET))
        return self.get_response(request)


def refusal(request, reasons: list[str], given: Given | None = None):
    """Status 400, and why in words, in the form that the address asks for; what cannot be read is not repeated.

    A page that is refused is told on today, and carries along what can be read of its address, if it is given.
    """
    request.today = request.day = today()
    request.GET = QueryDict() if given is None else given
    reasons = [without_invisible_characters(reason) for reason in reasons]
    if request.path.endswith(".json"):
        return problem(REFUSED, MALFORMED, " ".join(reasons), erreurs=reasons)
    return refused_page(request, reasons)


def without_invisible_characters(text: str) -> str:
    """A text without the signs that cannot be seen, or that turn around those that follow."""
    return "".join(sign if sign.isprintable() or sign in SPACES else "\ufffd" for sign in text)
