"""French typography, set once on every public page: what must not be parted from its word, and apostrophes.

Words come from templates, from facts that editors type and from sentences that are computed; none of them has to
think of it. Only plain spaces beside signs are replaced, and apostrophes that templates have escaped: the official
articles, which are held as they were published, keep theirs.

The partials of Jinja2 are set as they are drawn, their own words when they are read and the others one by one
(`Typeset`, `typeset_value`); they wait aside, and the page, set last, does not see them.
"""

import re

from jinja2.ext import Extension
from jinja2.lexer import Token

from portal.french.aside import put_together, waiting
from portal.french.writing import NARROW, NBSP

#: A space before a sign that must not begin a line; the first group is the signs that take a full space.
BEFORE = re.compile(r" (?=([:%»])|[;!?])")
#: « L. 314-6 », « R. 314-197 »: the number of an article stays with its letter.
ARTICLE = re.compile(r"( [LRD]\.) ")
WRITTEN = (("« ", f"«{NBSP}"), ("n° ", f"n°{NBSP}"), ("&#x27;", "’"), ("&#39;", "’"))


def typeset(text: str) -> str:
    """A piece of a page as it is set."""
    text = BEFORE.sub(lambda space: NBSP if space[1] else NARROW, text)
    text = ARTICLE.sub(rf"\1{NBSP}", text)
    for written, set_ in WRITTEN:
        text = text.replace(written, set_)
    return text


def typeset_value(value):
    """What a partial is given to show, before it is escaped; what is drawn already is set already.

    Where there is neither space nor apostrophe, as in an address, there is nothing to set.
    """
    if type(value) is not str or (" " not in value and "'" not in value):
        return value
    return typeset(value).replace("'", "’")


class Typeset(Extension):
    """Set the words of the partials themselves, once, when they are read."""

    def filter_stream(self, stream):
        for token in stream:
            if token.type == "data":
                token = Token(token.lineno, token.type, typeset(token.value))
            yield token


def typeset_page(content: bytes, held: list[bytes]) -> bytes:
    """The page as it is set, with the partials that waited for it (`aside`)."""
    return put_together(content, held, lambda words: typeset(words.decode()).encode())


class TypographyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with waiting() as held:
            response = self.get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = typeset_page(response.content, held)
        return response
