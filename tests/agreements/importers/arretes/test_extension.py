"""The arrêtés that extend or enlarge, with their exclusions and reserves; the avis that come before."""

from datetime import date

import pytest

from agreements.importers.arretes.reading import read_acts
from tests.agreements.importers.arretes.acts import extension

ALL = "Sont rendues obligatoires, pour tous les employeurs et tous les salariés compris dans"
FIELD = (
    f"{ALL} le champ d'application de la convention collective nationale du 21 mai 2010, les dispositions de"
)


def told(text: str) -> list[str]:
    lines = []
    for act in read_acts(text):
        for made in act.decisions:
            keys = ",".join(sorted(made.field.keys))
            lines.append(
                f"{made.nature} {keys} {made.text.kind} {made.text.number} {made.text.dated or ''}".strip()
            )
            for one in made.restrictions:
                lines.append(f"  {'exclut' if one.excludes else 'réserve'} {' '.join(one.articles)}".rstrip())
        lines += [f"non lu : {one.why}" for one in act.unread]
    return lines


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (
            f"{FIELD} l'avenant n° 93 du 5 février 2015 relatif à la paie à la convention susvisée.",
            ["etendu 2941 avenant 93 2015-02-05"],
        ),
        (
            f"{FIELD} :\n- l'avenant n° 93 du 5 février 2015 relatif à la paie ;",
            ["etendu 2941 avenant 93 2015-02-05"],
        ),
        (
            f"{FIELD} :\n― ladite convention collective nationale.\n"
            "Les termes : « au plan » de l'article 3 sont exclus de l'extension en vertu de l'article L. 2261-3.\n"
            "L'article 5 est étendu sous réserve de l'application des articles D. 2231-3 et D. 2231-8.",
            [
                "etendu-avec-reserves 2941 convention  2010-05-21",
                "  exclut L. 2261-3",
                "  réserve D. 2231-3 D. 2231-8",
            ],
        ),
        (
            f"{FIELD} :\n- l'avenant n° 1 du 2 mai 2015 ;\n"
            "L'article 2 est étendu sous réserve du respect de l'article L. 1.\n"
            "- l'avenant n° 2 du 3 mai 2015.",
            [
                "etendu-avec-reserves 2941 avenant 1 2015-05-02",
                "  réserve L. 1",
                "etendu 2941 avenant 2 2015-05-03",
            ],
        ),
        (
            f"{FIELD} :\n- l'avenant n° 1 du 2 mai 2015 ;\n- l'avenant n° 2 du 3 mai 2015.\n"
            "L'article 2 de l'avenant n° 1 est exclu de l'extension.",
            [
                "etendu-avec-reserves 2941 avenant 1 2015-05-02",
                "  exclut",
                "etendu 2941 avenant 2 2015-05-03",
            ],
        ),
        (
            f"{FIELD} :\n- l'avenant n° 1 du 2 mai 2015 ;\n- l'avenant n° 2 du 3 mai 2015.\n"
            "L'article 2 est exclu de l'extension.",
            [
                "etendu 2941 avenant 1 2015-05-02",
                "etendu 2941 avenant 2 2015-05-03",
                "non lu : exclusion ou réserve d’un texte qu’on ne sait pas dire",
            ],
        ),
        (
            f"{FIELD} l'accord du 2 octobre 2015, à l'exclusion de l'article 4.",
            ["etendu-avec-reserves 2941 accord  2015-10-02", "  exclut"],
        ),
        (  # a text of a list, with what is taken out of it in the same line, then a reserve on a line of its own
            f"{FIELD} :\n- l'accord n° 93-01 du 7 mai 2015 relatif à la paie, à l'exclusion des termes « a »,"
            " contraires à l'article L. 1, et à l'exclusion de l'article 3, contraire à l'article L. 2.\n"
            "Le premier alinéa de l'article 4 est étendu sous réserve de l'article R. 3 ;\n"
            "- l'avenant n° 1 du 8 mai 2015 relatif au champ de l'accord n° 93-01 du 7 mai 2015.",
            [
                "etendu-avec-reserves 2941 accord 93-01 2015-05-07",
                "  exclut L. 1",
                "  exclut L. 2",
                "  réserve R. 3",
                "etendu 2941 avenant 1 2015-05-08",
            ],
        ),
        (
            f"{FIELD} :\n- l'accord du 7 mai 2015 (Paie) conclu dans le cadre de la convention collective"
            " nationale susvisée, sous réserve de l'article 32 de la loi ;\n- l'accord du 8 mai 2015 (Congés).",
            [
                "etendu-avec-reserves 2941 accord  2015-05-07",
                "  réserve",
                "etendu 2941 accord  2015-05-08",
            ],
        ),
        (
            f"{FIELD} :\n- l'avenant n° 1 du 2 mai 2015 ;\nL'avenant n° 1 est étendu sous réserve de l'article L. 1.",
            ["etendu-avec-reserves 2941 avenant 1 2015-05-02", "  réserve L. 1"],
        ),
        (f"{FIELD} :", ["non lu : aucun texte rendu obligatoire n’a été lu"]),
        ("L'arrêté du 5 mai est modifié.", ["non lu : aucun article ne rend de texte obligatoire"]),
        (
            f"{FIELD} :\n- l'avenant n° 1 du 2 mai 2015 ;\nAutre chose est dit ici.",
            ["etendu 2941 avenant 1 2015-05-02", "non lu : ni texte, ni exclusion, ni réserve"],
        ),
    ],
)
def test_extension(article, expected):
    assert told(extension(article)) == expected


