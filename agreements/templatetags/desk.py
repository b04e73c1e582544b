"""What the pages of the desk need beyond the tags of the portal."""

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def table_href(address, name):
    """The same question, answered as a table."""
    return address.twin(reverse(name))
