"""Pages and workbooks as a reader has them: parsed as a browser would, and read as text."""

import io
import re
import zipfile
from xml.etree import ElementTree

from justhtml import JustHTML

BLANK = re.compile(r"\s+")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def parsed(response) -> JustHTML:
    """The page, which has no fault that a browser would have to mend."""
    page = JustHTML(response.content, sanitize=False, collect_errors=True, encoding="utf-8")
    assert page.errors == [], response.request["PATH_INFO"]
    return page


def text(node) -> str:
    """The words of an element, one space between them, whichever the space."""
    return BLANK.sub(" ", node.to_text()).strip()


def flowing(node) -> str:
    """The words of an element as they flow, no space added around what stands inside a sentence."""
    return BLANK.sub(" ", node.to_text(strip=False, separator_blocks_only=True)).strip()


def written(response) -> str:
    """A page as it is written, every space a plain one."""
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def elements(page: JustHTML) -> list:
    """All the elements of a page in their order, by one walk: a selector walks the page each time."""
    found, waiting = [], [page.root]
    while waiting:
        node = waiting.pop()
        if node.name and node.name[0] not in "#!":
            found.append(node)
        waiting += reversed(node.children or ())
    return found


def links(page: JustHTML) -> list[str]:
    """Where the page leads, in the order of the page."""
    return [found.attrs["href"] for found in page.query("a[href]")]


def body_of(response) -> bytes:
    """A file, whether it came whole or in pieces."""
    return b"".join(response)


def cells(body: bytes, number: int = 1) -> list[list[str]]:
    """The cells of a sheet as text, row after row, as a reader of the format finds them."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 - our own
    return [["".join(cell.itertext()) for cell in row.iter(f"{SHEET}c")] for row in root.iter(f"{SHEET}row")]
