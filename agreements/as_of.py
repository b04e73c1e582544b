"""The date a page is told on: the one place that reads today's date, and the one that reads `?date=`."""

from datetime import date

from django.shortcuts import render
from django.utils import timezone

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)


class BadDate(ValueError):
    """A date that cannot be read, or that is out of bounds; the message is for the reader."""


def today() -> date:
    """Today in Paris."""
    return timezone.localdate()


def as_of(text: str) -> date:
    """The day that a parameter names; today when it names none."""
    return read_date(text) if text else today()


def read_date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
        if len(text) != 10:  # « 20201027 » and « 2020-W44-2 » are not the form that links use
            raise ValueError
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
            request.day = as_of(request.GET.get("date", "").strip())
        except BadDate as error:
            request.day = request.today
            return render(request, "400.html", {"reasons": [f"date : {error}"]}, status=400)
        return self.get_response(request)
