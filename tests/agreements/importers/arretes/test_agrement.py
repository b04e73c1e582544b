"""The arrêtés d'agrément: blocks, headings, refusals, formula, tables; one line by fact read."""

import time
from datetime import date

import pytest

from agreements.importers.arretes.reading import read_acts
from agreements.law.names.acts import Formula
from tests.agreements.importers.arretes.acts import REFUSAL, TITLE, agrement


def told(text: str) -> list[str]:
    """nature keys kind number, then the associations, then what is unread."""
    lines = []
    for act in read_acts(text):
        for made in act.decisions:
            keys = ",".join(sorted(made.field.keys))
            lines.append(f"{made.nature} {keys} {made.text.kind} {made.text.number or made.text.dated}")
        lines += [f"{nature} {count} association(s)" for nature, count in act.associations.items()]
        lines += [f"non lu : {one.why}" for one in act.unread]
    return lines


BRANCHES = """\
I. − Convention collective du 15 mars 1966
Avenant no
922 du 8 octobre 2010 relatif à la révision du régime
de prévoyance.
II. − Convention collective du 31 octobre 1951 -
FEHAP (75018 PARIS)

    a) Décision unilatérale du 29 septembre 2010 relative à la valeur du point ;
    b) Avenant n o 2010-95 du 29 juin 2010 relatif à une prime.
II. - Croix-Rouge française (75384 Paris)
Accord-cadre du 12 juillet 2010 relatif aux risques.
V. − Association du Pont (06000 Ville)
Accord d'entreprise du 1er juin 2010 relatif à la prime.
Accord d'entreprise du 2 juin 2010 relatif à la nuit.
"""
READ = [
    "agree 413 avenant 922",
    "agree 29 decision 2010-09-29",
    "agree 29 avenant 2010-95",
    "agree 5502 accord-cadre 2010-07-12",
    "agree 1 association(s)",
]


def test_blocks_with_their_numerals_missing_or_repeated():
    assert told(agrement(BRANCHES)) == READ


def test_the_same_words_with_an_empty_line_between_each():
    spaced = agrement(
        BRANCHES.replace("Avenant no\n922", "Avenant no 922").replace("régime\nde", "régime de")
    )
    assert (
        told("\n\n".join(spaced.splitlines()).replace("dans\n\n", "dans ").replace("en\n\nvi", "en vi"))
        == READ
    )


def test_the_same_words_in_html():
    html = "".join(f"<p>{line}</p>" for line in agrement(BRANCHES).replace("no\n9", "no 9").splitlines())
    assert (
        told(html.replace("régime</p><p>de", "régime<br/>de").replace("no 922", "n<sup>o</sup> 922")) == READ
    )


def test_a_capital_letter_may_stand_before_each_text_of_a_block():
    lettered = (
        "I. - Convention collective du 15 mars 1966\n"
        "A. - Protocole d'accord du 10 février 1999 relatif aux congés.\n"
        "B. - Avenant du 16 février 1999 relatif à la nuit.\n"
        "C. - Accord du 17 février 1999 relatif à la paie.\n"
        "C. - Association du Pont (06000 Ville)\nAccord du 1er juin 1999 relatif à la prime.\n"
    )
    assert told(agrement(lettered)) == [
        "agree 413 protocole 1999-02-10",
        "agree 413 avenant 1999-02-16",
        "agree 413 accord 1999-02-17",
        "agree 1 association(s)",
    ]


def test_a_heading_and_its_text_may_stand_on_one_line():
    blocks = """\
I. - Branche sanitaire, sociale et médico-sociale UNIFED (75001 Ville) : avenant no 91 du 19 avril 2007 à l'accord
no 2002-91 du 17 avril 2002 ayant pour objet la nuit.
II. - Convention collective nationale du 31 octobre 1951, FEHAP (75015 Ville) : avenant no 2007-92 du 24 mai 2007.
III. - Croix-Rouge française (75694 Ville) : avenant no 95 du 22 mai 2007 à la convention collective de la
Croix-Rouge française ayant pour objet la formation.
IV. - Association du Pont (06000 Ville) : accord d'entreprise du 1er juin 2007 ayant pour objet la nuit.
V. - Foyer de la Colline (06000 Ville) : décision unilatérale du 2 juin 2007 ayant pour objet une prime.
"""
    assert told(agrement(blocks)) == [
        "agree bass avenant 91",
        "agree 29 avenant 2007-92",
        "agree 5502 avenant 95",
        "agree 2 association(s)",
    ]


