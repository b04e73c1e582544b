"""The environment of the public templates: French writing, and fragments that are kept once drawn.

Fragments that never change (a sign, the head of a row, the line of a facet) are macros whose last renderings are
kept: the same arguments give the same words.
"""

from functools import cache, lru_cache

from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from agreements.finding.highlight import pieces
from agreements.law.follow_ups import follow_up
from agreements.law.names.in_sentences import named
from agreements.law.sentence_words import of_which_probable
from agreements.law.vocabulary import STATES, Track
from agreements.pages.glossary_terms import written_out
from agreements.reading.list_rows import alike
from agreements.reading.signature_matrix import LETTERS
from portal.french import writing
from portal.french.typography import Typeset, typeset, typeset_value
from portal.web.addresses import page

#: Where a fragment that is kept leaves room for what each page says; no text holds it.
BLANK = "\x00"
FILTERS = (
    "date_fr", "on_date", "of_date", "month_fr", "plural", "grouped", "upper_first", "lower_first", "in_days",
    "lapse", "percent", "legal_article", "shortened",
)  # fmt: skip


def environment(**options) -> Environment:
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    made = Environment(extensions=[Typeset], finalize=typeset_value, **options)  # noqa: S701 - set just above
    made.filters |= {name: getattr(writing, name) for name in FILTERS}
    made.filters["typeset"] = typeset_markup
    made.globals |= {
        "page_at": page,
        "static": static,
        "pieces": pieces,
        "written_out": written_out,
        "follow_up": follow_up,
        "named": named,
        "tracks": frozenset(track.value for track in STATES),
        "track_label": lambda track: Track(track).label,
        "state": state_of,
        "no_stems": frozenset(),
        "alike": alike,
        "sign": signs_of(made),
        "rows_drawn": rows_of(made),
        "facet_lines": facet_lines_of(made),
        "state_meaning": kept(made, "components/states.html", "meaning", 1_000),
        "text_head": kept(made, "components/texts.html", "text_head", 10_000),
        "mode_letters": LETTERS,
        "matrix_cell": kept(made, "components/matrix.html", "cell", 1_000),
        "facet_meanings": kept(made, "components/lists.html", "meanings", 1_000),
    }
    for piece in ("assets", "masthead", "footer_words"):
        made.globals[piece] = kept(made, "components/frame.html", piece, 1_000)
    return made


def state_of(track: str, word: str):
    return STATES[Track(track)](word)


def typeset_markup(html: str) -> Markup:
    """An official article, which is clean already: the spaces beside its signs are set, its words are not."""
    return Markup(typeset(html))  # noqa: S704 - cleaned at publication


def macro(made: Environment, template: str, name: str):
    return getattr(made.get_template(template).module, name)


def kept(made: Environment, template: str, name: str, most: int):
    """A macro whose last renderings are kept."""

    @lru_cache(maxsize=most)
    def drawn(*arguments) -> Markup:
        return Markup(macro(made, template, name)(*arguments))  # noqa: S704 - drawn by a macro

    return drawn


def signs_of(made: Environment):
    """A state as a sign and a word: there are some sixty, and a list shows two hundred."""

    @cache
    def sign(track: str, word: str, probable: bool = False) -> Markup:
        return macro(made, "components/states.html", "sign")(state_of(track, word), probable)

    return sign


def rows_of(made: Environment):
    """The rows of a list, whose parts are kept: what a text is, and its states, which many texts share."""
    head = kept(made, "components/rows.html", "row_head", 20_000)
    cells = kept(made, "components/rows.html", "row_cells", 5_000)

    def rows_drawn(rows, query: str, stems: frozenset[str], ticked: bool = False, folded=()) -> Markup:
        passage = macro(made, "components/rows.html", "row_passage")
        drawn, told_above = [], tuple(folded)
        for row in rows:
            drawn += (
                head(row.card, query, stems, row.passage is not None, ticked),
                cells(row.states, told_above),
            )
            if row.passage:
                drawn.append(passage(row, query, 5 - len(told_above)))
        return Markup("".join(drawn))  # noqa: S704 - drawn by macros

    return rows_drawn


def facet_lines_of(made: Environment):
    """The values of a facet, a line each: kept but for their address, their count, and how many are only probable."""
    line = kept(made, "components/lists.html", "facet_line", 10_000)

    @lru_cache(maxsize=10_000)
    def parts(*arguments) -> list[str]:
        return str(line(*arguments, BLANK, BLANK, BLANK)).split(BLANK)

    def facet_lines(values, state: bool) -> Markup:
        drawn = []
        urls = escape(BLANK.join([value.url for value in values]))  # at once: there are many
        for (slug, label, count, active, _, probable), url in zip(
            values, str(urls).split(BLANK), strict=True
        ):
            if probable:
                of_which = of_which_probable(count, probable)
                before, between, after, end = parts(slug, label, active, True)
                drawn += (before, url, between, writing.grouped(count), after, of_which, end)
            else:
                before, between, after = parts(slug if state else "", label, active, False)
                drawn += (before, url, between, writing.grouped(count), after)
        return Markup("".join(drawn))  # noqa: S704 - drawn by a macro, and escaped

    return facet_lines
