"""What the pages of the desk need beyond the tags of the portal."""

from django import template

from agreements.law.vocabulary import AgreementKind
from agreements.reading.signature_matrix import LETTERS
from agreements.templatetags.portal import day_kept, href, partial
from portal.web import addresses
from portal.web.addresses import Link

register = template.Library()


#: What a list is taken away as, and what a reader calls it.
FORMS = {"csv": "CSV", "xlsx": "Excel", "atom": "fil Atom", "ics": "agenda"}
#: What is of a page, and not of the whole list.
OF_A_PAGE = ("page", "par_page", "densite")


@register.simple_tag
def export_href(address, name):
    """The same question, whole, in another form."""
    return address.url(address.without(*OF_A_PAGE), addresses.page(name))


def forms_of(address, name, kinds) -> list[Link]:
    return [Link(FORMS[kind], export_href(address, f"{name}-{kind}"), kind=kind) for kind in kinds.split()]


@partial(register, "lists.html")
def export_links(context, address, name, kinds):
    """The same question as files: `kinds` are those that make sense, « csv xlsx atom »."""
    return {"forms": forms_of(address, name, kinds)}


@partial(register, "agreement_list.html")
def agreement_listing(context, listing, page, rows):
    """The list of agreements: what is asked, what answers, and the ways from there."""
    return {
        "listing": listing,
        "page": page,
        "rows": rows,
        "stems": frozenset(listing.stems),
        "forms": forms_of(listing.address, "agreements", "csv xlsx atom ics"),
        "glossary": href(context, "glossary"),
        "query": day_kept(context),
    }


@register.simple_tag(takes_context=True)
def on_day(context, url):
    """An address at hand, on the day that is being read."""
    request = context["request"]
    return addresses.dated(url, request.day, request.today)


@register.filter
def percent(share) -> str:
    """« 73,68 % »."""
    told = f"{share:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{told}\u00a0%"


@register.filter
def bar_width(share) -> str:
    """How long a share is drawn, on a bar of 200."""
    return f"{min(share, 100) * 2:.1f}"


@register.filter
def bar_start(share) -> str:
    """Where a share drawn from the right begins."""
    return f"{200 - min(share, 100) * 2:.1f}"


@register.filter
def letter(mode) -> str:
    return LETTERS[mode]


@register.filter
def kind_label(kind) -> str:
    return AgreementKind(kind).label