@pytest.mark.parametrize("after", ["", "II. - Association du Pont (06000 Ville)\nAccord du 1er juin 1999.\n"])
def test_a_convention_without_a_text_is_told(after):
    assert told(agrement(f"I. - Convention collective du 15 mars 1966\n{after}"))[-1] == (
        "non lu : titre de bloc sans texte"
    )


def test_refusals_stand_in_their_own_article():
    refused = (
        "I. - Convention collective du 15 mars 1966\nAvenant n° 983 du 20 février 2003 relatif à la paie.\n"
    )
    assert told(agrement(BRANCHES, refused)) == [*READ[:4], "refus-agrement 413 avenant 983", READ[4]]
    assert told(agrement("", refused)) == ["refus-agrement 413 avenant 983"]
    singular = agrement("", refused).replace(REFUSAL.strip(), "N'est pas agréé l'accord suivant :")
    assert told(singular) == ["refus-agrement 413 avenant 983"]


def test_headings_without_numerals():
    blocks = """
Maternité de la Colline (57-Ville)

Avis interprétatif à l'avenant n° 1 du 4 décembre 2001 à l'accord d'entreprise, signé le 11 décembre 2003.

Fédération des établissements hospitaliers
et d'assistance privés (FEHAP) (75-Paris)

Avenant n° 2003-93 du 25 novembre 2003 à la convention collective nationale du 31 octobre 1951.

Fédération nationale des centres de lutte contre le cancer (Paris-75)

Avenant n° 2003-91 relatif aux frais, signé le 18 juillet 2003.
"""
    assert told(agrement(blocks)) == [
        "agree 29 avenant 2003-93",
        "agree 2046 avenant 2003-91",
        "agree 1 association(s)",
    ]


def test_parts_tell_branches_from_associations():
    blocks = """
Accords de branche et conventions collectives nationales
Convention collective de la branche de l'aide, de l'accompagnement, des soins et des services à domicile (BAD)
Avenant n° 96/2021 du 21 janvier 2021 relatif à la santé.
NEXEM (CCN66)
Avenant n° 964 du 5 mai 2021 relatif à la paie.
Accords d'entreprise et décisions unilatérales
Les Amis de la Colline
Décision unilatérale du 18 juin 2020 relative à une prime.
Sans Titre Connu
Accord du 17 juillet 2020 relatif à une prime.
"""
    assert told(agrement(blocks, title=TITLE.replace("2010", "2021"))) == [
        "agree 2941 avenant 96/2021",
        "agree 413 avenant 964",
        "agree 2 association(s)",
    ]


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        (
            "I. - Quelque chose\nAccord du 5 mai 2010 relatif à la paie.\n",
            "titre de bloc non reconnu : Quelque chose",
        ),
        ("Avenant n° 5 du 5 mai 2010 relatif à la paie.\n", "titre de bloc non reconnu : (aucun)"),
        (
            "I. - Convention collective du 15 mars 1966\nDeux accords du 5 mai 2010 relatifs à la paie.\n",
            "plusieurs textes sous un seul nom",
        ),
        (
            "I. - Convention collective du 15 mars 1966\n"
            "Avenant n° 9 du 5 mai 2010 à la convention collective du 31 octobre 1951.\n",
            "la ligne nomme une autre convention que son titre",
        ),
        (  # the year of the first day is not always that of the second
            "I. - Convention collective du 15 mars 1966\n"
            "Accord du 20 décembre et avenant n° 1 du 14 février 2002 relatifs à la paie.\n",
            "un autre texte pourrait être nommé dans la ligne",
        ),
        ("I. - Convention collective du 15 mars 1966\n", "titre de bloc sans texte"),
        ("I. - Association du Pont (06000 Ville)\n", "rien de décidé n’a été lu"),
    ],
)
def test_what_is_not_read_is_said(blocks, why):
    assert told(agrement(blocks)) == [f"non lu : {why}"]


def test_a_federation_has_the_convention_that_its_line_names():
    blocks = """\
I. - Fédération des syndicats nationaux d'employeurs des établissements
et services pour personnes inadaptées et handicapées (95800 Ville)
Avenant n° 9 du 5 mai 2000 à la convention collective du 1er mars 1979 relatif à la paie.
Avenant n° 965 du 21 avril 1999 à la convention collective de 1966 ainsi que son avenant n° 1 du 20 juin 2000.
"""
    assert told(agrement(blocks)) == ["agree 1001 avenant 9", "agree 413 avenant 965", "agree 413 avenant 1"]


