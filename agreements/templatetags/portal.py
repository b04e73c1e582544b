"""What templates need beyond Django's own tags: French dates, state signs, addresses that keep the day."""

from django import template
from django.template.loader import render_to_string

from agreements import addresses, french
from agreements.rows import Row
from agreements.vocabulary import STATES, Track

register = template.Library()

register.filter(french.date_fr)
register.filter(french.on_date)
register.filter(french.of_date)
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
    return addresses.dated(addresses.page(name, *args), request.day, request.today)


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
    return addresses.listing(addresses.page("agreements"), known, day)


class Partial(template.Node):
    """A Jinja2 partial inside a page. What a node renders is final: the partial escapes, and it alone."""

    def __init__(self, name: str, read, arguments):
        self.name, self.read, self.arguments = name, read, arguments

    def render(self, context):
        values = [argument.resolve(context) for argument in self.arguments]
        return render_to_string(self.name, self.read(context, *values), using="jinja2")


def partial(tag: str, name: str):
    """Register a tag whose function reads its arguments into what the partial shows."""

    def registered(read):
        def compiled(parser, token):
            return Partial(name, read, [parser.compile_filter(bit) for bit in token.split_contents()[1:]])

        register.tag(tag, compiled)
        return read

    return registered


@partial("rows", "rows.html")
def rows(context, situations, stems=frozenset()):
    """The rows of a list, on the day that is being read, with the words that were searched marked."""
    request = context["request"]
    told = [row if isinstance(row, Row) else Row.of(row) for row in situations]
    return {"rows": told, "query": addresses.dated("", request.day, request.today), "stems": frozenset(stems)}


@partial("facet_lists", "facets.html")
def facet_lists(context, facets):
    """The facets; those of states with what their words mean, and the way to the glossary."""
    return {"facets": facets, "glossary": href(context, "glossary")}


@partial("change_list", "changes.html")
def change_list(context, months):
    """What changed, month by month, on the day that is being read."""
    request = context["request"]
    return {"months": months, "query": addresses.dated("", request.day, request.today)}


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
