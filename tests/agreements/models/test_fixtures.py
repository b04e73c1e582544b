"""The sector's facts: nothing lost between the originals, the files, the editing database and the edition."""

import re
import shutil
import sqlite3
import tomllib
from collections import Counter
from contextlib import closing

import pytest
from django.conf import settings

from agreements.law.names.official import in_prose
from agreements.law.vocabulary import (
    ActKind,
    AgreementKind,
    College,
    EffectRuleKind,
    Mode,
    Nature,
    RelationKind,
)
from portal.french.dates import Precision
from tests.installations import Installation

FIXTURES = settings.FIXTURES_DIR
PATHS = sorted(FIXTURES.glob("accords/*/*.toml"))

#: What the files hold: the originals, and what was found since. Eight events tell what was observed on a day.
HELD = {
    "agreements": 376,
    "events": 706,
    "observed events": 8,
    "signatures": 667,
    "agreement citations": 883,
    "divergences": 69,
    "organisations": 37,
    "kalitext": 143,
    "kali states": 141,
    "notes": 155,
    "observations": 7,
    "conventions": 392,
    "themes": 352,
}
#: What stands beside the agreements, or in rows of their own.
BESIDE = {
    "relations": 116,
    "divergent values": 138,
    "organisation citations": 81,
    "acts": 160,
    "successions": 9,
    "milestones": 13,
    "aliases": 28,
    "attachments": 2,
    "effect rules": 101,
}
MODES = {"signature": 610, "opposition": 40, "adhesion": 17}
#: The texts that were converted, each from one original.
ORIGINALS = 231