def test_the_field_may_be_a_branch_or_stand_in_the_title():
    own = "Sont rendues obligatoires, dans son propre champ d'application, les stipulations de l'accord du 2 mai 2015."
    assert told(extension(own)) == ["etendu 2941 accord  2015-05-02"]
    sector = "portant extension d'un accord conclu dans le secteur sanitaire, social et médico-social"
    assert told(extension(own, title=sector)) == ["etendu bass accord  2015-05-02"]


def test_an_arrete_that_enlarges_extends_nothing():
    article = f"{FIELD} l'accord du 2 octobre 2015 relatif aux congés."
    assert told(extension(article, title="portant élargissement d'un accord")) == [
        "elargi 2941 accord  2015-10-02"
    ]


def test_the_avis_that_came_before_are_dated():
    heading = read_acts(extension(f"{FIELD} l'accord du 2 octobre 2015."))[0].heading
    assert heading.notices_on == (date(2015, 9, 11), date(2015, 10, 15))
    assert (heading.form.act_kind, heading.on, heading.published_on) == (
        "arrete-extension",
        date(2016, 2, 4),
        date(2016, 2, 12),
    )


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        (
            "l'accord du 2 mai 2015 (Valeur du point) conclu dans le cadre de la convention susvisée",
            "Valeur du point",
        ),
        ("l'avenant du 2 mai 2015 relatif aux congés, à la convention collective susvisée", "Congés"),
        ("l'avenant du 2 mai 2015 à l'accord du 3 mai 2014 relatif à la paie", "Paie"),
        (
            "l'accord du 2 mai 2015 relatif à l'adhésion à la convention collective",
            "Adhésion à la convention collective",
        ),
    ],
)
def test_what_ties_a_text_to_its_convention_is_no_part_of_its_object(words, subject):
    act = read_acts(extension(f"{FIELD} :\n- {words} ;"))[0]
    assert [made.text.subject for made in act.decisions] == [subject]


def test_a_copy_may_show_the_only_article_without_its_number():
    shown = extension("").partition("Article 1")[0] + f"\n\n  • {FIELD} l'accord du 2 octobre 2015.\n"
    assert told(shown) == ["etendu 2941 accord  2015-10-02"]
    assert told(shown + "    L'article 4 est exclu de l'extension.\n") == [
        "etendu-avec-reserves 2941 accord  2015-10-02",
        "  exclut",
    ]


def test_what_a_site_adds_around_an_article_is_no_part_of_it():
    article = f"{FIELD} l'accord du 2 octobre 2015."
    shown = (
        f"1 version\nArticle 1\n{article}\n1 version\n\nHistorique des versions\n\nVersion 1\n\n{article}\n"
    )
    assert told(shown + "Article 2\nRien d'autre.") == ["etendu 2941 accord  2015-10-02"]


def test_the_journal_may_be_named_in_full():
    named = extension("").replace(
        "au Journal officiel des", "au Journal officiel de la République française des"
    )
    assert len(read_acts(named)[0].heading.notices_on) == 2


AVIS = """\
Avis relatif à l'extension d'un accord conclu dans le secteur sanitaire, social et médico-social à but non lucratif
JORF n° 200 du 11 septembre 2015
Le ministre du travail envisage de prendre un arrêté tendant à rendre obligatoires les dispositions du texte ci-après.
Texte dont l'extension est envisagée :
Accord du 23 avril 2015.
Dépôt :
Direction générale du travail.
Objet :
Mise à disposition de salariés.
Signataires :
Une fédération.
"""


def test_avis():
    assert told(AVIS) == ["avis-jo bass accord  2015-04-23"]
    act = read_acts(AVIS)[0]
    assert act.decisions[0].text.subject == "Mise à disposition de salariés"
    assert act.heading.published_on == date(2015, 9, 11)
    assert told(AVIS.replace("Texte dont", "Ce dont")) == [
        "non lu : aucun texte dont l’extension est envisagée"
    ]


def test_an_avis_without_its_title_is_told_by_what_it_envisages():
    untitled = AVIS.replace(AVIS.partition("\n")[0], "Avis")
    assert told(untitled) == ["avis-jo  accord  2015-04-23"]
