"""What templates need beyond Django's own tags: French dates, state signs, addresses that keep the day."""

from django import template
from django.template.loader import render_to_string
from django.urls import reverse

from agreements import addresses, french
from agreements.rows import Row
from agreements.vocabulary import STATES, Track

register = template.Library()

register.filter(french.date_fr)
register.filter(french.on_date)
register.simple_tag(french.plural)


@register.filter
def dated_event(happening):
    """« le 27 octobre 2020 », or that no date is known."""
    event = happening.event
    if event.act:
        return french.date_fr(event.act.on) if event.act.on else ""
    return french.date_fr(event.on, event.precision)


@register.simple_tag(takes_context=True)
def href(context, name, *args):
    """The address of a page, on the day that is being read."""
    request = context["request"]
    return addresses.dated(reverse(name, args=args), request.day, request.today)


@register.simple_tag(takes_context=True)
def search_href(context, **parameters):
    """The list of agreements under some filters, on the day that is being read."""
    request = context["request"]
    known = [
        (name, str(value))
        for name, values in parameters.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    day = None if request.day == request.today else request.day
    return addresses.listing(reverse("agreements"), known, day)


@register.simple_tag(takes_context=True)
def rows(context, situations):
    """The rows of a list, on the day that is being read."""
    request = context["request"]
    told = [row if isinstance(row, Row) else Row.of(row) for row in situations]
    query = addresses.dated("", request.day, request.today)
    return render_to_string("rows.html", {"rows": told, "query": query}, using="jinja2")


@register.simple_tag
def facet_lists(facets):
    return render_to_string("facets.html", {"facets": facets}, using="jinja2")


@register.simple_tag
def set_parameter(address, name, value):
    return address.setting(name, value)


@register.simple_tag
def drop_parameter(address, name):
    return address.drop(name)


@register.inclusion_tag("includes/state.html")
def state(track, word):
    """A state as a sign and a word, the same everywhere."""
    return {"track": Track(track), "state": STATES[Track(track)](word)}


@register.filter
def json_twin(path):
    """`/accords/x/` → `/accords/x.json`."""
    return f"{path.rstrip('/') or '/accueil'}.json"