def read(name):
    return tomllib.loads((FIXTURES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def texts() -> dict[str, dict]:
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in PATHS}


def rows(texts, table):
    return [row for text in texts.values() for row in text.get(table, [])]


# -- The files ---------------------------------------------------------------------------------------------


def test_the_files_hold_what_they_held(texts):
    events = rows(texts, "evenement")
    observed = [event for event in events if event.get("constat")]
    assert {
        "agreements": len(texts),
        "events": len(events) - len(observed),
        "observed events": len(observed),
        "signatures": len(rows(texts, "signature")),
        "agreement citations": len(rows(texts, "source")),
        "divergences": len(rows(texts, "divergence")),
        "organisations": len(read("organisations.toml")["organisation"]),
        "kalitext": sum("kalitext" in text for text in texts.values()),
        "kali states": sum("kali_etat" in text for text in texts.values()),
        "notes": sum("note" in text for text in texts.values()),
        "observations": sum("constat_2020_10_27" in text for text in texts.values()),
        "conventions": len(rows(texts, "conventions")),
        "themes": len(rows(texts, "themes")),
    } == HELD
    assert Counter(signature["mode"] for signature in rows(texts, "signature")) == MODES


def test_each_original_has_one_file(texts):
    keys = [text["cle_origine"] for text in texts.values() if "cle_origine" in text]
    assert len(keys) == len(set(keys)) == ORIGINALS


def test_a_file_bears_the_name_of_its_agreement_in_the_folder_of_its_convention(texts):
    assert [(text["identifiant"], text["conventions"][0]) for text in texts.values()] == [
        (path.stem, path.parent.name) for path in PATHS
    ]


def test_identifiers_are_readable_words(texts):
    for slug in texts:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", slug)


def test_every_word_is_one_of_the_vocabulary(texts):
    def words(table, name):
        return {row[name] for row in rows(texts, table) if name in row}

    acts = read("actes.toml")["acte"]
    assert {text["type"] for text in texts.values()} <= set(AgreementKind)
    assert words("evenement", "nature") <= set(Nature)
    assert words("evenement", "precision") | words("signature", "precision") <= set(Precision)
    assert words("source", "publiee_precision") <= set(Precision)
    assert words("signature", "mode") <= set(Mode)
    assert words("relation", "nature") <= set(RelationKind)
    assert {text["effet"]["regle"] for text in texts.values() if "regle" in text.get("effet", {})} <= set(
        EffectRuleKind
    )
    assert {act["nature"] for act in acts} <= set(ActKind)
    assert {row["college"] for row in read("organisations.toml")["organisation"]} <= set(College)


def test_every_event_and_every_signature_names_a_source_of_its_file(texts):
    for slug, text in texts.items():
        keys = [source["cle"] for source in text["source"]]
        assert len(set(keys)) == len(keys) >= 1, slug
        for row in (*text.get("evenement", []), *text.get("signature", [])):
            assert row["sources"], slug
            assert set(row["sources"]) <= set(keys), slug


def test_a_divergence_names_who_says_each_value(texts):
    values = [value for row in rows(texts, "divergence") for value in row["valeur"]]
    assert len(values) == BESIDE["divergent values"]
    assert all(value["valeur"] and value["source"] for value in values)


def test_a_rule_that_gives_no_date_has_none(texts):
    """What could not be made a rule stays as words, and a date stands only where a rule uses it."""
    dated = {EffectRuleKind.DATE_FIXE, EffectRuleKind.DATE_OU_MOIS_SUIVANT_JO}
    effects = {slug: text["effet"] for slug, text in texts.items() if "effet" in text}
    assert len(effects) == BESIDE["effect rules"]
    for slug, effect in effects.items():
        assert ("le" in effect) == (effect.get("regle") in dated), slug
        assert "regle" in effect or "texte" in effect, slug
        if effect.get("regle") == EffectRuleKind.TEXTE:
            assert effect["texte"], slug


def test_no_month_or_year_is_told_as_a_day(texts):
    """A date that is known to the month or the year stands on its first day."""
    for row in (*rows(texts, "evenement"), *rows(texts, "signature"), *texts.values()):
        match row.get("precision"):
            case "mois":
                assert row["date"].day == 1
            case "annee":
                assert (row["date"].month, row["date"].day) == (1, 1)


EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
PHONE = re.compile(r"(?<!\d)(?:\+33|0033|0)\s?[1-9](?:[\s.-]?\d{2}){4}(?!\d)")
URL = re.compile(r"https?://\S+")
#: An arrêté that the official base holds bears its number there.
ACT = re.compile(r"arrete-extension-\d{4}-\d\d-\d\d-\d+")


def test_patterns_find_what_they_look_for():
    assert EMAIL.search("écrire à jean.dupont@exemple.fr")
    assert PHONE.search("au 01 23 45 67 89") and PHONE.search("+33 612345678") and PHONE.search("0612345678")


def test_no_address_and_no_telephone_number(corpus):
    """Neither in the files nor in what is published."""
    told = {path: path.read_text(encoding="utf-8") for path in FIXTURES.rglob("*") if path.is_file()}
    told["edition"] = " | ".join(words_of(corpus.shelf / "current"))
    for where, content in told.items():
        words = ACT.sub(" ", URL.sub(" ", content))
        assert EMAIL.search(words) is None, where
        assert PHONE.search(words) is None, where


def words_of(path):
    """Every text that a file of SQLite holds."""
    with closing(sqlite3.connect(path)) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - its own names
                yield from (value for value in row if isinstance(value, str))


# -- The databases -----------------------------------------------------------------------------------------

TABLES = {
    "agreement": HELD["agreements"],
    "event": HELD["events"] + HELD["observed events"],
    "signature": HELD["signatures"],
    "citation": HELD["agreement citations"] + BESIDE["organisation citations"],
    "divergence": HELD["divergences"],
    "divergentvalue": BESIDE["divergent values"],
    "organisation": HELD["organisations"],
    "agreement_conventions": HELD["conventions"],
    "agreement_themes": HELD["themes"],
    "relation": BESIDE["relations"],
    "act": BESIDE["acts"],
    "succession": BESIDE["successions"],
    "milestone": BESIDE["milestones"],
    "alias": BESIDE["aliases"],
    "attachment": BESIDE["attachments"],
}


@pytest.mark.parametrize("edited", [True, False])
def test_nothing_is_lost_on_the_way(corpus, edited):
    path = corpus.var / "editing.sqlite3" if edited else corpus.shelf / "current"
    with closing(sqlite3.connect(path)) as database:
        count = {
            table: database.execute(f"SELECT COUNT(*) FROM agreements_{table}").fetchone()[0]  # noqa: S608
            for table in TABLES
        }
    assert count == TABLES


def test_every_kept_word_is_on_the_page(reader, texts):
    """Agreement by agreement: its signatories, its sources, its divergences, its relations."""
    for slug, text in texts.items():
        told = reader.get(f"/accords/{slug}.json").json()
        assert told["titre"] == text["titre"]
        assert told["conventions"] and set(told["conventions"]) == set(text["conventions"])
        assert set(told["themes"]) == set(text.get("themes", []))
        assert told["kalitext"] == text.get("kalitext")
        assert Counter((row["organisation"], row["mode"]) for row in told["signataires"]) == Counter(
            (row["organisation"], row["mode"]) for row in text.get("signature", [])
        )
        assert [(row["titre"], row["lu"]) for row in told["sources"]] == [
            (row["titre"], in_prose(row.get("lu", ""))) for row in text["source"]
        ]
        assert [
            (row["sujet"], [(value["valeur"], value["source"]) for value in row["valeurs"]])
            for row in told["divergences"]
        ] == [
            (row["sujet"], [(in_prose(value["valeur"]), value["source"]) for value in row["valeur"]])
            for row in text.get("divergence", [])
        ]
        assert Counter(
            (row["nature"], row.get("accord") or row["titre"]) for row in told["relations"]
        ) == Counter((row["nature"], row.get("accord") or row["titre"]) for row in text.get("relation", []))
        assert {row["nature"] for row in told["evenements"]} == {
            row["nature"] for row in text.get("evenement", [])
        }


def test_who_is_party_to_a_whole_convention_says_by_what_source():
    """Twelve parties, of two conventions, and who negotiates five fields: each with what was read."""
    told = read("adhesions.toml")
    assert {name: len(rows) for name, rows in told.items()} == {"partie": 12, "negociation": 5}
    assert all(row["source"]["lu"] for rows in told.values() for row in rows)
    letter = next(row for row in told["partie"] if row.get("portee") == "accords")
    assert letter["source"]["lien"].endswith("KALITEXT000032173606")


def test_a_negotiation_without_a_text_has_its_page(reader, texts):
    slug = "bass-negociation-ccue"
    told = reader.get(f"/accords/{slug}.json").json()
    assert told["statuts"]["signature"] == "negociation"
    assert told["statuts"]["effet"] != "en-vigueur"
    assert sum(event["date"] is not None for event in told["evenements"]) >= 3
    assert "En négociation" in reader.get(f"/accords/{slug}/").content.decode()


# -- Loading -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_loading_twice_writes_nothing(corpus, tmp_path):
    again = Installation(tmp_path)
    shutil.copy(corpus.editing, again.editing)
    before = again.digest()
    told = again.run("load_facts")
    assert again.digest() == before
    assert f"accords : {HELD['agreements']} lus, {HELD['agreements']} inchangés" in told
    assert not {"créés", "refusés"} & set(re.findall(r"\w+", told))
    assert "mis à jour" not in told
