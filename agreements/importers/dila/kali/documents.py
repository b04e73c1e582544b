"""The XML documents of KALI: read strictly, and fast, since a stock holds hundreds of thousands of them.

A document is in UTF-8 whatever it declares, and defines no entity: what it says is all in its own bytes.
"""

import re
from collections import Counter
from xml.etree import ElementTree

from agreements.importers.dila.documents import KNOWN, Broken, Reason
from portal.french.writing import as_windows_means, unwritten

#: An article of a convention, its tables included, is far from it; a document takes some ten times its size.
MOST_BYTES = 4 * 2**20
#: More tags than the longest convention has; each of them takes memory.
MOST_TAGS = 400_000
#: The tags of KALI's documents, beside those that the Journal officiel has too.
OF_KALI = KNOWN | frozenset(
    """
    IDCC TEXTEKALI SECTION_TA META_CONTENEUR STRUCTURE_TXT TXTS_ISO ACTS_PRO ACT_PRO NUMS_BROCH NUM_BROCH TITRE_TA
    STRUCTURE_TA COMMENTAIRE CONTENEUR TITRE_CONTENEUR DATE_DEB_EXT DATE_FIN_EXT SIGNATAIRES SIGNPATRON SIGNSYNDIC
    ORGADHERE ORGDENONCE SIGNEXT EXECUTION APPLI_GEO CODES_NOMENCLATURES CONDITION_DIFFERE
    DESCRIPTION_FUSION
    """.split()  # noqa: SIM905 - a list of tags reads as words
)
_OF_WINDOWS = re.compile(rb"\xc2[\x80-\x9f]")  # in UTF-8
_CONTENT = re.compile(r"<(\w+)>\s*<CONTENU>(.*?)</CONTENU>", re.DOTALL)
#: XML closes at once what HTML would leave open.
_CLOSED = re.compile(r"<(?!br\b|hr\b|col\b)(\w+)([^<>]*)/>")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Document:
    """A document, its tags by their paths, and the HTML that its contents hold, as it is written."""

    def __init__(self, raw: bytes):
        if len(raw) > MOST_BYTES:
            raise Broken(Reason.SIZE.label)
        if b"<!ENTITY" in raw:
            raise Broken(Reason.ENTITIES.label)
        if raw.count(b"<") > MOST_TAGS:
            raise Broken(Reason.TAGS.label)
        try:
            parser = ElementTree.XMLParser(encoding="utf-8")  # noqa: S314 - no entity is left to define
            self.root = ElementTree.fromstring(raw, parser)  # noqa: S314
        except ElementTree.ParseError as error:
            raise Broken(f"ce n’est pas du XML entier ({error})") from error
        try:
            self.told = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Broken("il n’est pas en UTF-8") from error
        if _OF_WINDOWS.search(raw):
            self.told = as_windows_means(self.told)
        if told := unwritten(self.told):
            raise Broken(f"il contient {told}")

    def words(self, path: str) -> str:
        """The words of the first tag at a path, on one line."""
        found = self.root.find(path)
        return "" if found is None else words_of(found)

    def part(self, path: str) -> dict[str, str]:
        """The words of each tag within the first tag at a path."""
        found = self.root.find(path)
        return {} if found is None else {inner.tag: words_of(inner) for inner in found}

    def contents(self) -> dict[str, str]:
        """The HTML of each content, by the tag that holds it; the first where there are several."""
        found: dict[str, str] = {}
        for tag, html in _CONTENT.findall(self.told):
            found.setdefault(tag, as_html(html))
        return found

    def unknown(self) -> Counter:
        """The tags that the form does not have, outside of contents."""
        for content in self.root.iter("CONTENU"):
            content.clear()  # what it holds is read as it is written
        return Counter(element.tag for element in self.root.iter() if element.tag not in OF_KALI)


def words_of(element) -> str:
    told = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(told.split())


def as_html(xml: str) -> str:
    xml = _CDATA.sub(lambda found: found[1], xml)
    return _CLOSED.sub(r"<\1\2></\1>", xml).strip()