def test_the_act_says_its_dates():
    heading = read_acts(agrement(BRANCHES))[0].heading
    assert (heading.nor, heading.on, heading.published_on) == (
        "TEST1032361A",
        date(2010, 12, 20),
        date(2010, 12, 29),
    )
    assert heading.sessions == (date(2010, 11, 26),)
    assert heading.notified_on == (date(2010, 12, 6), date(2010, 12, 10))


@pytest.mark.parametrize(
    ("words", "default"),
    [
        ("à défaut, de la date de publication du présent\narrêté", Formula.PUBLICATION),
        (
            "à défaut de la date de notification de la décision ministérielle aux signataires",
            Formula.NOTIFICATION,
        ),
        ("à défaut, autrement", None),
    ],
)
def test_the_formula_gives_the_day_by_default(words, default):
    text = agrement(BRANCHES).replace("à défaut, de la date de publication du présent\narrêté", words)
    assert read_acts(text)[0].formula is default


@pytest.mark.parametrize(
    ("heading", "published"),
    [
        ("J.O. 75 du 31 mars 2005       J.O. disponibles", date(2005, 3, 31)),
        ("J.O. Numéro 133 du 9 Juin 2000       J.O. disponibles", date(2000, 6, 9)),
        ("JORF n°259 du 8 novembre 2003", date(2003, 11, 8)),
        ("JORF n°0301 du 29 décembre 2011 page 22630", date(2011, 12, 29)),
        ("(Journal officiel du )", None),
    ],
)
def test_the_journal_is_written_in_several_ways(heading, published):
    title = TITLE.replace("(Journal officiel du 29 décembre 2010)\n", "")
    assert read_acts(f"{heading}\n\n{agrement(BRANCHES, title=title)}")[0].heading.published_on == published


def test_several_acts_under_one_heading():
    first, second = (
        agrement(BRANCHES),
        agrement("II. - Convention collective du 15 mars 1966\nAvenant n° 1 du 2 mai 2000.\n"),
    )
    second = (
        second[second.index("NOR") :]
        .replace("1032361A", "1032362A")
        .replace("(Journal officiel du 29 décembre 2010)", "")
    )
    acts = read_acts(first.replace("Arrêté du", "Arrêtés du").replace("relatif à l", "relatifs à l") + second)
    assert [act.heading.nor for act in acts] == ["TEST1032361A", "TEST1032362A"]
    assert [len(act.decisions) for act in acts] == [4, 1]
    assert {act.heading.published_on for act in acts} == {date(2010, 12, 29)}
    assert {act.heading.on for act in acts} == {date(2010, 12, 20)}


def test_no_name_of_a_person_is_kept():
    for text in (
        agrement(BRANCHES),
        agrement("I. - Quelque chose\n"),
        agrement("", "Personne n'a écrit ceci\n"),
    ):
        assert "A. Personne" not in repr(read_acts(text))


ANNEX = """
ANNEXES
ANNEXE 1
ACCORDS VISÉS À L'ARTICLE 1ER
CONVENTIONS COLLECTIVES NATIONALES VISÉES À L'ARTICLE 1ER


Branche
ou convention
collective

nature

date

objet

BAD

Avenant 91/2025

09/07/2025

Prise en compte des congés,
et du reste.

CCN 66

Accord

17/10/2025

Salaires.


ANNEXE 2
ACCORDS VISÉS À L'ARTICLE 2


n° dpt

association

code postal

ville

nature

date

objet

03

Les Amis

03005

Ville

Accord

18/11/2025

télétravail
"""


def annexed() -> str:
    whole = agrement("", "")
    agreed = "Article 1\nSont agréés les accords de branche mentionnés à l'annexe 1.\n"
    refused = "Article 2\nNe sont pas agréés les accords mentionnés à l'annexe 2.\n"
    return whole.replace("Article 1\n", f"{agreed}{refused}Article 3\n") + ANNEX


def test_tables_stand_in_annexes():
    assert told(annexed()) == [
        "agree 2941 avenant 91/2025",
        "agree 413 accord 2025-10-17",
        "refus-agrement 1 association(s)",
    ]
    assert read_acts(annexed())[0].decisions[0].text.subject == "Prise en compte des congés, et du reste"


