"""The grammar of titles and citations, form by form, as the official base really writes them (objects are ours).

Each form stands in `official_titles.txt` or `official_citations.txt`, with under it all that is read in it.
"""

from pathlib import Path

import pytest

from agreements.importers.citations import Citation, read_citation
from agreements.importers.titles import Title, read_title


def title_told(title: Title) -> str:
    """kind | number | date | place | object | by | target | unread"""
    named = title.target
    target = f"{named.kind} {named.number} {named.dated or ''}" if named else ""
    place = f"{title.place} ({title.former_idcc})" if title.former_idcc else title.place
    read = (
        title.kind,
        title.number,
        title.dated,
        place,
        title.subject,
        title.by,
        target,
        ", ".join(title.unread),
    )
    return told(read)


def citation_told(citation: Citation) -> str:
    """kind | number | date | articles | BO | effect | decisions | corrections | state | unread"""
    effects = [
        f"{effect.rule} {effect.on or effect.text} {effect.until or ''}" for effect in citation.effects
    ]
    decisions = [
        f"{made.nature} {made.on or '?'} {made.journal} {made.published_on or ''}"
        for made in citation.decisions
    ]
    if citation.reserves:
        decisions.append("réserves")
    read = (citation.kind, citation.number, citation.dated, ", ".join(citation.articles), citation.bulletin)
    more = (" ; ".join(effects), " ; ".join(decisions), ", ".join(citation.corrections), citation.held)
    return told((*read, *more, ", ".join(citation.unread)))


def told(read) -> str:
    words = (" ".join(str(word or "").split()) for word in read)
    return " | ".join(words).replace("|  |", "| |").replace("|  |", "| |").rstrip(" |")


def forms(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / f"official_{name}.txt").read_text(encoding="utf-8").splitlines()
    return [(text, read.removeprefix("    → ")) for text, read in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize(("text", "expected"), forms("titles"))
def test_title(text, expected):
    assert title_told(read_title(text)) == expected


@pytest.mark.parametrize(("text", "expected"), forms("citations"))
def test_citation(text, expected):
    assert citation_told(read_citation(text)) == expected


@pytest.mark.parametrize("text", [text for name in ("titles", "citations") for text, _ in forms(name)])
def test_any_beginning_is_read_or_listed_and_never_raises(text):
    for end in range(len(text)):
        title, citation = read_title(text[:end]), read_citation(text[:end])
        assert title.kind or "type" in title.unread
        assert citation.kind or citation.held or citation.unread
