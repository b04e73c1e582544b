"""The face of the portal: light, the same everywhere, and with nothing that says a state by its colour alone."""

import re

import brotli
import pytest
from django.conf import settings

from agreements.law.vocabulary import STATES
from tests.reading import links, parsed, text, written

STYLESHEET = settings.BASE_DIR / "static" / "site.css"
SIGNS = settings.BASE_DIR / "static" / "signs.svg"


def compressed(content: bytes) -> int:
    return len(brotli.compress(content, quality=5))


def test_the_stylesheet_is_small_and_the_only_one_of_the_public_site():
    assert compressed(STYLESHEET.read_bytes()) < 12_000
    assert {path.name for path in (settings.BASE_DIR / "static").rglob("*.css")} == {
        "site.css",
        "admin_portal.css",
    }


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_the_admin_wears_the_colours_and_the_type_of_the_portal(theme):
    admin = (settings.BASE_DIR / "static" / "admin_portal.css").read_text(encoding="utf-8")
    same = {"body-bg": "paper", "body-fg": "ink", "link-fg": "accent", "header-bg": "mast",
            "hairline-color": "line", "error-fg": "bad"}  # fmt: skip
    for theirs, ours in same.items():
        told = re.findall(rf"--{theirs}: (#\w+)", admin)
        wanted = re.findall(rf"--{ours}: (#\w+)", STYLESHEET.read_text(encoding="utf-8"))[theme]
        assert told[theme] == wanted and set(told[1:]) == {told[1]}, theirs
    assert "fonts/hyperlegible.woff2" in admin


def test_a_list_is_light(reader):
    for address in ("/accords/", "/accords/?par_page=100", "/accords/?densite=compacte"):
        assert compressed(reader.get(address).content) < 12_000, address


def test_the_font_is_light_and_comes_with_its_licence():
    fonts = settings.BASE_DIR / "static" / "fonts"
    assert {path.name for path in fonts.iterdir()} == {"hyperlegible.woff2", "OFL.txt"}
    assert (fonts / "hyperlegible.woff2").stat().st_size < 40_000


@pytest.mark.parametrize("state", sorted({state.value for states in STATES.values() for state in states}))
def test_every_state_has_a_sign_of_its_own_shape(state):
    """A mask, which takes the ink of its word and stays in print and in forced colours."""
    place = re.search(
        rf"\.is-{state}(?:, [^{{]*)? {{ --at: (\d+); }}", STYLESHEET.read_text(encoding="utf-8")
    )
    known, probable = (
        cells_of(row) for row in SIGNS.read_text(encoding="utf-8").split("<title>probable</title>")
    )
    assert state in known[int(place[1])].split(", ")
    assert state == "inconnu" or state in probable[int(place[1])].split(", ")


def cells_of(row: str) -> dict[int, str]:
    """The states of the cells of a row of signs, by their place."""
    cells = re.findall(r'translate\((\d+)\)"[^>]*><title>(.*?)</title>', row)
    return {int(start) // 18: states for start, states in cells}


# -- How close rows stand ----------------------------------------------------------------------------------


def test_rows_stand_closer_when_asked(reader):
    wide, dense = parsed(reader.get("/accords/")), parsed(reader.get("/accords/?densite=compacte"))
    assert not wide.query("table.dense") and dense.query("table.dense")
    rows = [[text(row) for row in page.query(".rows tbody tr")] for page in (wide, dense)]
    assert rows[0] == rows[1]


def test_the_usual_list_has_one_address(reader):
    dense = parsed(reader.get("/accords/?convention=ccn-66&densite=compacte&tri=numero"))
    assert "/accords/?convention=ccn-66&tri=numero" in links(dense)
    assert not [link for link in links(dense) if "densite=aeree" in link]
    facets = [link.attrs["href"] for link in dense.query(".facet a")]
    assert facets and all("densite=compacte" in link for link in facets)


def test_an_unknown_density_is_refused(reader):
    answer = reader.get("/accords/?densite=moyenne")
    assert answer.status_code == 400
    assert "densite : « moyenne » n’est pas une valeur connue." in written(answer)


# -- The style page ----------------------------------------------------------------------------------------


def test_the_style_page_is_for_those_who_make_the_site(reader):
    assert reader.get("/style/").status_code == 404


def test_the_style_page_shows_every_state_as_pages_do(reader, settings):
    settings.STYLE_PAGE = True
    page = parsed(reader.get("/style/"))
    shown = {tuple(node.attrs["class"].split()) for node in page.query(".state-counts .state")}
    every = {state.value for states in STATES.values() for state in states}
    hollow = {("state", f"is-{state}", "probable") for state in every - {"inconnu"}}
    assert shown == hollow | {("state", f"is-{state}") for state in every}
    assert page.query("table.dense") and page.query(".passage") and page.query("details.more")
