"""What templates need beyond Django's own tags: French dates, state signs, addresses that keep the day."""

from django import template
from django.template import engines
from django.utils.encoding import escape_uri_path

from agreements.law.vocabulary import STATES, Track
from agreements.reading.list_rows import Row
from portal.french import writing
from portal.web import addresses

register = template.Library()

register.filter(writing.date_fr)
register.filter(writing.on_date)
register.filter(writing.of_date)
register.simple_tag(writing.plural)


@register.filter
def dated_event(happening):
    """« le 27 octobre 2020 », or that no date is known."""
    event = happening.event
    if event.act:
        return writing.date_fr(event.act.on) if event.act.on else ""
    return writing.date_fr(event.on, event.precision)


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
    """A Jinja2 macro inside a page. What a node renders is final: the macro escapes, and it alone."""

    def __init__(self, name: str, macro: str, read, arguments):
        self.name, self.macro, self.read, self.arguments = name, macro, read, arguments

    def render(self, context):
        values = [argument.resolve(context) for argument in self.arguments]
        return engines["jinja2"].env.draw(self.name, self.macro, **self.read(context, *values))


def partial(library: template.Library, name: str):
    """Register a tag whose function reads its arguments into those of the macro that has its name."""

    def registered(read):
        macro = read.__name__

        def compiled(parser, token):
            arguments = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
            return Partial(name, macro, read, arguments)

        library.tag(macro, compiled)
        return read

    return registered


def day_kept(context) -> str:
    """What an address ends with to keep the day that is being read: nothing when it is today."""
    request = context["request"]
    return addresses.dated("", request.day, request.today)


# -- The frame of every page -------------------------------------------------------------------------------


@partial(register, "frame.html")
def page_assets(context):
    """What the head of every page asks the browser for."""
    return {}


@partial(register, "frame.html")
def page_header(context):
    """The sections of the site, and the day that is being read, with the way to another."""
    request, address = context["request"], context.get("address")
    path = escape_uri_path(request.path)  # of a page that is not there, it may be anything
    return {
        "section": context.get("section", ""),
        "query": day_kept(context),
        "path": path,
        "fields": address.fields if address else [],
        "day": request.day,
        "past": request.day != request.today,
        "today_url": address.drop("date") if address else path,
    }


@partial(register, "frame.html")
def page_footer(context):
    """The edition that is read, when there is one, and the pages that tell of the site."""
    edition = getattr(context["request"], "edition", None)
    return {
        "number": edition.number if edition else 0,
        "published_on": edition.moment.date() if edition else None,
        "twin": context.get("twin", ""),
        "query": day_kept(context),
    }


# -- Lists -------------------------------------------------------------------------------------------------


@partial(register, "rows.html")
def rows_table(context, situations, caption, dense=False, stems=frozenset()):
    """The rows of a list, on the day that is being read, with the words that were searched marked."""
    told = [row if isinstance(row, Row) else Row.of(row) for row in situations]
    shown = {"rows": told, "caption": caption, "dense": dense, "stems": frozenset(stems)}
    return shown | {"query": day_kept(context)}


@partial(register, "lists.html")
def page_links(context, page, address):
    """The ways to the pages before and after, where there are several."""
    return {"page": page, "address": address}


@partial(register, "facets.html")
def facet_lists(context, facets):
    """The facets; those of states with what their words mean, and the way to the glossary."""
    return {"facets": facets, "glossary": href(context, "glossary")}


@partial(register, "lists.html")
def filters_beside(context, listing, facets, label, placeholder=""):
    """The search field, the filters chosen, each with the way to drop it, and the facets."""
    shown = {"listing": listing, "address": context["address"], "label": label, "placeholder": placeholder}
    return shown | facet_lists(context, facets)


@partial(register, "changes.html")
def change_list(context, months):
    """What changed, month by month, on the day that is being read."""
    return {"months": months, "query": day_kept(context)}


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
