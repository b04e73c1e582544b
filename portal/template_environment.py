"""The environment of the Jinja2 partials: the same French as the pages, and what never changes drawn once."""

from collections.abc import Callable
from functools import cache, lru_cache

from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from agreements.finding.highlight import pieces
from agreements.law.vocabulary import STATES, Track
from portal.french import writing
from portal.french.aside import set_aside
from portal.french.typography import Typeset, typeset_value
from portal.web.addresses import page

#: Where a fragment that is drawn once leaves room for what each page says.
BLANK = "\x00"


class Partials(Environment):
    """The partials: each is a macro, which a tag of the same name draws inside a page."""

    def draw(self, template: str, macro: str, **given) -> str:
        """The place of a partial in the page: it is set already, and waits aside."""
        return set_aside(self.macro(template, macro)(**given).encode())

    def macro(self, template: str, name: str):
        return getattr(self.get_template(template).module, name)


def environment(**options) -> Partials:
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "autoescape": True}
    made = Partials(extensions=[Typeset], finalize=typeset_value, **options)
    made.filters["date_fr"] = writing.date_fr
    made.filters["month_fr"] = writing.month_fr
    made.filters["plural"] = writing.plural
    made.filters["grouped"] = writing.grouped
    made.globals["page_at"] = page
    made.globals["static"] = static
    made.globals["sign"] = signs_of(made)
    made.globals["rows_drawn"] = rows_of(made)
    made.globals["lines"] = lines_of(made)
    made.globals["meanings"] = remembered(made, "facet_parts.html", "meanings", 1_000)
    for piece in ("assets", "masthead", "footer_words"):
        made.globals[piece] = remembered(made, "frame_parts.html", piece, 1_000)
    made.globals["pieces"] = pieces
    made.globals["tracks"] = frozenset(track.value for track in STATES)
    made.globals["state"] = lambda track, word: STATES[Track(track)](word)
    return made


def remembered(made: Partials, template: str, name: str, most: int, kept: Callable = Markup):
    """A macro whose last renderings are kept, as `kept` makes them: the same arguments give the same words."""

    @lru_cache(maxsize=most)
    def drawn(*arguments):
        return kept(made.macro(template, name)(*arguments))

    return drawn


def signs_of(made: Partials):
    """A state as a sign and a word, drawn once: there are some thirty, and a list shows two hundred."""

    @cache
    def sign(track: str, word: str):
        return made.macro("signs.html", "sign")(track, STATES[Track(track)](word))

    return sign


def rows_of(made: Partials):
    """The rows of a list, whose parts are drawn once: what a text is, and its states, which many texts share."""
    head = remembered(made, "row_parts.html", "head", 20_000, str.encode)
    cells = remembered(made, "row_parts.html", "cells", 5_000, str.encode)

    def rows_drawn(rows, query: str, stems: frozenset[str]) -> Markup:
        drawn = []
        for row in rows:
            drawn += (head(row.card, query, stems, row.passage is not None), cells(row.states))
            if row.passage:
                drawn.append(made.macro("row_parts.html", "passage")(row, query).encode())
        return Markup(set_aside(b"".join(drawn)))  # noqa: S704 - drawn by macros

    return rows_drawn


def lines_of(made: Partials):
    """The values of a facet, a line each: drawn once but for their address and their count."""
    line = remembered(made, "facet_parts.html", "line", 10_000)

    @lru_cache(maxsize=10_000)
    def parts(*arguments) -> list[str]:
        return str(line(*arguments, BLANK, BLANK)).split(BLANK)

    def lines(values, state: bool) -> Markup:
        drawn = []
        urls = escape(BLANK.join([value.url for value in values]))  # at once: there are many
        for (slug, label, count, active, _), url in zip(values, str(urls).split(BLANK), strict=True):
            before, between, after = parts(slug if state else "", label, active)
            drawn += (before, url, between, writing.grouped(count), after)
        return Markup(set_aside("".join(drawn).encode()))  # noqa: S704 - drawn by a macro, and escaped

    return lines