def test_a_table_without_its_article_says_nothing():
    assert told(TITLE + ANNEX) == [
        "non lu : article 1 non lu : ni agréé ni refusé",
        "non lu : article 1 non lu : ni agréé ni refusé",
        "non lu : article 2 non lu : ni agréé ni refusé",
    ]


def test_a_table_in_html():
    rows = [
        ("Branche", "nature", "date", "objet"),
        ("BAD", "Avenant 91/2025", "09/07/2025", "Congés"),
        ("BAD", "?", "x", "y"),
    ]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    html = f"<p>{TITLE}</p><p>Article 1</p><p>Sont agréés les accords de l'annexe.</p><p>ANNEXE 1</p>"
    html += f"<p>ACCORDS VISÉS À L'ARTICLE 1ER</p><table>{cells}</table>"
    assert told(html) == ["agree 2941 avenant 91/2025", "non lu : ligne de tableau non reconnue"]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Annexe", READ),
        ("ANNEXE 1\nACCORDS VISÉS À L'ARTICLE 1ER", READ),
        ("Annexe I\nTEXTES MENTIONNÉS À L'ARTICLE 1ER", READ),
    ],
)
def test_blocks_may_stand_in_an_annex(title, read):
    agreed = agrement("", "").replace(
        "Article 1\n", "Article 1\nSont agréés les accords en annexe.\nArticle 2\n"
    )
    assert told(f"{agreed}\n{title}\n{BRANCHES}") == read


def test_an_annex_of_no_article_that_decides_is_left():
    told_of = told(f"{TITLE}\nArticle 1\nLe présent arrêté est publié.\n\nANNEXE\nCCN 66\nAvenant n° 5.\n")
    assert told_of == ["non lu : annexe d’un article qui n’est pas lu"] * 2


CCN_66 = "Convention collective nationale du 15 mars 1966"
REFUSED_TEXT = "Avenant n° 956 du 25 juin 2010 relatif aux transports."
REFUSED = "refus-agrement 413 avenant 956"


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (f"Article 2\nN'est pas agréé l'accord suivant : {CCN_66}, {REFUSED_TEXT}\n", REFUSED),
        (f"Article 2\nN'est pas agréé l'accord suivant :\n{CCN_66} : {REFUSED_TEXT}\n", REFUSED),
        (f"N'est pas agréé l'accord suivant :\nI. – {CCN_66}\n{REFUSED_TEXT}\n", REFUSED),
        (f"II. – N’est pas agréé l’accord suivant :\n{CCN_66}\n{REFUSED_TEXT}\n", REFUSED),
        (f"Article 2\nL'accord suivant n'est pas agréé :\n{CCN_66}\n{REFUSED_TEXT}\n", REFUSED),
        (
            f"Article 2\nN'est pas agréé l'avenant n° 956 du 25 juin 2010 à la {CCN_66}.\n",
            "non lu : la décision et son texte sont dans une seule phrase",
        ),
        (
            f"Article 2\nN'est pas agréé l'accord suivant : {REFUSED_TEXT}\n",
            "non lu : titre de bloc non reconnu : (aucun)",
        ),
        (
            f"Article 2\nSont agréés les textes de {CCN_66}. N'est pas agréé : {REFUSED_TEXT}\n",
            "non lu : plusieurs décisions dans une seule phrase",
        ),
    ],
)
def test_a_refusal_in_an_unusual_layout_is_read_or_left_with_its_line(words, read):
    """It is never taken for an agreement, and never lost."""
    agreed = f"I. – {CCN_66}\nAvenant n° 954 du 23 juin 2010 relatif aux salaires.\n"
    assert told(agrement(agreed).replace("Article 2\n", f"{words}Article 3\n")) == [
        "agree 413 avenant 954",
        read,
    ]


@pytest.mark.parametrize(
    ("blocks", "told_of_it"),
    [
        ("Avenant n° 9" + " et n° 10" * 50_000 + " du 5 mai 2010.\n", ["non lu : ligne trop longue"]),
        ("Avenant n° 9 du 5 mai 2010 relatif à la paie\n" + "de la nuit\n" * 50_000, ["agree 413 avenant 9"]),
    ],
)
def test_a_line_without_end_is_left_in_no_time(blocks, told_of_it):
    started = time.process_time()
    after = "a) Avenant n° 8 du 5 mai 2010 relatif à la nuit.\n"
    found = told(agrement(f"I. - Convention collective du 15 mars 1966\n{after}{blocks}"))
    assert "agree 413 avenant 8" in found and set(told_of_it) <= set(found)
    assert time.process_time() - started < 3
