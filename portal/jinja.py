"""The environment of the Jinja2 partials: the same French as the pages, and the signs of states drawn once."""

from functools import cache, lru_cache

from jinja2 import Environment, StrictUndefined

from agreements import french
from agreements.highlight import pieces
from agreements.vocabulary import STATES, AgrementState, Track

#: States that await a decision: they are told with the day of the last fact, never as news.
WAITING = {AgrementState.EN_COURS, AgrementState.AVIS_FAVORABLE, AgrementState.AVIS_DEFAVORABLE}


def environment(**options) -> Environment:
    options |= {"undefined": StrictUndefined, "trim_blocks": True}
    options.pop("autoescape", None)
    made = Environment(autoescape=True, **options)
    made.filters["date_fr"] = french.date_fr
    made.filters["month_fr"] = french.month_fr
    made.filters["plural"] = french.plural
    made.filters["grouped"] = french.grouped
    made.globals["sign"] = signs_of(made)
    made.globals["head"] = remembered(made, "row_parts.html", "head", 20_000)
    made.globals["cells"] = remembered(made, "row_parts.html", "cells", 5_000)
    made.globals["pieces"] = pieces
    made.globals["waiting"] = WAITING
    made.globals["tracks"] = frozenset(track.value for track in STATES)
    made.globals["meaning"] = lambda track, word: STATES[Track(track)](word).meaning
    return made


def remembered(made: Environment, template: str, name: str, most: int):
    """A macro whose last renderings are kept: the same arguments give the same words."""

    @lru_cache(maxsize=most)
    def drawn(*arguments):
        return getattr(made.get_template(template).module, name)(*arguments)

    return drawn


def signs_of(made: Environment):
    """A state as a sign and a word, drawn once: there are some thirty, and a list shows two hundred."""

    @cache
    def sign(track: str, word: str):
        draw = made.get_template("signs.html").module.sign
        return draw(track, STATES[Track(track)](word))

    return sign
