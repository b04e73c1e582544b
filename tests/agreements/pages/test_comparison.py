"""Two texts side by side, or one text on two days: what differs is said, in HTML and in JSON."""

import pytest

from tests.reading import flowing, links, parsed, text

ONE, OTHER = "ccn-66-avenant-354", "ccn-66-avenant-357"


def rows(page) -> dict[str, tuple[list[str], bool]]:
    """Each line of the table: its two cells, and whether it is said to differ."""
    return {
        flowing(row.query("th")[0]).removesuffix(" diffère"): (
            [flowing(cell) for cell in row.query("td")],
            "unlike" in row.attrs.get("class", ""),
        )
        for row in page.query(".compared tbody tr")
    }


def test_two_texts_are_told_point_by_point(reader):
    page = parsed(reader.get(f"/comparer/?a={ONE}&b={OTHER}"))
    told = reader.get(f"/comparer.json?a={ONE}&b={OTHER}").json()
    assert [told["a"]["accord"]["identifiant"], told["b"]["accord"]["identifiant"]] == [ONE, OTHER]
    found = rows(page)
    assert sum(differs for _, differs in found.values()) == len(told["differences"]) > 0
    for label, name in (("Agrément", "agrement"), ("Effet", "effet"), ("Signature", "signature")):
        sides = [told[side]["accord"] for side in "ab"]
        states = [(each["statuts"][name], each["certitudes"][name] == "probable") for each in sides]
        assert found[label][1] == (name in told["differences"]) == (states[0] != states[1])
    for cells, differs in found.values():
        assert differs == (cells[0] != cells[1])
    assert f"/accords/{ONE}/" in links(page)


def test_a_figure_is_told_from_the_day_that_every_page_gives_it(reader):
    """That from which it counts: avenant 362 says « au plus tôt le 1er janvier », in effect on the 1st of March."""
    page = parsed(reader.get(f"/comparer/?a={ONE}&b=ccn-66-avenant-362"))
    [cells] = [cells for label, (cells, _) in rows(page).items() if "2,49" in cells[1]]
    assert cells[1].count("% au 1er mars 2022") == 3 and "janvier 2022" not in cells[1]


def test_one_text_on_two_days(reader):
    sides = f"a={ONE}@2020-07-01&b={ONE}@2026-01-01"
    told = reader.get(f"/comparer.json?{sides}").json()
    on_days = [
        reader.get(f"/accords/{ONE}.json?date={day}").json()["statuts"]
        for day in ("2020-07-01", "2026-01-01")
    ]
    assert [told[side]["accord"]["statuts"] for side in "ab"] == on_days
    assert "signataires" not in told["differences"]
    page = parsed(reader.get(f"/comparer/?{sides}"))
    assert text(page.query("h1")[0]) == "Un texte à deux dates"
    assert f"/accords/{ONE}/?date=2020-07-01" in links(page)


def test_before_anything_is_known_nothing_is_told(reader):
    told = reader.get(f"/comparer.json?a={ONE}@1950-01-01&b={ONE}").json()
    assert told["a"]["accord"]["statuts"] is None
    assert "rien n’est connu" in text(
        parsed(reader.get(f"/comparer/?a={ONE}@1950-01-01&b={ONE}")).query("main")[0]
    )


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (f"texte={ONE}&texte={OTHER}", f"/comparer/?a={ONE}&b={OTHER}"),
        (f"texte={ONE}&texte={OTHER}&date=2021-01-01", f"/comparer/?a={ONE}&b={OTHER}&date=2021-01-01"),
        (f"texte={ONE}&du=2020-07-01&au=2021-07-01", f"/comparer/?a={ONE}%402020-07-01&b={ONE}%402021-07-01"),
        (f"texte={ONE}&avec=avenant+357+ccn66", f"/comparer/?a={ONE}&b={OTHER}"),
        (f"texte={ONE}&avec={OTHER}", f"/comparer/?a={ONE}&b={OTHER}"),
    ],
)
def test_every_form_leads_to_one_address(reader, asked, address):
    answer = reader.get(f"/comparer/?{asked}")
    assert (answer.status_code, answer.headers["Location"]) == (302, address)


