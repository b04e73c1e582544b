"""Mistaken entries, as they are made: each refused or asked about in a sentence, and nothing is written meanwhile."""

from datetime import date

import pytest

from agreements.law.guards.contradictions import clashes, doubts
from agreements.models import Act, Agreement, Event, Organisation, Relation, Source, Succession
from agreements.models.facts_of import all_facts, with_facts
from portal.journal.models import Entry
from tests.agreements.admin.admin_fixtures import add_row, filled_in, page
from tests.builders import act, agreement, convention, event, organisation, relation, signature, source

pytestmark = pytest.mark.slow
TEXT, ACT, SOURCE, ORGANISATION, EVENT = "ccn-66-avenant-354", "arrete", "JORF", "nexem", "demande"


@pytest.fixture
def known(db) -> dict:
    """The facts among which mistakes are made."""
    made = agreement(TEXT, number="354", dated=date(2020, 6, 23), title="Mesures salariales")
    demande = event(made, "demande-agrement", date(2020, 7, 1))
    signature(made, "nexem", on=date(2020, 6, 23))
    signature(made, "cfdt", on=date(2020, 6, 23))
    other = agreement("ccn-66-avenant-353", number="353", dated=date(2019, 1, 1), title="Congés")
    relation(other, "remplace", made)
    decided = act(date(2020, 10, 21), date(2020, 10, 29), slug=ACT, nor="SSAA2028393A")
    event(other, "agree", act=decided, sources=[source("JORF", url="https://exemple.fr/1")])
    extends = act(date(2021, 4, 1), date(2021, 4, 20), slug="extension", kind="arrete-extension")
    Organisation.objects.create(slug="fehap", name="FEHAP", college="employeur").aliases.create(
        name="Fehap Nationale"
    )
    Succession.objects.create(predecessor=organisation("syneas"), successor=organisation("nexem"))
    return {
        TEXT: made, "other": other, ACT: decided, "extension": extends, EVENT: demande,
        SOURCE: source("JORF", url="https://exemple.fr/1"), ORGANISATION: organisation("nexem"),
        "syneas": organisation("syneas"), "cfdt": organisation("cfdt"), "cgt": organisation("cgt"),
        "ccn-66": convention("ccn-66"),
    }  # fmt: skip


def enter(editor, fact, changes: dict, rows: dict):
    """Open the page of a fact, or the one that adds it; change what is said; send."""
    model, pk = (fact, None) if isinstance(fact, type) else (type(fact), fact.pk)
    address = page(model, "change", pk) if pk else page(model, "add")
    sent = filled_in(editor.get(address))
    for prefix, given in rows.items():
        add_row(sent, prefix, **given)
    return editor.post(address, sent | changes), address, sent | changes


def event_of(nature, **values) -> dict:
    return {"events": {"nature": nature, "precision": "jour", "sources": [SOURCE], **values}}


def signed(by, mode, on) -> dict:
    return {
        "signatures": {"organisation": by, "mode": mode, "on": on, "precision": "jour", "sources": [SOURCE]}
    }


def new(**values) -> dict:
    return {"kind": "avenant", "title": "Un texte", "slug": "nouveau", "conventions": ["ccn-66"], **values}


