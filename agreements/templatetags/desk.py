"""What the pages of the desk need beyond the tags of the portal."""

from django import template
from django.urls import reverse

from agreements import addresses
from agreements.matrix import LETTERS
from agreements.vocabulary import AgreementKind

register = template.Library()


@register.simple_tag
def table_href(address, name):
    """The same question, answered as a table."""
    return address.twin(reverse(name))


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
