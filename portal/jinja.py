"""The environment of the Jinja2 partials: the same French as the pages, and the signs of states drawn once."""

from functools import cache

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from agreements import french
from agreements.vocabulary import STATES, Track


def environment(**options) -> Environment:
    options |= {"undefined": StrictUndefined, "trim_blocks": True}
    options.pop("autoescape", None)
    made = Environment(autoescape=True, **options)
    made.filters["date_fr"] = french.date_fr
    made.filters["plural"] = french.plural

    @cache
    def sign(track: str, word: str) -> Markup:
        """A state as a sign and a word; there are some thirty, and a list shows two hundred."""
        state = STATES[Track(track)](word)
        return Markup(made.get_template("sign.html").render(track=track, state=state).strip())

    made.globals["sign"] = sign
    return made
