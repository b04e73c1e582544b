"""French typography, set once on every public page: what must not be parted from its word, and apostrophes.

Words come from templates, from facts that editors type and from sentences that are computed; none of them has to
think of it. Only plain spaces beside signs are replaced, and apostrophes that templates have escaped: the official
articles, which are held as they were published, keep theirs.
"""

NBSP, NARROW = b"\xc2\xa0", b"\xe2\x80\xaf"
SIGNS = (
    (b" :", NBSP + b":"),
    (" »".encode(), NBSP + "»".encode()),
    ("« ".encode(), "«".encode() + NBSP),
    (b" ;", NARROW + b";"),
    (b" !", NARROW + b"!"),
    (b" ?", NARROW + b"?"),
    (b" %", NBSP + b"%"),
    ("n° ".encode(), "n°".encode() + NBSP),
    (b" L. ", b" L." + NBSP),
    (b" R. ", b" R." + NBSP),
    (b" D. ", b" D." + NBSP),
    (b"&#x27;", "’".encode()),
    (b"&#39;", "’".encode()),
)


def typeset(content: bytes) -> bytes:
    """The page as it is set; a few passes over its bytes, some microseconds each."""
    for written, set_ in SIGNS:
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