def test_a_list_and_a_page_lead_there_without_a_script(reader):
    page = parsed(reader.get("/accords/?convention=ccn-66"))
    [form] = page.query("#comparaison")
    ticks = page.query("input.tick")
    assert form.attrs["action"] == "/comparer/"
    assert len(ticks) == len(page.query(".rows tbody th"))
    assert {tick.attrs["form"] for tick in ticks} == {"comparaison"}
    first, second = (tick.attrs["value"] for tick in ticks[:2])
    assert reader.get(f"/comparer/?texte={first}&texte={second}", follow=True).status_code == 200
    forms = parsed(reader.get(f"/accords/{ONE}/")).query("form.compare-form")
    assert [form.attrs["action"] for form in forms] == ["/comparer/"] * 2


def test_one_text_asks_for_the_other(reader):
    page = parsed(reader.get(f"/comparer/?a={ONE}"))
    assert "avenant n° 354" in text(page.query(".lede")[0]).lower()
    told = parsed(reader.get(f"/comparer/?texte={ONE}&avec=introuvable"))
    assert "« introuvable » ne nomme aucun texte" in text(told.query(".empty")[0])
    assert told.query("#avec")[0].attrs["value"] == "introuvable"


@pytest.mark.parametrize(
    ("asked", "sides"),
    [
        ("un=CCN66+354&avec=CCN66+357", (ONE, OTHER)),
        ("un=ccn66+354&avec=avenant+357+idcc+413", (ONE, OTHER)),
        (f"un={ONE}&avec={OTHER}", (ONE, OTHER)),
        ("un=avenants+354+et+357+CCN+66", (ONE, OTHER)),
        ("avec=CCN66+avenants+354+et+357", (ONE, OTHER)),
        (f"b={ONE}&un=CCN66+357", (OTHER, ONE)),
        ("un=CCN66+354&avec=CCN66+357&date=2021-01-01", (ONE, OTHER)),
    ],
)
def test_two_texts_are_compared_as_readers_call_them(reader, asked, sides):
    answer = reader.get(f"/comparer/?{asked}")
    day = "&date=2021-01-01" if "date=" in asked else ""
    assert (answer.status_code, answer.headers.get("Location")) == (
        302,
        f"/comparer/?a={sides[0]}&b={sides[1]}{day}",
    )


def test_words_that_name_no_single_text_are_answered_by_texts_to_choose(reader):
    page = parsed(reader.get("/comparer/"))
    [form] = page.query("form.choose")
    assert [field.attrs["name"] for field in form.query("input[type=search]")] == ["un", "avec"]
    told = parsed(reader.get("/comparer/?un=salaires+ccn66&avec=pr%C3%A9voyance&date=2022-01-01"))
    proposed = [links(part) for part in told.query(".proposals")]
    assert [len(each) for each in proposed] == [8, 8]
    first = reader.get(proposed[0][0])
    assert first.status_code == 302 or first.status_code == 200
    one = parsed(first)
    assert "date=2022-01-01" in proposed[0][0]
    assert one.query("#avec")[0].attrs["value"] == "prévoyance"
    both = reader.get(links(one.query(".proposals")[0])[0], follow=True)
    assert parsed(both).query("table.compared")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("a=rien&b=rien", "aucun texte ne porte l’identifiant « rien »"),
        (f"a={ONE}@hier&b={ONE}", "« hier » n’est pas une date"),
        (f"texte={ONE}&texte={OTHER}&texte=ccn-66-avenant-356", "cochez deux textes"),
        (f"texte={ONE}&texte=rien", "aucun texte ne porte l’identifiant « rien »"),
        (f"a={ONE}&a={OTHER}&b={ONE}", "une seule valeur est attendue"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(reader, asked, why):
    answer = reader.get(f"/comparer/?{asked}")
    assert answer.status_code == 400
    assert why in text(parsed(answer).query("main")[0])
    assert reader.get(f"/comparer.json?{asked}").status_code == 400
    assert reader.get(f"/comparer.json?a={ONE}").status_code == 400
