"""How the templates of the admin write French: dates and plurals."""

from django import template

from portal.french import writing

register = template.Library()

register.filter(writing.date_fr)
register.filter(writing.on_date)
register.simple_tag(writing.plural)
