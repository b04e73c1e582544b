"""What was told wrongly of real texts, and what the facts found since tell: one line for each, day by day.

The states are those of the life-cycle, worked out from the files alone.
"""

import tomllib
from datetime import date

import pytest
from django.conf import settings

from tests.agreements.finding.recount import texts

REFUSED, AGREED = "signe refuse non-etendu sans-effet", "signe agree inconnu en-vigueur"
#: text, day, its four tracks on that day (signature, agrément, extension, effet) and the day of effect where it is sure
STATES = [
    # CCN 66: approved, and long told otherwise
    ("ccn-66-avenant-362", "2022-02-14", "signe avis-favorable inconnu pas-encore"),
    ("ccn-66-avenant-362", "2022-02-15", "signe agree inconnu pas-encore 2022-03-01"),
    ("ccn-66-avenant-362", "2022-03-01", f"{AGREED} 2022-03-01"),
    ("ccn-66-avenant-345", "2018-11-01", "signe agree inconnu en-vigueur"),
    ("ccn-66-avenant-346", "2018-11-01", "signe agree inconnu en-vigueur"),
    ("ccn-66-avenant-347", "2018-11-01", f"{AGREED} 2018-11-01"),
    ("ccn-66-avenant-292", "2004-06-07", "signe en-cours inconnu pas-encore"),
    ("ccn-66-avenant-292", "2004-06-08", "signe agree inconnu pas-encore 2004-07-01"),
    ("ccn-66-avenant-281", "2002-12-26", f"{AGREED} 2002-12-01"),
    ("ccn-66-avenant-226", "1991-08-23", "signe agree inconnu inconnu"),
    ("ccn-66-avenant-312", "2008-08-29", "signe agree inconnu inconnu"),
    ("ccn-66-avenant-314", "2009-01-02", AGREED),
    ("ccn-66-avenant-320", "2009-10-07", f"{AGREED} 2009-01-01"),
    ("ccn-66-avenant-3-artt-2000", "2000-12-01", f"{AGREED} 2000-12-01"),
    ("ccn-66-avenant-2006-01-30-vie-chere-guadeloupe", "2006-09-01", f"{AGREED} 2006-01-01"),
    ("ccn-66-avenant-2006-02-24-vie-chere-guyane", "2006-09-01", f"{AGREED} 2006-01-01"),
    ("ccn-66-avenant-2006-03-13-vie-chere-martinique", "2006-09-01", f"{AGREED} 2006-01-01"),
    ("ccn-66-accord-2019-10-02-sante", "2019-12-06", "signe en-cours inconnu pas-encore"),
    ("ccn-66-accord-2019-10-02-sante", "2019-12-07", "signe agree inconnu pas-encore 2020-01-01"),
    (
        "ccn-66-recommandation-2019-valeur-du-point",
        "2019-07-02",
        "signe agree sans-objet en-vigueur 2019-02-01",
    ),
    (
        "ccn-66-recommandation-2022-11-23-valeur-du-point",
        "2022-12-24",
        "signe agree sans-objet en-vigueur 2022-07-01",
    ),
    # the court annulled the arrêté of the avenant 326; another one came
    ("ccn-66-avenant-326", "2014-12-10", "signe annule inconnu sans-effet"),
    ("ccn-66-avenant-326", "2015-01-20", "signe avis-favorable inconnu pas-encore"),
    ("ccn-66-avenant-326", "2015-02-28", f"{AGREED} 2013-04-01"),
    # refused first, then approved
    ("ccn-66-avenant-265", "1999-10-05", REFUSED),
    ("ccn-66-avenant-265", "2000-09-27", "signe agree inconnu inconnu"),
    ("ccn-66-avenant-305", "2007-12-31", REFUSED),
    ("ccn-66-avenant-305", "2008-09-15", f"{AGREED} 2007-01-01"),
    ("ccn-51-avenant-2001-03", "2001-10-05", REFUSED),
    ("ccn-51-avenant-2001-03", "2001-11-23", f"{AGREED} 2000-12-01"),
    ("idcc-2941-avenant-43-2020", "2020-12-30", "signe refuse en-cours sans-effet"),
    ("idcc-2941-avenant-43-2020", "2021-07-02", "signe agree en-cours pas-encore"),
    ("idcc-2941-avenant-43-2020", "2021-10-01", "signe agree etendu en-vigueur 2021-10-01"),
    # refused, and unknown or absent before
    ("ccn-66-avenant-1997-cadres", "1997-10-10", REFUSED),
    ("ccn-66-avenant-262", "1997-06-26", REFUSED),
    ("ccn-66-avenant-272", "2001-10-15", REFUSED),
    ("ccn-66-avenant-274", "2001-10-04", REFUSED),
    ("ccn-66-avenant-275", "2001-09-28", REFUSED),
    ("ccn-66-avenant-276", "2002-07-10", REFUSED),
    ("ccn-66-avenant-279", "2003-02-07", REFUSED),
    ("ccn-66-avenant-280", "2003-02-07", REFUSED),
    ("ccn-66-avenant-290", "2004-03-29", REFUSED),
    ("ccn-66-avenant-292-bis", "2005-10-28", REFUSED),
    ("ccn-66-avenant-294", "2004-11-05", REFUSED),
    ("ccn-66-avenant-301", "2007-06-07", REFUSED),
    ("ccn-66-avenant-306", "2007-06-29", REFUSED),
    ("ccn-66-avenant-2013-valeur-du-point", "2013-09-18", REFUSED),
    ("ccn-66-avenant-329", "2015-05-29", REFUSED),
    ("ccn-66-avenant-339", "2017-12-01", REFUSED),
    ("ccn-66-avenant-349", "2019-03-19", REFUSED),
    ("chrs-protocole-133", "2001-09-21", REFUSED),
    ("chrs-protocole-138", "2002-07-10", REFUSED),
    ("idcc-2941-avenant-5-2012", "2013-04-04", REFUSED),
    ("idcc-2941-avenant-10-2013", "2013-09-06", REFUSED),
    ("idcc-2941-avenant-11-2013", "2013-10-31", REFUSED),
    ("idcc-2941-avenant-17-2014", "2014-11-06", REFUSED),
    ("idcc-2941-avenant-23-2016", "2016-07-13", REFUSED),
    ("idcc-2941-avenant-35-2017", "2017-10-20", REFUSED),
    ("idcc-2941-avenant-66-2024", "2025-02-28", REFUSED),
    ("idcc-2941-avenant-68-2025", "2025-07-31", REFUSED),
    ("idcc-2941-avenant-69-2025", "2025-08-31", REFUSED),
    # told of the day on which a source was read: the acts are of 2006 to 2010
    ("bass-accord-1999-04-01-rtt-avenant-2006-07-12", "2007-03-19", REFUSED),
    ("chrs-protocole-144", "2008-11-14", f"{AGREED} 2008-11-01"),
    ("chrs-protocole-145", "2008-11-14", f"{AGREED} 2008-11-01"),
    ("chrs-protocole-151", "2010-02-05", f"{AGREED} 2010-01-01"),
    ("chrs-protocole-152", "2010-02-05", f"{AGREED} 2010-01-01"),
    # CHRS, BASS, CCN 51, Red Cross, home care: approved
    ("chrs-protocole-137", "2002-05-10", f"{AGREED} 2001-09-01"),
    ("chrs-protocole-143", "2006-04-13", "signe agree inconnu inconnu"),
    ("bass-accord-2006-01", "2006-10-26", "signe agree inconnu inconnu"),
    ("bass-accord-2013-11-22-temps-partiel", "2014-05-22", "signe agree en-cours pas-encore"),
    ("bass-accord-2013-11-22-temps-partiel", "2014-07-01", "signe agree etendu en-vigueur 2014-07-01"),
    ("ccn-51-avenant-2020-01", "2020-10-29", "signe agree inconnu inconnu"),
    ("ccn-51-avenant-2002-02", "2003-01-13", "signe en-cours inconnu pas-encore"),
    ("ccn-51-avenant-2002-02", "2003-01-14", "signe agree inconnu inconnu"),
    ("idcc-5502-avenant-6-2006", "2006-10-26", "signe agree inconnu inconnu"),
    ("idcc-2941-convention-2010-05-21", "2011-10-12", "signe agree en-cours pas-encore"),
    ("idcc-2941-avenant-51-2022", "2023-01-19", "signe agree etendu-avec-reserves en-vigueur 2022-01-01"),
    ("idcc-2941-avenant-53-2022", "2022-12-24", "signe agree inconnu inconnu"),
    # struck by a majority, approved or not
    ("ccn-66-accord-2021-12-08-segur-2", "2022-01-18", "signe agree inconnu inconnu"),
    ("ccn-66-accord-2021-12-08-segur-2", "2022-01-19", "repute-non-ecrit agree sans-objet sans-effet"),
    ("bass-accord-2014-05-06-sante", "2014-07-04", "repute-non-ecrit sans-objet sans-objet sans-effet"),
    ("ccn-51-avenant-2021-01", "2021-07-12", "repute-non-ecrit sans-objet sans-objet sans-effet"),
    # a refusal that did not reach every signatory: never without effect
    ("ccn-79-avenant-1999-09-29-objet-non-lu", "2000-07-26", "signe agree inconnu inconnu"),
    # KALI's own NOTA: published by mistake, never approved
    ("ccn-66-avenant-259", "2026-11-22", "signe refuse non-etendu sans-effet"),
]
#: text, what its file says
SAID = [
    ("ccn-66-avenant-349", "themes", ["formation-et-insertion"]),
    ("ccn-51-avenant-2002-02", "kalitext", "KALITEXT000005652701"),
    ("ccn-51-avenant-2010-05", "kalitext", "KALITEXT000029432795"),
    ("ccn-66-avenant-339", "date", date(2017, 8, 30)),
    ("ccn-66-accord-2025-10-prorogation-prevoyance", "terme", date(2026, 12, 31)),
]
#: text, who signed it, who opposed it
PARTIES = [
    ("ccn-66-accord-2021-12-08-segur-2", "cfdt nexem", "cgt fo sud"),
    ("ccn-66-avenant-362", "cfdt cftc nexem", "fo sud"),
    ("ccn-66-avenant-335", "cfdt cfe-cgc cftc cgt", ""),
    ("bass-accord-2014-05-06-sante", "cfdt cfe-cgc cftc unifed", "cgt fo sud"),
    ("ccn-66-avenant-284", "cfe-cgc cftc fo snapei snasea sop", ""),
    ("idcc-2941-avenant-71-2025", "adedom admr cfdt fnaafp-csf una usb-domicile", ""),
]