TOO_FAR = "vérifiez l’année"
BAD_NOR = "Un NOR a quatre lettres"
BAD_KALITEXT = "Un identifiant KALITEXT a douze chiffres"
UNSEEN = "le caractère invisible U+"
DUPLICATE = "Un autre texte de cette convention a ce nom"
#: What is entered where, with which rows, and what is answered.
REFUSED = {
    # dates
    "a text of 2062": (TEXT, {"dated": "23/06/2062"}, {}, TOO_FAR),
    "a text of 0202": (TEXT, {"dated": "23/06/0202"}, {}, TOO_FAR),
    "an opening of 2036": (TEXT, {"opened_on": "01/01/2036"}, {}, TOO_FAR),
    "a last day of 2099": (TEXT, {"term": "31/12/2099"}, {}, TOO_FAR),
    "a rule of 2090": (TEXT, {"rule": "date-fixe", "rule_date": "01/01/2090"}, {}, TOO_FAR),
    "a read of KALI in 2062": (TEXT, {"kali_modified_on": "01/01/2062"}, {}, TOO_FAR),
    "an act of 2036": (ACT, {"on": "21/10/2036", "published_on": ""}, {}, TOO_FAR),
    "a Journal of 2062": (ACT, {"published_on": "29/10/2062"}, {}, TOO_FAR),
    "a Journal before the act": (ACT, {"published_on": "20/10/2020"}, {}, "avant d’être pris"),
    "an act without a day": (ACT, {"on": "", "published_on": ""}, {}, "au moins sa date"),
    "a source read in 2062": (SOURCE, {"consulted_on": "01/01/2062"}, {}, TOO_FAR),
    "a source published in 2062": (SOURCE, {"published_on": "01/01/2062"}, {}, TOO_FAR),
    "a source read before it is published": (
        SOURCE, {"published_on": "02/01/2020", "consulted_on": "01/01/2020"}, {}, "lue avant d’être publiée",
    ),
    "an event of 2062": (TEXT, {}, event_of("depot", on="01/07/2062"), TOO_FAR),
    "an event of its own page in 2062": (EVENT, {"on": "01/07/2062"}, {}, TOO_FAR),
    "a signature of 2036": (TEXT, {}, signed("cgt", "signature", "01/01/2036"), TOO_FAR),
    "the 31st of June": (TEXT, {"dated": "31/06/2020"}, {}, "Ce n’est pas un jour"),
    "a day in words": (TEXT, {"dated": "hier"}, {}, "Ce n’est pas un jour"),
    "a day of two events": (TEXT, {}, event_of("agree", act=ACT, on="01/07/2020"), "pas les deux"),
    # what an act may say
    "an arrêté d’agrément that extends": (TEXT, {}, event_of("etendu", act=ACT), "ne dit pas « étendu »"),
    "an arrêté d’agrément that refuses to extend": (
        TEXT, {}, event_of("refus-extension", act=ACT), "ne dit pas « extension refusée »",
    ),
    "an arrêté d’extension that agrees": (TEXT, {}, event_of("agree", act="extension"), "ne dit pas « agréé »"),
    "an arrêté d’extension that refuses the agrément": (
        TEXT, {}, event_of("refus-agrement", act="extension"), "ne dit pas « agrément refusé »",
    ),
    "the same, on the page of the event": (EVENT, {"nature": "etendu", "act": ACT, "on": ""}, {}, "ne dit pas"),
    "an act that becomes one that could not decide so": (ACT, {"kind": "arrete-extension"}, {}, "ne dit pas"),
    "an act that becomes an avis": (ACT, {"kind": "avis"}, {}, "ne dit pas « agréé »"),
    "an act that agrees and refuses one text": (
        "other", {}, event_of("refus-agrement", act=ACT), "Le même acte (acte du 21",
    ),
    "the same, on the page of the events": (
        Event,
        {"agreement": "other", "nature": "refus-agrement", "act": ACT, "precision": "jour", "sources": [SOURCE]},
        {}, "Le même acte (acte du 21",
    ),
    # identifiers
    "a NOR too short": (ACT, {"nor": "SSAA202839A"}, {}, BAD_NOR),
    "a NOR with spaces within": (ACT, {"nor": "SSAA 2028393 A"}, {}, BAD_NOR),
    "a NOR that is an address": (ACT, {"nor": "JORFTEXT00004247574"}, {}, BAD_NOR),
    "the NOR of another act": (
        Act, {"kind": "arrete", "slug": "x", "on": "01/01/2020", "nor": "ssaa2028393a"}, {}, "Un autre acte a ce NOR",
    ),
    "an NOR given to a second act": ("extension", {"nor": "SSAA2028393A"}, {}, "Un autre acte a ce NOR"),
    "a KALITEXT too short": (TEXT, {"kalitext": "KALITEXT00004307501"}, {}, BAD_KALITEXT),
    "a KALITEXT that is a KALICONT": (TEXT, {"kalitext": "KALICONT000005635407"}, {}, BAD_KALITEXT),
    "a KALITEXT that is a number": (TEXT, {"kalitext": "43075012"}, {}, BAD_KALITEXT),
    "an identifier with spaces": (TEXT, {"slug": "ccn 66"}, {}, "tirets"),
    "the identifier of another text": (TEXT, {"slug": "ccn-66-avenant-353"}, {}, "existe déjà"),
    "the identifier of another act": ("extension", {"slug": ACT}, {}, "existe déjà"),
    "an address that is none": (ACT, {"url": "legifrance"}, {}, "URL valide"),
    "an address of script": (SOURCE, {"url": "javascript:alert(1)"}, {}, "URL valide"),
    # organisations
    "« nexem » beside « Nexem »": (
        Organisation, {"name": "nexem", "slug": "nexem-2", "college": "employeur"}, {}, "déjà celui de « NEXEM »",
    ),
    "« Néxem », with an accent": (
        Organisation, {"name": "Néxem", "slug": "nexem-2", "college": "employeur"}, {}, "déjà celui de",
    ),
    "the other name of an organisation": (
        Organisation, {"name": "FEHAP nationale", "slug": "f", "college": "employeur"}, {}, "déjà celui de « FEHAP »",
    ),
    "a full name that is the name of another": (ORGANISATION, {"full_name": "Fehap"}, {}, "déjà celui de"),
    "an organisation of no side": (Organisation, {"name": "X", "slug": "x"}, {}, "obligatoire"),
    "an organisation that succeeds itself": (
        ORGANISATION, {}, {"origins": {"predecessor": ORGANISATION}}, "ne se succède pas à elle-même",
    ),
    "two that succeed each other": (
        "syneas", {}, {"origins": {"predecessor": ORGANISATION}}, "se succèdent en rond",
    ),
    # ties
    "two texts that replace each other": (
        TEXT, {}, {"relations": {"kind": "remplace", "target": "other"}}, "se remplacent ou s’abrogent en rond",
    ),
    "a text repealed by what it replaces": (
        TEXT, {}, {"relations": {"kind": "abroge", "target": "other"}}, "en rond",
    ),
    "a text that replaces itself": (
        TEXT, {}, {"relations": {"kind": "remplace", "target": TEXT}}, "pas en relation avec lui-même",
    ),
    "a relation to nothing": (TEXT, {}, {"relations": {"kind": "remplace"}}, "pas les deux"),
    # characters
    "a title turned around": (TEXT, {"title": "Mesures \u202esalariales"}, {}, f"{UNSEEN}202E"),
    "a title with a sign of no width": (TEXT, {"title": "Mesures\u200b salariales"}, {}, f"{UNSEEN}200B"),
    "a number with a mark of order": (TEXT, {"number": "\ufeff354"}, {}, f"{UNSEEN}FEFF"),
    "a note that isolates": (TEXT, {"note": "vu \u2066là\u2069"}, {}, f"{UNSEEN}2066"),
    "a soft hyphen in the name of an act": (ACT, {"title": "Arrê\u00adté"}, {}, f"{UNSEEN}00AD"),
    "an invisible sign in a source": (SOURCE, {"title": "JO\u2060RF"}, {}, f"{UNSEEN}2060"),
    "a character of command": (TEXT, {"title": "Mesures\x02"}, {}, "U+0002"),
    "a null character": (TEXT, {"title": "Mesures\0"}, {}, "nul"),
    # what is missing
    "a text without a convention": (TEXT, {"conventions": []}, {}, "obligatoire"),
    "a text without a type": (TEXT, {"kind": ""}, {}, "obligatoire"),
    "a type that does not exist": (TEXT, {"kind": "avenan"}, {}, "choix valide"),
    "a rule without its date": (TEXT, {"rule": "date-fixe"}, {}, "demande une date"),
    "an event without a source": (TEXT, {}, event_of("depot", sources=[]), "au moins une source"),
    "a signature without a source": (
        TEXT, {}, {"signatures": {"organisation": "cgt", "mode": "signature"}}, "au moins une source",
    ),
    "the same signature twice": (TEXT, {}, signed("cfdt", "signature", "23/06/2020"), "figure deux fois"),
    "the same source twice": (Source, {"title": "JORF", "url": "https://exemple.fr/1", "consulted_on": "01/01/2020",
        "published_precision": "jour"}, {}, "déjà enregistrée"),
}  # fmt: skip
ASKED = {
    "a decision before its text": (
        TEXT, {}, event_of("agree", on="01/05/2020"), "est avant la date du texte",
    ),
    "the same, by an act": (
        TEXT, {"dated": "23/06/2022"}, {"events": {"nature": "agree", "act": ACT, "precision": "jour",
        "sources": [SOURCE]}}, "est avant la date du texte",
    ),
    "a text dated after what is told of it": (TEXT, {"dated": "23/07/2020"}, {}, "est avant la date du texte"),
    "a deposit before its text": (TEXT, {}, event_of("depot", on="01/01/2020"), "est avant la date du texte"),
    "an event moved before its text": (EVENT, {"on": "01/07/2010"}, {}, "est avant la date du texte"),
    "a text that is recorded already": (Agreement, new(number="354", dated="23/06/2020"), {}, DUPLICATE),
    "the same, « n° 354 »": (Agreement, new(number="n° 354", dated="23/06/2020"), {}, DUPLICATE),
    "the same, without its day": (Agreement, new(number="354"), {}, DUPLICATE),
    "the same, on another day": (Agreement, new(number="354", dated="24/06/2020"), {}, DUPLICATE),
    "a number corrected into that of another": (TEXT, {"number": "353"}, {}, DUPLICATE),
    "an arrêté of the same days": (
        Act, {"kind": "arrete-agrement", "slug": "x", "on": "21/10/2020", "published_on": "29/10/2020"}, {},
        "Un autre arrêté d’agrément est de ces jours",
    ),
    "the address of another source": (
        Source, {"title": "Autre titre", "url": "https://exemple.fr/1", "consulted_on": "01/01/2020",
        "published_precision": "jour"}, {}, "Une autre source a cette adresse",
    ),
    "a withdrawal before the signature": (TEXT, {}, signed("cfdt", "retrait", "01/06/2020"), "avant d’avoir signé"),
    "an opposition before any signature": (
        TEXT, {}, signed("cgt", "opposition", "01/06/2020"), "avant toute signature",
    ),
    "a signature after the approval": (
        "other", {}, signed("cgt", "signature", "01/11/2020"), "après l’agrément",
    ),
    "a last day before the text": (TEXT, {"term": "01/01/2020"}, {}, "Le dernier jour est avant la date du texte"),
    "a last day before the effect": (
        TEXT, {"term": "01/01/2021", "rule": "date-fixe", "rule_date": "01/02/2021"}, {},
        "avant la date que donne la règle",
    ),
    "a decision told twice by one act": ("other", {}, event_of("agree", act=ACT, note="bis"), "2 fois par le même"),
    "an act moved ten years back": (ACT, {"on": "21/10/2010", "published_on": "29/10/2010"}, {}, "1 texte change"),
    "a Journal moved by a year": (ACT, {"published_on": "29/10/2021"}, {}, "1 texte change"),
}  # fmt: skip


