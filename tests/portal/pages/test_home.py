"""The first page: the sector in figures, what waits, what was decided last, what takes effect next."""

from datetime import date, timedelta

from tests import builders as make
from tests.conftest import TODAY
from tests.reading import parsed, text


def test_the_page_and_its_json_tell_the_same(reader):
    page = parsed(reader.get("/?date=2020-10-27"))
    told = reader.get("/accueil.json?date=2020-10-27").json()
    shown = [int(text(figure)) for figure in page.query(".figures strong")]
    assert shown == [count for count in told["chiffres"].values() if count]
    fields = [[text(cell) for cell in row.query("td")] for row in page.query(".sector tbody tr")]
    known = [[0 if cell == "inconnu" else int(cell.split()[0]) for cell in row[:3]] for row in fields]
    assert known == [
        [field["accords"], field["agrees"], field["en_vigueur"]] for field in told["conventions"]
    ]
    assert [row[3] for row in fields] == [
        " et ".join(filter(None, (str(field["en_attente"] or ""), silent and f"{silent} sans nouvelle")))
        or ("inconnu" if row[3] == "inconnu" else "0")
        for row, field in zip(fields, told["conventions"], strict=True)
        for silent in [field["sans_nouvelle"]]
    ]
    assert sum(told["chiffres"][name] for name in ("en_attente", "sans_nouvelle")) > 0
    assert len(page.query(".latest > li")) == len(told["derniers_faits"]) == 6
    assert len(page.query(".awaited li")) == len(told["attendus"])


def test_its_figures_say_of_how_many_texts_they_are_only_probable(reader):
    told = reader.get("/accueil.json").json()
    asked = {"agrees": "agrement=agree", "en_vigueur": "effet=en-vigueur"}
    for name, query in asked.items():
        probable = reader.get(f"/accords.json?{query}&certitude=probable").json()["total"]
        assert 0 < told["probables"][name] == probable < told["chiffres"][name]
        for field in told["conventions"]:
            of_it = f"{query}&convention={field['identifiant']}&certitude=probable"
            assert field[f"{name}_probables"] == reader.get(f"/accords.json?{of_it}").json()["total"]
    said = [text(figure) for figure in parsed(reader.get("/")).query(".figures a")]
    assert said[1].endswith(f"agréés, dont {told['probables']['agrees']} probables")
    assert said[2].endswith(f"en vigueur, dont {told['probables']['en_vigueur']} probables")


def figures(client, convention: str, day: str = "2021-01-01") -> list[str]:
    """What the table of the sector tells of a convention, its number of texts apart."""
    page = parsed(client.get(f"/?date={day}"))
    [row] = [row for row in page.query(".sector tbody tr") if f"/conventions/{convention}/" in row.to_html()]
    return [text(cell) for cell in row.query("td")[1:]]


def test_a_number_that_nobody_knows_is_no_zero(published):
    old = {"dated": date(2019, 1, 1)}
    for slug in ("inconnue", "refusee", "exempte", "vide"):
        make.convention(slug, in_sector=True, subject_to_agrement=True, agrement_basis="CASF L. 314-6")
    make.agreement("rien", conventions=["inconnue"], **old)
    refused = make.agreement("refuse", conventions=["refusee"], **old)
    make.event(refused, "refus-agrement", jo=date(2020, 2, 3))
    make.agreement("exempt", conventions=["exempte"], subject_to_agrement=False, **old)
    client = published()
    assert figures(client, "inconnue") == ["inconnu"] * 3
    assert figures(client, "refusee") == ["0", "0", "0"]  # refused: it is not extended, and awaits nothing
    assert figures(client, "exempte") == ["sans objet", "inconnu", "inconnu"]
    assert figures(client, "vide") == ["0", "0", "0"]
    assert "« Inconnu » :" in text(parsed(client.get("/?date=2021-01-01")).query("main")[0])
    assert "« Inconnu » :" not in text(parsed(client.get("/?date=1990-01-01")).query("main")[0])


def test_its_figures_are_those_of_the_list_and_of_the_board(reader):
    told = reader.get("/accueil.json?date=2020-10-27").json()
    for field in told["conventions"]:
        query = f"convention={field['identifiant']}&date=2020-10-27"
        assert reader.get(f"/accords.json?{query}").json()["total"] == field["accords"]
        board = reader.get(f"/suivi.json?{query}").json()
        assert (board["total"], board["sans_nouvelle"]) == (field["en_attente"], field["sans_nouvelle"])
    board = reader.get("/suivi.json?date=2020-10-27").json()
    counts = [
        (lane["nom"], len(lane["accords"]), len(lane["sans_nouvelle"]))
        for lane in board["colonnes"]
        if lane["accords"] or lane["sans_nouvelle"]
    ]
    assert counts == [(lane["nom"], lane["accords"], lane["sans_nouvelle"]) for lane in told["attendus"]]


def test_nothing_is_told_before_its_day(reader):
    told = reader.get("/accueil.json?date=2020-10-28").json()
    assert all(news["date"] <= "2020-10-28" for news in told["derniers_faits"])
    [news] = [news for news in reader.get("/accueil.json?date=2020-10-29").json()["derniers_faits"]][:1]
    assert (news["date"], news["etat"]) == ("2020-10-29", "agree")
    assert {"ccn-66-avenant-354", "ccn-66-avenant-356"} <= set(news["accords"])


def test_every_fact_told_has_its_source(reader):
    page = parsed(reader.get("/"))
    assert all(text(item.query(".by")[0]) != "Selon" for item in page.query(".latest > li"))


def test_one_act_is_told_once_and_a_state_that_goes_on_by_its_last_fact(published):
    act = make.act(date(2020, 10, 2), date(2020, 10, 29))
    for slug in ("un", "deux"):
        make.event(make.agreement(slug), "agree", act=act)
    talks = make.agreement("trois")
    for month in (3, 4, 5):
        make.event(talks, "etape", date(2020, month, 1))
    make.convention("syntec", in_sector=False)
    make.event(make.agreement("ailleurs", conventions=["syntec"]), "signe", date(2020, 6, 1))
    news = published().get("/accueil.json").json()["derniers_faits"]
    assert [(item["date"], set(item["accords"])) for item in news] == [
        ("2020-10-29", {"un", "deux"}),
        ("2020-05-01", {"trois"}),
    ]


def test_the_next_days_of_effect(published):
    day = TODAY + timedelta(days=30)
    made = make.agreement("un", rule="date-fixe", rule_date=day)
    make.event(made, "agree", jo=date(2026, 10, 1))
    client = published()
    assert client.get("/accueil.json").json()["prochains_effets"] == [{"date": str(day), "accord": "un"}]
    assert client.get(f"/accueil.json?date={day}").json()["prochains_effets"] == []
    assert "22 décembre 2026" in text(parsed(client.get("/")).query(".coming")[0])


def test_the_page_names_its_day_and_its_edition(reader):
    told = text(parsed(reader.get("/")).query("#chiffres")[0])
    assert told == "Le secteur au 22 novembre 2026 édition n° 1 du 22 novembre 2026"


def test_what_is_asked_of_it_as_of_the_list_leads_there(reader):
    for asked in ("q=prime", "q=prime&convention=ccn-66&date=2021-01-01", "convention=chrs"):
        answer = reader.get(f"/?{asked}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/accords/?{asked}")
    assert (
        reader.get("/?q=avenant+357+ccn+66", follow=True)
        .redirect_chain[-1][0]
        .startswith("/accords/ccn-66-avenant-357/")
    )
    for asked in ("date=2021-01-01", "q=", "utm_source=x"):
        assert reader.get(f"/?{asked}").status_code == 200
