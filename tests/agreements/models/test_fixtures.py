"""The sector's facts: nothing lost between the originals, the files, the editing database and the edition."""

import re
import shutil
import sqlite3
import tomllib
from collections import Counter
from contextlib import closing

import pytest
from django.conf import settings

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

#: What the originals hold. The four added events tell what was observed on 27 October 2020; one citation more,
#: of a source cited elsewhere, tells for how long the OETH agreement of 2015 was made.
ORIGINAL = {
    "agreements": 231,
    "events": 392,
    "observed events": 4,
    "signatures": 306,
    "agreement citations": 481,
    "divergences": 51,
    "organisations": 29,
    "kalitext": 73,
    "kali states": 72,
    "notes": 66,  # two tell why an avenant has the last day of the agreement that it amends
    "observations": 7,
    "conventions": 242,
    "themes": 199,
}
#: What the conversion found in the words of the originals, and put in rows.
CONVERTED = {
    "relations": 69,
    "divergent values": 99,
    "organisation citations": 51,
    "acts": 95,
    "successions": 9,
    "milestones": 12,
    "aliases": 13,
    "attachments": 2,
    "effect rules": 83,
}
MODES = {"signature": 281, "opposition": 20, "adhesion": 5}


def read(name):
    return tomllib.loads((FIXTURES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def texts() -> dict[str, dict]:
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in PATHS}


def rows(texts, table):
    return [row for text in texts.values() for row in text.get(table, [])]


# -- The files ---------------------------------------------------------------------------------------------


def test_the_files_hold_what_the_originals_hold(texts):
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
    } == ORIGINAL
    assert Counter(signature["mode"] for signature in rows(texts, "signature")) == MODES


def test_each_original_has_one_file(texts):
    assert len({text["cle_origine"] for text in texts.values()}) == ORIGINAL["agreements"]


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
    assert len(values) == CONVERTED["divergent values"]
    assert all(value["valeur"] and value["source"] for value in values)


def test_a_rule_that_gives_no_date_has_none(texts):
    """What could not be made a rule stays as words, and a date stands only where a rule uses it."""
    dated = {EffectRuleKind.DATE_FIXE, EffectRuleKind.DATE_OU_MOIS_SUIVANT_JO}
    effects = {slug: text["effet"] for slug, text in texts.items() if "effet" in text}
    assert len(effects) == CONVERTED["effect rules"]
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


def test_patterns_find_what_they_look_for():
    assert EMAIL.search("écrire à jean.dupont@exemple.fr")
    assert PHONE.search("au 01 23 45 67 89") and PHONE.search("+33 612345678") and PHONE.search("0612345678")


def test_no_address_and_no_telephone_number(corpus):
    """Neither in the files nor in what is published."""
    told = {path: path.read_text(encoding="utf-8") for path in FIXTURES.rglob("*") if path.is_file()}
    told["edition"] = " | ".join(words_of(corpus.editions / "current"))
    for where, content in told.items():
        words = URL.sub(" ", content)
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
    "agreement": ORIGINAL["agreements"],
    "event": ORIGINAL["events"] + ORIGINAL["observed events"],
    "signature": ORIGINAL["signatures"],
    "citation": ORIGINAL["agreement citations"] + CONVERTED["organisation citations"],
    "divergence": ORIGINAL["divergences"],
    "divergentvalue": CONVERTED["divergent values"],
    "organisation": ORIGINAL["organisations"],
    "agreement_conventions": ORIGINAL["conventions"],
    "agreement_themes": ORIGINAL["themes"],
    "relation": CONVERTED["relations"],
    "act": CONVERTED["acts"],
    "succession": CONVERTED["successions"],
    "milestone": CONVERTED["milestones"],
    "alias": CONVERTED["aliases"],
    "attachment": CONVERTED["attachments"],
}


@pytest.mark.parametrize("where", ["editing.sqlite3", "editions/current"])
def test_nothing_is_lost_on_the_way(corpus, where):
    with closing(sqlite3.connect(corpus.var / where)) as database:
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
            (row["titre"], row.get("lu", "")) for row in text["source"]
        ]
        assert [
            (row["sujet"], [(value["valeur"], value["source"]) for value in row["valeurs"]])
            for row in told["divergences"]
        ] == [
            (row["sujet"], [(value["valeur"], value["source"]) for value in row["valeur"]])
            for row in text.get("divergence", [])
        ]
        assert Counter(
            (row["nature"], row.get("accord") or row["titre"]) for row in told["relations"]
        ) == Counter((row["nature"], row.get("accord") or row["titre"]) for row in text.get("relation", []))
        assert {row["nature"] for row in told["evenements"]} == {
            row["nature"] for row in text.get("evenement", [])
        }


def test_a_negotiation_without_a_text_has_its_page(reader, texts):
    slug = "bass-negociation-ccue"
    told = reader.get(f"/accords/{slug}.json").json()
    assert told["statuts"]["signature"] == "negociation"
    assert told["statuts"]["effet"] != "en-vigueur"
    assert sum(event["date"] is not None for event in told["evenements"]) >= 3
    assert "En négociation" in reader.get(f"/accords/{slug}/").content.decode()


# -- Loading -----------------------------------------------------------------------------------------------


def dump(path) -> str:
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(database.iterdump())


@pytest.mark.slow
def test_loading_twice_writes_nothing(corpus, tmp_path):
    again = Installation(tmp_path)
    shutil.copy(corpus.editing, again.editing)
    before = dump(again.editing)
    told = again.run("load_facts")
    assert dump(again.editing) == before
    assert f"accords : {ORIGINAL['agreements']} lus, {ORIGINAL['agreements']} inchangés" in told
    assert not {"créés", "refusés"} & set(re.findall(r"\w+", told))
    assert "mis à jour" not in told
