"""What other pages show of members: the associations that an agreement binds."""

import re

from django import template
from django.urls import reverse

from members.finding.bound_associations import count, covered
from members.finding.population import population_of
from members.finding.texts_of_a_day import texts_of
from portal.french.writing import NBSP
from portal.web import addresses

register = template.Library()
_ARTICLE = re.compile(r"\b([LRD])(\d[\d-]*) (CT|CASF)\b")


@register.inclusion_tag("members/covered.html", takes_context=True)
def associations_bound_by(context, record):
    """How many recorded associations an agreement binds on the day of the page, and the link to them."""
    request = context["request"]
    texts, population = texts_of(request.edition), population_of(request.edition)
    text = texts.of(record)
    members = covered(text, texts.links, population, request.day) if text else ()
    url = addresses.listing(
        reverse("associations"),
        [("accord", record.agreement.slug)],
        None if request.day == request.today else request.day,
    )
    return {
        "known": bool(text and population.all),
        "covered": count(members, population) if text else None,
        "url": url,
        "day": request.day,
        "demonstration": population.is_demonstration,
    }


@register.filter
def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


@register.filter
def article(written: str) -> str:
    """« L314-6 CASF et L2261-15 CT », as it is exported, the way pages write it: « CASF L. 314-6 et CT L. 2261-15 »."""
    return _ARTICLE.sub(rf"\3{NBSP}\1.{NBSP}\2", written)
