"""The importer of the sector's facts: what is wrong is named, with its file and its reason, and nothing is kept."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.importers.facts import load
from agreements.importers.kali.merging import ONLY_CITED
from agreements.importers.report import Outcome
from agreements.models import (
    Act,
    Agreement,
    Convention,
    ConventionParty,
    Event,
    FormerIdentifier,
    Negotiator,
    Organisation,
    Source,
)
from tests import builders as make

pytestmark = pytest.mark.django_db

READ_ON = date(2026, 11, 22)
SHARED = {
    "actes": """
        [[acte]]
        identifiant = "arrete-agrement-2020-10-02"
        nature = "arrete-agrement"
        date = 2020-10-02
        jo = 2020-10-29
        """,
    "conventions": """
        [[convention]]
        identifiant = "ccn-66"
        nom = "CCN 66"
        """,
    "organisations": """
        [[organisation]]
        identifiant = "nexem"
        nom = "Nexem"
        college = "employeur"
        """,
    "themes": """
        [[theme]]
        identifiant = "prevoyance"
        nom = "prévoyance"
        """,
    "synonymes": "",
}
GOOD = """
identifiant = "ccn-66-avenant-1"
type = "avenant"
numero = "1"
titre = "Un texte"
conventions = ["ccn-66"]
date = 2020-01-15
[effet]
regle = "date-fixe"
le = 2020-02-01
[[source]]
cle = "a"
titre = "Un bulletin"
lu = "tout"
[[signature]]
organisation = "nexem"
mode = "signature"
sources = ["a"]
[[evenement]]
nature = "agree"
acte = "arrete-agrement-2020-10-02"
sources = ["a"]
"""


@pytest.fixture
def folder(tmp_path):
    """One row of each shared file, and one agreement."""
    made = tmp_path / "faits"
    (made / "accords").mkdir(parents=True)
    for name, content in SHARED.items():
        (made / f"{name}.toml").write_text(content, encoding="utf-8")
    write(made, GOOD)
    return made


def write(folder, content, name="ccn-66-avenant-1.toml"):
    (folder / "accords" / name).write_text(content, encoding="utf-8")


def rows() -> list[int]:
    return [model.objects.count() for model in (Act, Agreement, Convention, Event, Organisation, Source)]


def test_a_good_folder_is_loaded_once(folder):
    first = load(folder, READ_ON)
    assert first.rejections == []
    assert Agreement.objects.get().slug == "ccn-66-avenant-1"
    kept = rows()
    again = load(folder, READ_ON)
    assert again.written == 0
    assert rows() == kept
    lost = {kind: count.total() - first.counts[kind].total() for kind, count in again.counts.items()}
    assert set(lost.values()) == {0}


def test_a_changed_file_changes_its_own_rows_only(folder):
    load(folder, READ_ON)
    write(folder, GOOD.replace("Un texte", "Un autre titre"))
    report = load(folder, READ_ON)
    assert {kind for kind, count in report.counts.items() if count[Outcome.UPDATED]} == {"accords"}
    assert report.written == 1
    assert Agreement.objects.get().title == "Un autre titre"


def test_what_an_editor_added_stays(folder):
    load(folder, READ_ON)
    text = Agreement.objects.get()
    Event.objects.create(agreement=text, nature="depot", on=date(2020, 3, 1), position=9)
    load(folder, READ_ON)
    assert Event.objects.filter(nature="depot").count() == 1


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('titre = "Un texte"', "titre = ", "illisible"),
        ('titre = "Un texte"', "", "la clé 'titre' manque"),
        ('type = "avenant"', "", "la clé 'type' manque"),
        ('type = "avenant"', 'type = "lettre"', "lettre"),
        ('"ccn-66"]', '"ccn-67"]', "ccn-67"),
        ('"nexem"', '"nexum"', "nexum"),
        ('nature = "agree"', 'nature = "agreee"', "agreee"),
        ('mode = "signature"', 'mode = "signe"', "signe"),
        ("arrete-agrement-2020-10-02", "arrete-agrement-2020-10-99", "arrete-agrement-2020-10-99"),
        ('acte = "arrete-agrement-2020-10-02"', "date = 2020-02-30", "illisible"),
        ('acte = "arrete-agrement-2020-10-02"', 'date = "hier"', "hier"),
        ("le = 2020-02-01", "", "demande une date"),
        ('regle = "date-fixe"', 'regle = "bientot"', "bientot"),
        ('nature = "agree"\nacte = "arrete-agrement-2020-10-02"\nsources = ["a"]', 'nature = "agree"', "source"),
        ('nature = "agree"\nacte = "arrete-agrement-2020-10-02"\nsources = ["a"]',
         'nature = "agree"\nsources = ["b"]', "« b »"),
        ('mode = "signature"\nsources = ["a"]', 'mode = "signature"', "source"),
        ('titre = "Un texte"', f'titre = "{"x" * 501}"', "500"),
        ('titre = "Un texte"', 'titre = "a\\u0000b"', "nul"),
        ("date = 2020-01-15", 'date = 2020-01-15\n[[relation]]\nnature = "remplace"\naccord = "absent"', "absent"),
        ('conventions = ["ccn-66"]', "conventions = 66", "forme"),
        ("date = 2020-01-15", 'date = 2020-01-15\nkalitext = "KALITEXT00004307501299"', "20"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_name_and_a_reason(folder, before, after, reason):
    assert before in GOOD
    write(folder, GOOD.replace(before, after))
    refused(folder, "ccn-66-avenant-1.toml", reason)


def test_one_bad_file_among_good_ones_leaves_nothing(folder):
    write(folder, GOOD.replace("avenant-1", "avenant-2").replace('type = "avenant"', ""), "autre.toml")
    refused(folder, "autre.toml", "la clé 'type' manque")


def test_bytes_that_are_not_utf_8(folder):
    (folder / "accords" / "latin.toml").write_bytes('titre = "é"'.encode("latin-1"))
    refused(folder, "latin.toml", "illisible")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("actes.toml", '[[acte]]\nnature = "arrete"\ndate = 2020-01-01', "la clé 'identifiant' manque"),
        ("actes.toml", '[[acte]]\nidentifiant = "x"\nnature = "arrete"', "date"),
        ("actes.toml", '[[acte]]\nidentifiant = "x"\nnature = "arrete"\ndate = 2020-02-02\njo = 2020-02-01',
         "avant d’être pris"),
        ("conventions.toml", '[[convention]]\nidentifiant = "x"', "la clé 'nom' manque"),
        ("organisations.toml", '[[organisation]]\nidentifiant = "x"\nnom = "X"\ncollege = "patron"', "patron"),
        ("themes.toml", "[[theme]", "illisible"),
        ("themes.toml", '[[theme]]\nnom = "x"', "la clé 'identifiant' manque"),
    ],
)  # fmt: skip
def test_a_bad_shared_file_is_refused_with_its_name_and_a_reason(folder, name, content, reason):
    (folder / name).write_text(content, encoding="utf-8")
    refused(folder, name, reason)


ADHESIONS = """
[[partie]]
conventions = ["ccn-66"]
organisation = "nexem"
mode = "adhesion"
date = 2015-12-16
portee = "accords"
source = { titre = "Une lettre", lu = "adhésion" }
[[negociation]]
conventions = ["ccn-66"]
organisation = "nexem"
depuis = 2017-01-01
source = { titre = "Un rapport", lu = "Nexem négocie" }
"""


def test_the_parties_to_a_whole_convention_and_who_negotiates_it(folder):
    (folder / "adhesions.toml").write_text(ADHESIONS, encoding="utf-8")
    load(folder, READ_ON)
    party, negotiator = ConventionParty.objects.get(), Negotiator.objects.get()
    assert (party.on, party.mode, party.reach) == (date(2015, 12, 16), "adhesion", "accords")
    assert (party.source.title, party.seen) == ("Une lettre", "adhésion")
    assert (negotiator.since, negotiator.until) == (date(2017, 1, 1), None)
    assert load(folder, READ_ON).written == 0


@pytest.mark.parametrize(("before", "after", "reason"), [
    ('portee = "accords"', 'portee = "tout"', "tout"),
    ('mode = "adhesion"', 'mode = "opposition"', "opposition"),
    ("date = 2015-12-16", "", "la clé 'date' manque"),
    ('source = { titre = "Une lettre", lu = "adhésion" }', "", "la clé 'source' manque"),
    ('organisation = "nexem"\ndepuis', 'organisation = "nexum"\ndepuis', "nexum"),
    ("depuis = 2017-01-01", "depuis = 2017-01-01\njusqu_au = 2016-01-01", "précède"),
])  # fmt: skip
def test_a_bad_adhesion_is_refused(folder, before, after, reason):
    assert before in ADHESIONS
    (folder / "adhesions.toml").write_text(ADHESIONS.replace(before, after), encoding="utf-8")
    refused(folder, "adhesions.toml", reason)


FORMER = """
    [[ancien]]
    identifiant = "ccn-66-accord-10"
    devient = "ccn-66-avenant-1"
    parce_que = "un seul texte"
    """


def test_a_former_identifier_leads_to_another_and_what_was_only_imported_gives_way(folder):
    make.agreement("ccn-66-accord-10", note=ONLY_CITED)
    (folder / "anciens.toml").write_text(FORMER, encoding="utf-8")
    assert not load(folder, READ_ON).rejections
    assert FormerIdentifier.now("ccn-66-accord-10") == "ccn-66-avenant-1"
    assert list(Agreement.objects.values_list("slug", flat=True)) == ["ccn-66-avenant-1"]


def test_what_people_recorded_under_an_identifier_does_not_give_way(folder):
    make.event(make.agreement("ccn-66-accord-10"), "agree", date(2020, 2, 1))
    (folder / "anciens.toml").write_text(FORMER, encoding="utf-8")
    assert "a ses propres faits" in load(folder, READ_ON).rejections[0]
    assert Agreement.objects.filter(slug="ccn-66-accord-10").exists()


def refused(folder, name, reason):
    said = StringIO()
    with pytest.raises(CommandError, match="rien n’a été écrit"):
        call_command("load_facts", str(folder), stdout=said)
    lines = [line for line in said.getvalue().splitlines() if line.startswith(name)]
    assert any(reason in line for line in lines), said.getvalue()
    assert rows() == [0] * 6
