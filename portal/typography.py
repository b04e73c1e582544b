"""French typography, set once on every public page: what must not be parted from its word, and apostrophes.

Words come from templates, from facts that editors type and from sentences that are computed; none of them has to
think of it. Only plain spaces beside signs are replaced, and apostrophes that templates have escaped: the official
articles, which are held as they were published, keep theirs.
"""

import re

NBSP, NARROW = b"\xc2\xa0", b"\xe2\x80\xaf"
#: A space before a sign that must not begin a line; the first group is the signs that take a full space.
BEFORE = re.compile(rb" (?=([:%]|\xc2\xbb)|[;!?])")
#: « L. 314-6 », « R. 314-197 »: the number of an article stays with its letter.
ARTICLE = re.compile(rb"( [LRD]\.) ")
WRITTEN = (
    ("« ".encode(), "«".encode() + NBSP),
    ("n° ".encode(), "n°".encode() + NBSP),
    (b"&#x27;", "’".encode()),
    (b"&#39;", "’".encode()),
)


def typeset(content: bytes) -> bytes:
    """The page as it is set; a few passes over its bytes, half a millisecond for a long list."""
    content = BEFORE.sub(lambda space: NBSP if space[1] else NARROW, content)
    content = ARTICLE.sub(rb"\1" + NBSP, content)
    for written, set_ in WRITTEN:
        content = content.replace(written, set_)
    return content


class TypographyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = typeset(response.content)
        return response
