"""The words at hand: what a state means and what may follow, and acronyms written out where they stand."""

import re

from django import template
from django.conf import settings

from agreements.law.follow_ups import follow_up
from agreements.law.vocabulary import STATES, Track
from agreements.pages.glossary_terms import EXPANSIONS
from agreements.templatetags.portal import partial
from portal.french.writing import grouped

register = template.Library()
register.filter(grouped)

ACRONYM = re.compile(rf"\b({'|'.join(sorted(EXPANSIONS, key=len, reverse=True))})\b")


@register.inclusion_tag("includes/meaning.html", takes_context=True)
def meaning(context, track, word):
    """A state explained where it is shown: its sentence, what may follow, the way to the glossary."""
    track = Track(track)
    state = STATES[track](word)
    following = follow_up(track, word)
    return {"request": context["request"], "track": track, "state": state, "follow_up": following}


@register.simple_tag(takes_context=True)
def permanent_address(context, agreement):
    """The whole address of an agreement on the day that is being read: the same state, whenever it is opened."""
    return f"{settings.PUBLIC_URL}{agreement.get_absolute_url()}?date={context['request'].day.isoformat()}"


@partial(register, "abbreviated.html")
def abbreviated(context, text):
    """A text whose acronyms, the first time each, say what they stand for."""
    return {"pieces": written_out(str(text))}


def written_out(text: str) -> list[tuple[str, str]]:
    """The pieces of a text, each with what it stands for when it is an acronym that was not written out yet."""
    seen, pieces = set(), []
    for position, piece in enumerate(ACRONYM.split(text)):
        known = position % 2 == 1 and piece not in seen
        seen |= {piece} if known else set()
        pieces.append((piece, EXPANSIONS[piece] if known else ""))
    return pieces