def real(known: dict, value):
    """Facts by their names; everything else as it is."""
    if isinstance(value, dict):
        return {name: real(known, one) for name, one in value.items()}
    if isinstance(value, list):
        return [real(known, one) for one in value]
    return known[value].pk if isinstance(value, str) and value in known else value


def entered(editor, known, case):
    where, changes, rows, _ = case
    fact = known[where] if isinstance(where, str) else where
    own = {name: changes[name] for name in ("slug", "number", "name", "title") if name in changes}
    needed = {}
    if where is Agreement:
        rows = rows | {"citations": {"source": SOURCE, "seen": "x"}}
    if where is Source:
        needed = {"published_precision": "jour"}
    return enter(editor, fact, needed | real(known, changes) | own, real(known, rows))


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(editor, known, case):
    answer, _, _ = entered(editor, known, REFUSED[case])
    assert answer.status_code == 200, "it was written"
    assert REFUSED[case][-1] in answer.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("case", ASKED)
def test_what_is_odd_is_asked_then_kept(editor, known, case):
    answer, address, sent = entered(editor, known, ASKED[case])
    assert answer.status_code == 200, "it was written"
    shown = answer.content.decode()
    assert ASKED[case][-1] in " ".join(shown.split())
    assert not Entry.objects.exists()
    asked = answer.context["refusal"].asked
    assert editor.post(address, sent | {"_confirmer": "autre"}).status_code == 200, "only what was shown"
    assert editor.post(address, sent | {"_confirmer": asked.seal}).status_code == 302
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("case", [case for case in ASKED if "before" in case or "twice" in case])
def test_what_is_kept_is_among_the_anomalies(editor, known, case):
    answer, address, sent = entered(editor, known, ASKED[case])
    editor.post(address, sent | {"_confirmer": answer.context["refusal"].asked.seal})
    facts = all_facts(with_facts(Agreement.objects.all()))
    assert any(clashes(one) or doubts(one) for one in facts.values())


