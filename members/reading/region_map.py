"""The map of the regions: one square each, of the same size, in the place where one looks for it.

Squares, and not outlines: the published table groups two regions in one line and lists « Dom-Tom et autres »,
which no outline shows; Île-de-France, the most numerous, is among the smallest outlines; and a finger finds a
square of a telephone more surely than La Réunion.
"""

from dataclasses import dataclass

from members.finding.facets import CrossTable

SIDE, GAP = 96, 6
SHADES = 5
#: Column, row and the two lines of the name.
PLACES = {
    "hauts-de-france": (2, 0, "Hauts-", "de-France"),
    "bretagne": (0, 1, "Bretagne", ""),
    "normandie": (1, 1, "Normandie", ""),
    "ile-de-france": (2, 1, "Île-", "de-France"),
    "grand-est": (3, 1, "Grand Est", ""),
    "pays-de-la-loire": (0, 2, "Pays de", "la Loire"),
    "centre-val-de-loire": (1, 2, "Centre-Val", "de Loire"),
    "bourgogne-franche-comte": (2, 2, "Bourgogne-", "Fr.-Comté"),
    "nouvelle-aquitaine": (0, 3, "Nouvelle-", "Aquitaine"),
    "auvergne-rhone-alpes": (2, 3, "Auvergne-", "Rh.-Alpes"),
    "occitanie": (1, 4, "Occitanie", ""),
    "paca-corse": (2, 4, "Paca,", "Corse"),
    "guadeloupe": (4, 0, "Guade-", "loupe"),
    "martinique": (4, 1, "Martinique", ""),
    "guyane": (4, 2, "Guyane", ""),
    "la-reunion": (4, 3, "La", "Réunion"),
    "dom-tom-et-autres": (4, 4, "Dom-Tom", "et autres"),
}


@dataclass(frozen=True)
class Square:
    """A region on the map: where it is drawn, its name in two lines, its count, the list that it counts."""

    name: str
    lines: tuple[str, str]
    x: int
    y: int
    count: int
    shade: int
    url: str
    here: bool

    @property
    def middle(self) -> int:
        return self.x + SIDE // 2


@dataclass(frozen=True)
class Map:
    squares: list[Square]
    width: int
    height: int
    side: int = SIDE


def drawn(table: CrossTable) -> Map | None:
    """The map of a table; nothing when the regions are others than those it has a place for."""
    if any(row.slug not in PLACES for row in table.rows):
        return None
    most = max((row.total.count for row in table.rows), default=0)
    squares = []
    for row in table.rows:
        column, line, *names = PLACES[row.slug]
        squares.append(
            Square(
                row.name,
                tuple(names),
                column * (SIDE + GAP),
                line * (SIDE + GAP),
                row.total.count,
                shade(row.total.count, most),
                row.total.url,
                row.total.here,
            )
        )
    width = max((square.x for square in squares), default=0) + SIDE
    height = max((square.y for square in squares), default=0) + SIDE
    return Map(squares, width, height)


def shade(count: int, most: int) -> int:
    """From 0, for none, to the darkest for the most numerous; the number is written in the square."""
    return -(-count * SHADES // most) if most else 0
