"""French typography, set where words are drawn: what must not be parted from its word, and apostrophes.

Words come from templates, from facts that editors type and from sentences that are computed; none of them has to
think of it. A template's own words are set once, when it is read (`Typeset`); what it is given, value by value, before
it is escaped (`typeset_value`). Only plain spaces beside signs are replaced, and apostrophes; the official articles,
which are shown as they were published, keep theirs.
"""

import re

from jinja2.ext import Extension
from jinja2.lexer import Token

from portal.french.writing import NARROW, NBSP

#: A space before a sign that must not begin a line; the first group is the signs that take a full space.
BEFORE = re.compile(r" (?=([:%»])|[;!?])")
#: « L. 314-6 », « R. 314-197 »: the number of an article stays with its letter.
ARTICLE = re.compile(r"( [LRD]\.) ")
#: « 1er février 2020 », « juin 2021 »: a date is on one line.
DATE = re.compile(
    r"\b(?:[0-3]?\d(?:er)? )?"
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?: (?:19|20)\d\d)?\b"
)
WRITTEN = (("« ", f"«{NBSP}"), ("n° ", f"n°{NBSP}"))


def typeset(text: str) -> str:
    """A piece of a page as it is set."""
    text = BEFORE.sub(lambda space: NBSP if space[1] else NARROW, text)
    text = ARTICLE.sub(rf"\1{NBSP}", text)
    text = DATE.sub(lambda date: date[0].replace(" ", NBSP), text)
    for written, set_ in WRITTEN:
        text = text.replace(written, set_)
    return text


def typeset_value(value):
    """What a template is given to show, before it is escaped; what is drawn already is set already.

    Where there is neither space nor apostrophe, as in an address, there is nothing to set.
    """
    if type(value) is not str or (" " not in value and "'" not in value):
        return value
    return typeset(value).replace("'", "’")


class Typeset(Extension):
    """Set the words of the templates themselves, once, when they are read."""

    def filter_stream(self, stream):
        for token in stream:
            if token.type == "data":
                token = Token(token.lineno, token.type, typeset(token.value))
            yield token
