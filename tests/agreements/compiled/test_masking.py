"""No address and no telephone number is published from an official article; nothing else is taken for one."""

import re
import time

import pytest

from agreements.compiled.masking import ADDRESS, TELEPHONE, masked

ADDRESSES = [
    "depot.accord@exemple.gouv.fr",
    "CPPNI@CCN-EXEMPLE.fr",
    "secretariats-ccn3131@exemple.fr",
    "accord.66@exemple.com",
    "prenom+nom@sous.domaine.exemple.org",
    "cppni@métiers.fr",
    "contact @ exemple. pro",
    "cppni-taps @ exemple. gouv. fr",
    "contact&nbsp;@&nbsp;exemple.fr",
    "contact [at] exemple.fr",
    "contact(arobase)exemple.fr",
]
NUMBERS = [
    "01 45 84 24 24",
    "01.45.84.24.24",
    "01-85-60-57-00",
    "01/45/84/24/24",
    "01\u00a045\u00a084\u00a024\u00a024",
    "01\u202f45\u202f84\u202f24\u202f24",
    "01&nbsp;45&nbsp;84&nbsp;24&nbsp;24",
    "01–45–84–24–24",
    "+33 1 45 84 24 24",
    "+33145842424",
    "+33 (0)1 45 84 24 24",
    "0033 1 45 84 24 24",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "around", ["{}", "<p>Écrire à : {}.</p>", "({})", "à {}, puis", "« {} »", "<td>{}</td>", "à {}. Le dépôt"]
)
def test_an_address_is_masked(address, around):
    assert masked(around.format(address)) == around.format(ADDRESS)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "around", ["{}", "<p>Téléphone : {}.</p>", "({})", "(HMS) : {},", "{} ; puis", "<td>{}</td>", "☎ {}<br>"]
)
def test_a_number_is_masked(number, around):
    assert masked(around.format(number)) == around.format(TELEPHONE)


@pytest.mark.parametrize(
    "said", ["Tél. : ", "tél ", "Téléphone : ", "Fax : ", "télécopie : ", "Portable&nbsp;: "]
)
def test_ten_figures_in_one_piece_are_masked_where_it_is_said(said):
    assert masked(f"{said}0145842424.") == f"{said}{TELEPHONE}."
    assert masked("n° 0145842424") == "n° 0145842424"


def test_two_that_follow_each_other_are_both_masked():
    assert masked("01.56.34.01.76,06.07.24.35.93") == f"{TELEPHONE},{TELEPHONE}"
    assert masked("a@b.fr ; c@d.fr") == f"{ADDRESS} ; {ADDRESS}"


LEFT = [
    "CT L. 2261-15 et CASF R. 314-197",
    "articles 01.02.03.04.05.06",
    "article 1.01.02.03.04.05",
    "10 01 02 03 04 05",
    "1 234 567 890,12 €",
    "0 123 456 789 €",
    "0,0145842424",
    "784 621 419 00012",
    "78462141900012",
    "départements 01, 02, 03, 04, 05",
    "départements 01 02 03 04 05 06",
    "01-45-84-24-24-24",
    "IDCC 0413, IDCC 2264",
    "le 01/02/2020 au 01.03.2021",
    "01/02/20 03/04/21",
    "brochure n° 3198",
    "le 3919, le 15, le 39 19",
    "www.exemple.fr/wp-content/uploads/2022/07/26062022_Besoins",
    "https://exemple.fr/01.45.84.24.24/",
    "https://exemple.fr/?n=01.45.84.24.24",
    "KALITEXT000001458424",
    "<td>01</td><td>45</td><td>84</td><td>24</td><td>24</td>",
    "coefficients 01 45, 84 24 et 24",
    "le simulateur M@rel sur www.exemple.fr",
    "le simulateur M @ rel sur le site www. exemple. fr",
    "Ev@gill, un outil ; S@voirs Interactifs",
    "Prénom Nom @<br>5. Code NAF",
    "(attestation) [attendu] (at)",
    "",
]


@pytest.mark.parametrize("text", LEFT)
def test_nothing_else_is_taken_for_one(text):
    assert masked(text) == text


@pytest.mark.parametrize("told", ["0", "0 1", "a@", "a.", "01.45.", "a @ b. ", "+33", "(at)", "a.b@c.d."])
def test_a_long_text_is_read_in_time(told):
    """Four times the length takes about four times the time, and never sixteen."""
    long = f"{told * 10_000}@"
    started = time.process_time()
    masked(long)
    once = time.process_time() - started
    masked(long * 4)
    assert time.process_time() - started - once < 8 * once + 0.2


def test_what_is_masked_is_told_in_words_that_no_rule_takes():
    for told in (ADDRESS, TELEPHONE):
        assert masked(told) == told
        assert re.fullmatch(r"\[[\w ]+\]", told)
