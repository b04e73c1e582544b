"""Every kind of anomaly: a fact that creates it, and the page that lists it; and none where there is none."""

import json
from datetime import date

import pytest

from agreements.law.anomaly_kinds import Group, Kind
from agreements.models import Agreement
from tests import builders as make
from tests.reading import body_of, links, parsed, text


def sound() -> Agreement:
    """A text in which nothing is to be looked at."""
    made = make.agreement(
        "sain", rule="date-fixe", rule_date=date(2020, 2, 1), kali_state="VIGUEUR_NON_ETEN", cited=False
    )
    make.Citation.objects.create(agreement=made, source=make.source(url="https://exemple.fr/"), position=1)
    make.event(made, "agree", date(2020, 3, 1), jo=date(2020, 3, 15))
    make.signature(made, "nexem")
    make.signature(made, "cfdt")
    return made


def refused(**values) -> Agreement:
    made = make.agreement("vu", **values)
    make.event(made, "refus-agrement", date(2020, 5, 1))
    return made


def creates(kind: Kind) -> None:
    """The fewest facts that make this anomaly."""
    match kind:
        case Kind.VIGUEUR_SANS_AGREMENT:
            refused(kali_state="VIGUEUR_NON_ETEN")
        case Kind.ETENDU_SANS_SIGNATURE:
            made = make.agreement("vu")
            make.event(made, "opposition-majoritaire", date(2020, 2, 1))
            make.event(made, "etendu", date(2020, 5, 1))
        case Kind.ETENDU_SANS_AGREMENT:
            make.event(refused(), "etendu", date(2020, 6, 1))
        case Kind.DATES_INVERSEES:
            made = make.agreement("vu")
            make.event(made, "demande-agrement", date(2020, 6, 1))
            make.event(made, "avis-favorable", date(2020, 5, 1))
        case Kind.FAITS_INCOMPATIBLES:
            made = make.agreement("vu")
            decided = make.event(made, "agree", jo=date(2020, 5, 1)).act
            make.event(made, "refus-agrement", act=decided)
        case Kind.SOURCES_DIVERGENTES:
            make.divergence(
                make.agreement("vu"), "date", [("2020-01-01", "un bulletin"), ("2020-01-02", "un autre")]
            )
        case Kind.SANS_SIGNATAIRE:
            make.agreement("vu")
        case Kind.SANS_DATE:
            make.agreement("vu", dated=None)
        case Kind.FAIT_SANS_DATE:
            make.event(make.agreement("vu"), "agree")
        case Kind.JO_NON_LU:
            make.event(make.agreement("vu"), "agree", date(2020, 5, 1))
        case Kind.AGREMENT_INCONNU:
            make.agreement("vu", kali_state="VIGUEUR")
        case Kind.EFFET_INCONNU:
            make.event(make.agreement("vu"), "agree", jo=date(2020, 5, 1))
        case Kind.RELATION_SANS_SOURCE:
            make.relation(make.agreement("vu"), "modifie", "Un autre texte").sources.clear()
        case Kind.SANS_LIEN:
            make.agreement("vu")


@pytest.mark.parametrize("kind", list(Kind), ids=[kind.value for kind in Kind])
def test_each_kind_is_found_and_listed(published, kind):
    sound()
    creates(kind)
    reader = published()
    told = reader.get(f"/suivi/anomalies.json?genre={kind}").json()
    assert [(each["genre"], each["accord"]) for each in told["anomalies"]] == [(kind, "vu")]
    assert {each["nom"]: each["nombre"] for each in told["genres"]}[kind] == 1
    page = parsed(reader.get(f"/suivi/anomalies/?genre={kind}"))
    assert "/accords/vu/" in links(page)
    assert kind.label.lower() in text(page.query("main")[0]).lower()


def test_a_sound_text_has_none(published):
    sound()
    assert published().get("/suivi/anomalies.json").json()["anomalies"] == []


def test_a_date_before_that_of_the_text(published):
    made = make.agreement("vu", dated=date(2020, 6, 1))
    make.event(made, "avis-favorable", date(2020, 5, 1))
    [found] = published().get(f"/suivi/anomalies.json?genre={Kind.DATES_INVERSEES}").json()["anomalies"]
    assert "avant la date du texte" in found["detail"]


