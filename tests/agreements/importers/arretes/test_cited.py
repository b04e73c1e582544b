"""One line of an act, form by form, as the acts really write them (numbers and objects are ours)."""

from pathlib import Path

import pytest

from agreements.importers.arretes.grammar.cited import CitedLine, CitedText, read_line, starts_text
from agreements.importers.arretes.grammar.lines import lines_of


def forms() -> list[tuple[str, str]]:
    told = (Path(__file__).parent / "lines.txt").read_text(encoding="utf-8").splitlines()
    return [(text, read.removeprefix("    → ")) for text, read in zip(told[::2], told[1::2], strict=True)]


def text_told(text: CitedText) -> str:
    target = text.target
    to = ["à", target.kind, target.number, target.dated] if target else []
    words = " ".join(str(word) for word in [text.kind, text.number, text.dated, *to] if word)
    return f"{words} | {text.subject}".strip()


def line_told(line: CitedLine) -> str:
    told = [text_told(text) for text in line.texts]
    told += [f"convention {', '.join(sorted(line.keys))}"] if line.keys else []
    told += [f"séance {line.session}"] if line.session else []
    return line.why or " ; ".join(told)


@pytest.mark.parametrize(("text", "expected"), forms())
def test_line(text, expected):
    assert line_told(read_line(lines_of(text)[0].words)) == expected


@pytest.mark.parametrize(
    ("words", "is_text"),
    [
        ("Avenant n° 901 du 8 octobre 2010 relatif au régime", True),
        ("b) Accord du 30 mai 2006 ayant pour objet la prime", True),
        ("Accord relatif à la durée du travail, signé le 8 juin 2004.", True),
        ("Note d'information du 20 octobre 2001 relative à la durée du travail.", True),
        ("Convention collective du 3 juillet 2003 ;", True),
        ("Accord collectif de réduction du temps de travail du 30 juin 1999.", True),
        ("Accord collectif de réduction du temps de travail du 30 juin 1999", False),
        ("Accords des CHRS du 5 mai 1975.", False),
        ("Accord du 20 décembre et avenant n° 1 du 14 février 2002 relatifs à la paie.", True),
        ("Accord collectif signé le 20 décembre relatif à la paie", True),
        ("Convention collective du 15 mars 1966", False),
        ("Accord de branche UNIFED", False),
        ("Accords collectifs de travail applicables dans les CHRS", False),
        ("conventionnel existant.", False),
        ("Croix-Rouge française (75008 Paris)", False),
    ],
)
def test_a_text_is_told_from_a_heading(words, is_text):
    assert starts_text(words) is is_text
