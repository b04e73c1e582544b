"""What charts need beside geometry: the lists that they count, durations in words."""

from django import template
from django.urls import reverse

from portal.french.writing import NBSP, grouped
from portal.web import addresses

register = template.Library()


@register.simple_tag(takes_context=True)
def counted_href(context, convention, track, words, year=""):
    """The list that a figure counts: of a convention, in one state of a track or some, of one year."""
    request = context["request"]
    told = [words] if isinstance(words, str) else words
    parameters = [("convention", convention), *((str(track), str(word)) for word in told)]
    parameters += [("annee", year)] if year else []
    day = None if request.day == request.today else request.day
    return addresses.listing(reverse("agreements"), parameters, day)


@register.filter
def in_days(length) -> str:
    """« 97 jours », « 159,5 jours »."""
    told = grouped(int(length)) if length == int(length) else f"{length:.1f}".replace(".", ",")
    return f"{told}{NBSP}jour{'s' if length >= 2 else ''}"