def told(slug: str, day: str) -> str:
    situation = texts()[slug].on(date.fromisoformat(day))
    effective_on = situation.effective_on
    return " ".join([*map(str, situation.words), *([effective_on.isoformat()] if effective_on else [])])


@pytest.mark.parametrize(("slug", "day", "state"), STATES, ids=[f"{row[0]} {row[1]}" for row in STATES])
def test_a_text_stands_where_its_facts_say(slug, day, state):
    assert told(slug, day) == state


@pytest.mark.parametrize(("slug", "key", "value"), SAID)
def test_a_file_says_what_was_read(slug, key, value):
    assert texts()[slug].given[key] == value


@pytest.mark.parametrize(("slug", "signed", "opposed"), PARTIES)
def test_those_who_signed_and_those_who_opposed(slug, signed, opposed):
    rows = texts()[slug].given["signature"]
    for mode, named in (("signature", signed), ("opposition", opposed)):
        assert sorted(row["organisation"] for row in rows if row["mode"] == mode) == named.split()


def test_all_but_one_signed_without_being_named():
    for number in (286, 287):
        given = texts()[f"ccn-66-avenant-{number}"].given
        assert "signature" not in given
        assert {event["nature"] for event in given["evenement"]} == {"signe", "non-signature"}


def test_adhesions_to_the_whole_convention():
    rows = texts()["ccn-66-convention-1966-03-15"].given["signature"]
    employers = {
        row["organisation"]: row["date"]
        for row in rows
        if row["mode"] == "adhesion" and row["organisation"] in ("snagce", "unaf", "snaless", JOINT)
    }
    assert employers == {
        "snagce": date(1988, 10, 10),
        "unaf": date(2001, 9, 25),
        "snaless": date(2009, 12, 1),
        JOINT: date(2015, 12, 16),
    }


JOINT = "association-de-prefiguration-fegapei-syneas"


def test_who_succeeded_whom_and_when():
    file = settings.FIXTURES_DIR / "organisations.toml"
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["organisation"]
    since = {
        (row["organisation"], given["identifiant"]): row.get("date")
        for given in rows
        for row in given.get("succede_a", [])
        if row.get("certain", True)
    }
    assert since["snapei", "fegapei"] == date(2005, 6, 30)
    assert since["snasea", "syneas"] == since["sop", "syneas"] == date(2010, 1, 1)


def test_no_day_of_a_reading_stands_for_the_day_of_an_act():
    """What has no date in the files has none: nothing is dated of the day on which the sources were read."""
    for slug, text in texts().items():
        for event in text.given.get("evenement", []):
            assert event.get("date") != date(2026, 11, 22), slug