def test_a_number_is_written_without_its_sign(editor, known):
    enter(editor, known[TEXT], {"number": "n° 364"}, {})
    known[TEXT].refresh_from_db()
    assert known[TEXT].number == "364"


def test_ordinary_entries_are_neither_refused_nor_asked_about(editor, known):
    row = event_of("avis-favorable", on="01/09/2020")
    for fact, changes, rows in (
        (known[TEXT], {"note": "vu"}, row),
        (known[ACT], {"bulletin": "BO 2020/10"}, {}),
        (known[SOURCE], {"title": "JORF du 29 octobre 2020"}, {}),
        (known[ORGANISATION], {"acronym": "NX"}, {}),
    ):
        answer, _, _ = enter(editor, fact, changes, real(known, rows))
        assert answer.status_code == 302


def test_the_page_of_decisions_asks_before_it_writes(editor, known):
    address = page(Act, "decide", known[ACT].pk)
    sent = {"nature": "agree", "others": [known[TEXT].pk], "sources": [known[SOURCE].pk]}
    answer = editor.post(address, sent)
    assert "1 texte" in answer.content.decode() and "→" in answer.content.decode()
    assert not known[TEXT].events.filter(nature="agree").exists()
    seal = answer.context["refusal"].asked.seal
    assert editor.post(address, sent | {"_confirmer": seal}).status_code == 302
    assert known[TEXT].events.filter(nature="agree").exists()
    refused = editor.post(address, sent | {"nature": "refus-agrement"})
    assert "Le même acte" in refused.content.decode()
    assert not known[TEXT].events.filter(nature="refus-agrement").exists()


def test_no_relation_is_left_of_what_was_refused(editor, known):
    entered(editor, known, REFUSED["two texts that replace each other"])
    assert Relation.objects.count() == 1