def test_dates_that_are_not_exact_are_not_compared(published):
    made = make.agreement("vu", dated=date(2020, 6, 15))
    make.event(made, "avis-favorable", date(2020, 6, 1), precision="mois")
    assert published().get(f"/suivi/anomalies.json?genre={Kind.DATES_INVERSEES}").json()["anomalies"] == []


@pytest.mark.parametrize("kind", ["recommandation", "rectificatif", "document"])
def test_what_no_two_parties_sign_needs_no_signatory(published, kind):
    make.agreement("vu", kind=kind)
    assert published().get(f"/suivi/anomalies.json?genre={Kind.SANS_SIGNATAIRE}").json()["anomalies"] == []


def test_what_kali_says_twice_is_listed_once(published):
    make.event(refused(kali_state="VIGUEUR_NON_ETEN"), "constat-en-vigueur", date(2021, 1, 1))
    told = published().get(f"/suivi/anomalies.json?genre={Kind.VIGUEUR_SANS_AGREMENT}").json()["anomalies"]
    assert [each["detail"] for each in told] == [
        "KALI dit le texte « en vigueur, non étendu », l’agrément est refusé."
    ]


@pytest.mark.parametrize(("subject", "doubt"), [(True, False), (None, True)])
def test_an_unknown_approval_says_whether_it_is_known_to_be_due(published, subject, doubt):
    basis = "une source" if subject else ""
    make.convention(subject_to_agrement=subject, agrement_basis=basis)
    make.agreement("vu", kali_state="VIGUEUR")
    [told] = published().get(f"/suivi/anomalies.json?genre={Kind.AGREMENT_INCONNU}").json()["anomalies"]
    assert ("on ne sait pas si sa convention est soumise" in told["detail"]) == doubt


@pytest.mark.parametrize("query", ["genre=autre", "page=0", "convention=inconnue"])
def test_a_wrong_parameter_is_refused(reader, query):
    assert reader.get(f"/suivi/anomalies/?{query}").status_code == 400


def test_each_row_leads_to_where_an_editor_mends_it(reader, settings):
    settings.ADMIN_URL = "https://redaction.exemple.fr"
    address = f"/suivi/anomalies/?genre={Kind.VIGUEUR_SANS_AGREMENT}"
    assert not any("/admin/" in link for link in links(parsed(reader.get(address))))  # readers are no editors
    page = parsed(reader.get(f"{address}&corriger=oui"))
    assert "https://redaction.exemple.fr/admin/agreements/agreement/?q=ccn-66-avenant-349" in links(page)


def test_no_link_where_no_admin_is_told(reader, settings):
    settings.ADMIN_URL = ""
    page = parsed(reader.get("/suivi/anomalies/?corriger=oui"))
    assert not any("/admin/" in link for link in links(page))


# -- On the sector's agreements ----------------------------------------------------------------------------


def test_the_counts_are_those_of_the_rows(reader):
    told = json.loads(body_of(reader.get("/suivi/anomalies.json?perimetre=tout")))
    counts = {each["nom"]: each["nombre"] for each in told["genres"]}
    for kind in Kind:
        assert counts[kind] == sum(each["genre"] == kind for each in told["anomalies"])
    assert counts[Kind.SOURCES_DIVERGENTES] == 69


def test_what_is_known_to_be_impossible_is_there(reader):
    told = reader.get(f"/suivi/anomalies.json?genre={Kind.VIGUEUR_SANS_AGREMENT}").json()
    assert {each["accord"] for each in told["anomalies"]} == {
        "ccn-66-avenant-259",
        "ccn-66-avenant-275",
        "ccn-66-avenant-349",
    }


def test_contradictions_come_first(reader):
    page = parsed(reader.get("/suivi/anomalies/"))
    headings = [text(node) for node in page.query("nav.kinds h2")]
    assert headings == [group.label for group in Group]


def test_the_table(reader):
    lines = (
        reader.get(f"/suivi/anomalies.csv?genre={Kind.SANS_DATE}").content.decode("utf-8-sig").splitlines()
    )
    assert len(lines) > 10


def test_few_queries(reader, django_assert_max_num_queries):
    reader.get("/suivi/anomalies/")
    with django_assert_max_num_queries(10, using="edition"):
        reader.get("/suivi/anomalies/")
