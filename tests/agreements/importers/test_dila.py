"""The official stream of the Journal officiel: what its acts decide, written once, and what is left to people."""

import gzip
import tarfile
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.importers.dila import Unreadable, import_archives
from agreements.importers.dila.archives import MOST_BYTES_OF_A_FILE
from agreements.importers.kali import Options, import_archive
from agreements.models import Act, Event, Source
from tests import builders
from tests.agreements.importers import kali_archive
from tests.agreements.importers.dila_archive import act, agreed, folder, path_of, tarball

pytestmark = pytest.mark.django_db
READ_ON = date(2026, 11, 22)
FIRST = ("I. - Convention collective du 15 mars 1966", "Avenant n° 954 du 23 juin 2020 relatif à la paie.")
REFUSED = (
    "<p>Ne sont pas agréés :</p><p>I. - CCN 66</p><p>Avenant n° 955 du 24 juin 2020 relatif au point.</p>"
)
STOCK = "Freemium_jorf_global_20201030-120000.tar.gz"


@pytest.fixture
def sector():
    builders.convention("ccn-66", idcc=413)
    builders.agreement("ccn-66-avenant-954", kind="avenant", number="954", dated=date(2020, 6, 23))
    builders.agreement("ccn-66-avenant-955", kind="avenant", number="955", dated=date(2020, 6, 24))


def load(*paths, dry_run=False):
    summaries, _ = import_archives(paths, READ_ON, dry_run, lambda step, count: None)
    return summaries[0] if len(summaries) == 1 else summaries


def told() -> list[tuple]:
    rows = Event.objects.select_related("act", "agreement").order_by("agreement__slug", "position")
    return [(row.agreement.slug, row.nature, row.act.nor, str(row.act.published_on)) for row in rows]


BOTH = [
    ("ccn-66-avenant-954", "agree", "TEST2026001A", "2020-10-29"),
    ("ccn-66-avenant-955", "refus-agrement", "TEST2026001A", "2020-10-29"),
]


def test_an_act_is_recorded_with_what_it_agrees_and_refuses(sector, tmp_path):
    load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST), REFUSED)))
    assert told() == BOTH
    row = Act.objects.get()
    assert (row.slug, row.kind, row.on) == (
        "arrete-agrement-2020-10-02",
        "arrete-agrement",
        date(2020, 10, 2),
    )
    assert row.url == "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000000000077"
    assert (row.session_on, row.notified_on, row.formula) == (date(2020, 10, 1), None, "publication")
    source = Source.objects.get(title__startswith="JORF : ")
    assert (source.url, source.consulted_on) == (row.url, READ_ON)
    assert [list(event.sources.all()) for event in Event.objects.all()] == [[source], [source]]


@pytest.mark.parametrize("under", ["", "20201030-120000/", "a/b/"])
@pytest.mark.parametrize("form", [tarball, folder])
def test_the_forms_of_an_archive_are_one(sector, tmp_path, form, under):
    load(form(tmp_path / STOCK, act(77, agreed(*FIRST), REFUSED), under=under))
    assert told() == BOTH


def test_a_second_time_writes_nothing(sector, tmp_path):
    archive = tarball(tmp_path / STOCK, act(77, agreed(*FIRST), REFUSED))
    assert load(archive).report.written == 4
    assert load(archive).report.written == 0
    assert told() == BOTH


def test_a_dry_run_writes_nothing(sector, tmp_path):
    assert load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST))), dry_run=True).report.written == 3
    assert not Act.objects.exists() and not Source.objects.filter(title__startswith="JORF").exists()


# -- What is recorded already ------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [{"nor": "TEST2026001A"}, {"nor": ""}])
def test_what_people_recorded_is_one_fact_with_two_sources(sector, tmp_path, values):
    ours = builders.Agreement.objects.get(slug="ccn-66-avenant-954")
    recorded = builders.event(ours, "agree", act=builders.act(date(2020, 10, 2), slug="notre-acte", **values))
    before = set(recorded.sources.values_list("title", flat=True))
    load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST))))
    assert told() == [("ccn-66-avenant-954", "agree", "TEST2026001A", "2020-10-29")]
    assert Act.objects.get().slug == "notre-acte"
    assert len(set(recorded.sources.values_list("title", flat=True)) - before) == 1


def test_what_an_event_lacked_is_added_to_it(sector, tmp_path):
    """An extension that people recorded takes the reserves that the act sets, and keeps theirs if they wrote some."""
    ours = builders.Agreement.objects.get(slug="ccn-66-avenant-954")
    made = builders.event(
        ours, "etendu-avec-reserves", act=builders.act(date(2020, 10, 2), kind="arrete-extension")
    )
    article = (
        "<p>Sont rendues obligatoires, pour tous, dans le champ d'application de la convention du 15 mars 1966, les"
        " dispositions de :<br/>- l'avenant n° 954 du 23 juin 2020.<br/>L'article 2 est exclu de l'extension.</p>"
    )
    archive = tarball(
        tmp_path / STOCK, act(77, article, title="Arrêté du 2 octobre 2020 portant extension (n° 413)")
    )
    load(archive)
    made.refresh_from_db()
    assert made.reserves == "L’article 2 est exclu de l’extension"
    Event.objects.update(reserves="article 2, selon nous")
    load(archive)
    made.refresh_from_db()
    assert made.reserves == "article 2, selon nous"


def test_the_texts_of_associations_are_counted(sector, tmp_path):
    alone = (
        "II. - Association des Tests (75001 Paris)",
        "Accord d'entreprise du 29 juin 2020 relatif aux congés.",
    )
    load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST, *alone))))
    row = Act.objects.get()
    assert (row.associations_agreed, row.associations_refused) == (1, None)


def test_another_date_is_told_and_not_written(sector, tmp_path):
    ours = builders.Agreement.objects.get(slug="ccn-66-avenant-954")
    builders.event(ours, "agree", act=builders.act(date(2020, 9, 1)))
    summary = load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST))))
    assert Event.objects.count() == 1
    assert any("autrement" in name for name in summary.remarks)


def test_what_an_act_says_otherwise_than_the_portal_is_told(sector, tmp_path):
    ours = builders.Agreement.objects.get(slug="ccn-66-avenant-954")
    mine = builders.act(date(2020, 10, 1), date(2020, 10, 29), nor="TEST2026001A")
    builders.event(ours, "agree", act=mine)
    summary = load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST))))
    assert Act.objects.get().on == date(2020, 10, 1)
    assert summary.remarks["actes que le portail dit autrement"] == [f"{mine.slug} : 2020-10-01 / 2020-10-02"]


def test_two_acts_of_one_day_are_two(sector, tmp_path):
    one, other = act(77, agreed(*FIRST)), act(78, REFUSED, nor="TEST2026002A")
    load(tarball(tmp_path / STOCK, one, other))
    assert [row[2] for row in told()] == ["TEST2026001A", "TEST2026002A"]
    assert set(Act.objects.values_list("slug", flat=True)) == {
        "arrete-agrement-2020-10-02",
        "arrete-agrement-2020-10-02-test2026002a",
    }


def test_a_doubt_is_told_and_not_written(sector, tmp_path):
    lines = (
        FIRST[0],
        "Avenant n° 954 du 30 juin 2020.",
        "Deux accords du 2 mai 2020.",
        "Avenant n° 1 du 2 mai 2020.",
    )
    summary = load(tarball(tmp_path / STOCK, act(77, agreed(*lines))))
    assert told() == [] and not Act.objects.exists()
    assert len(summary.remarks["décisions d’un texte qu’on ne sait pas dire"]) == 2
    assert len(summary.remarks["lignes non lues"]) == 1


@pytest.mark.parametrize("kali_first", [True, False])
def test_kali_and_the_journal_say_one_fact_in_whichever_order(tmp_path, kali_first):
    """Either import, then the other, then both again: one event, and nothing left to write."""
    builders.convention(
        "ccn-66", idcc=413, in_sector=True, subject_to_agrement=True, agrement_basis="CASF L. 314-6"
    )
    builders.convention(
        "ccn-51", idcc=29, in_sector=True, subject_to_agrement=True, agrement_basis="CASF L. 314-6"
    )
    builders.agreement("ccn-66-avenant-7", kind="avenant", number="7", dated=date(1993, 3, 10))
    official = kali_archive.folder(tmp_path / "kali", *kali_archive.small())
    seventh = agreed(FIRST[0], "Avenant n° 7 du 10 mars 1993 relatif à la paie.")
    journal = tarball(tmp_path / STOCK, act(90, seventh, on="1993-05-14", published="1993-06-22"))
    kali = lambda: import_archive(official, Options(READ_ON), lambda step, count: None).report.written  # noqa: E731
    dila = lambda: load(journal).report.written  # noqa: E731
    for run in (kali, dila) if kali_first else (dila, kali):
        assert run()
    assert [run() for run in (kali, dila, kali)] == [0, 0, 0]
    found = Event.objects.get(agreement__slug="ccn-66-avenant-7", nature="agree")
    assert found.sources.filter(title__startswith="JORF : ").count() == 1


# -- Other acts --------------------------------------------------------------------------------------------


def test_an_extension_with_its_reserves(sector, tmp_path):
    article = (
        "<p>Sont rendues obligatoires, pour tous, dans le champ d'application de la convention du 15 mars 1966, les"
        " dispositions de :<br/>- l'avenant n° 954 du 23 juin 2020.<br/>L'article 2 est étendu sous réserve du"
        " respect de l'article L. 2261-10.</p>"
    )
    title = "Arrêté du 2 octobre 2020 portant extension d'un avenant (n° 413)"
    load(tarball(tmp_path / STOCK, act(77, article, title=title)))
    row = Event.objects.get()
    assert (row.nature, row.act.kind) == ("etendu-avec-reserves", "arrete-extension")
    assert row.reserves == "L’article 2 est étendu sous réserve du respect de l’article L. 2261-10"


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({}, 1),
        ({"title": "Arrêté portant extension d'un avenant des fleuristes (n° 1978)"}, 0),
        ({"title": "Arrêté portant nomination"}, 0),
        ({"nature": "DECRET"}, 0),
    ],
)
def test_only_acts_of_the_sector_are_read(sector, tmp_path, values, kept):
    summary = load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST), **values)))
    assert len(told()) == kept
    assert sum(summary.passed.values()) == 1 - kept


def test_lists_and_mergers_are_left_to_enter(sector, tmp_path):
    words = "<p>Est reconnue représentative dans la convention (IDCC 413), l'organisation suivante :</p><p>- la FE.</p>"
    listed = act(
        77,
        words,
        title="Arrêté fixant la liste des organisations syndicales reconnues représentatives (IDCC 413)",
    )
    words = "<p>La convention (IDCC 783) est rattachée à la convention (IDCC 413).</p>"
    merger = act(78, words, title="Arrêté portant fusion de champs conventionnels")
    remarks = load(tarball(tmp_path / STOCK, listed, merger)).remarks
    assert set(remarks) == {"représentativité lue, à saisir", "fusions lues, à saisir"}


ANNEXED = (
    "<p>Sont agréés, à compter de la date prévue dans le texte, les accords mentionnés en annexe 1 :</p>"
)
TABLE = (
    "<p>ACCORDS VISÉS À L'ARTICLE 1ER</p><table><tr><th>Branche</th><th>nature</th><th>date</th><th>objet</th></tr>"
    "<tr><td>CCN 66</td><td>Avenant 954</td><td>23/06/2020</td><td>Paie</td></tr></table>"
)


@pytest.mark.parametrize("under", ["", "<p>ANNEXE 1</p>"])
def test_the_articles_of_its_sections_are_of_the_act(sector, tmp_path, under):
    summary = load(tarball(tmp_path / STOCK, act(77, ANNEXED, annex=under + TABLE)))
    assert told() == BOTH[:1]
    assert (summary.remarks, summary.unknown) == ({}, {})


@pytest.mark.parametrize("lost", ["section_ta", "article"])
def test_what_an_archive_lacks_of_an_act_is_told(sector, tmp_path, lost):
    files = act(77, agreed(*FIRST), annex=TABLE)
    missing = max(name for name in files if f"/{lost}/" in name)
    summary = load(
        tarball(tmp_path / STOCK, {name: words for name, words in files.items() if name != missing})
    )
    assert summary.remarks["actes dont l’archive n’a pas tout"] == [f"TEST2026001A : {missing[-24:-4]}"]
    assert told() == BOTH[:1]


def test_sections_that_hold_each_other_end(sector, tmp_path):
    files = act(77, agreed(*FIRST), annex=TABLE)
    outer, inner = sorted(name for name in files if "/section_ta/" in name)
    files[inner] = files[outer]
    load(tarball(tmp_path / STOCK, files))
    assert told() == BOTH[:1]


# -- Links -------------------------------------------------------------------------------------------------


LINK = (
    '<LIEN cidtexte="KALITEXT000000000954" datesignatexte="2020-06-23" id="KALITEXT000000000954" naturetexte="Avenant"'
    ' nortexte="" num="954" numtexte="954" sens="source" typelien="CITATION">Avenant n° 954</LIEN>'
)


@pytest.mark.parametrize("links", [LINK, ""])
def test_the_text_that_an_act_links_to_is_the_one(sector, tmp_path, links):
    """A text recorded without its date is told by nothing but its identifier."""
    builders.Agreement.objects.filter(number="954").update(dated=None, kalitext="KALITEXT000000000954")
    load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST), REFUSED, links=links)))
    assert told() == (BOTH if links else BOTH[1:])


def test_the_texts_that_are_recorded_as_decided_by_an_act_are_those_it_links_to(sector, tmp_path):
    """KALI names the act that extends a text by its identifier: the act is then read beside this text."""
    ours = builders.Agreement.objects.get(number="954")
    builders.Agreement.objects.filter(pk=ours.pk).update(dated=None)
    recorded = builders.act(
        date(2020, 10, 2), url="https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000000000077"
    )
    made = builders.event(ours, "agree", act=recorded)
    before = made.sources.count()
    load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST))))
    assert told() == BOTH[:1] and made.sources.count() == before + 1


# -- Archives ----------------------------------------------------------------------------------------------


def test_changes_are_applied_in_the_order_of_their_names(sector, tmp_path):
    tarball(tmp_path / "JORF_20201101-090000.tar.gz", act(78, REFUSED, nor="TEST2026002A"))
    tarball(tmp_path / "JORF_20201001-090000.tar.gz", act(79, agreed(*FIRST), nor="TEST2026003A"))
    tarball(tmp_path / STOCK, act(77, agreed(*FIRST)))
    summaries, replaced = import_archives([tmp_path], READ_ON, False, lambda step, count: None)
    assert [summary.name for summary in summaries] == [STOCK, "JORF_20201101-090000.tar.gz"]
    assert replaced == ["JORF_20201001-090000.tar.gz"]
    assert [row[2] for row in told()] == ["TEST2026001A", "TEST2026002A"]


def test_what_the_stream_withdraws_is_told_and_kept(sector, tmp_path):
    load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST))))
    withdrawn = path_of("texte/version", "JORFTEXT000000000077").removesuffix(".xml")
    summary = load(
        tarball(tmp_path / "JORF_20201102-090000.tar.gz", {"liste_suppression_jorf.dat": withdrawn + "\n"})
    )
    assert list(summary.remarks.values()) == [["JORFTEXT000000000077"]]
    assert len(told()) == 1


def test_unknown_tags_and_folders_are_counted_and_named(sector, tmp_path):
    files = act(77, agreed(*FIRST), extra="<NOUVEAU><DEDANS/></NOUVEAU>")
    summary = load(
        tarball(
            tmp_path / STOCK,
            files,
            {"jorf/global/autre/chose.xml": "<A/>", "kali/global/article/b.xml": "<B/>"},
        )
    )
    assert summary.unknown == {"NOUVEAU": 1, "DEDANS": 1}
    assert summary.passed == {"jorf/global/autre": 1, "kali/global/article": 1}
    assert len(told()) == 1


BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<TEXTE_VERSION><NATURE>ARRETE</NATURE><TITREFULL>&b;</TITREFULL></TEXTE_VERSION>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><TEXTE_VERSION><NATURE>ARRETE</NATURE>&a;</TEXTE_VERSION>'


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("<TEXTE_VERSION><NATURE>ARRETE</NATURE>", "ce n’est pas du XML entier"),
        (BOMB, "déclare des entités"),
        (OUTSIDE, "déclare des entités"),
        ("<TEXTE_VERSION><NATURE>ARRETE</NATURE>" + "<a>" * 5000, "trop de niveaux imbriqués"),
    ],
)
def test_a_broken_document_is_refused_and_the_others_are_read(sector, tmp_path, broken, why):
    hostile = {path_of("texte/version", "JORFTEXT000000000099"): broken}
    summary = load(tarball(tmp_path / STOCK, act(77, agreed(*FIRST)), hostile))
    assert len(summary.report.rejections) == 1 and why in summary.report.rejections[0]
    assert len(told()) == 1


def test_those_who_sign_are_never_read(sector, tmp_path):
    summary = load(
        tarball(
            tmp_path / STOCK,
            act(77, agreed("Quelque chose"), "<p>Fait le 2 octobre 2020.</p><p>A. Personne</p>"),
        )
    )
    assert "Personne" not in repr(summary)


def test_an_archive_cut_short_writes_nothing_of_it(sector, tmp_path):
    archive = tarball(tmp_path / STOCK, act(77, agreed(*FIRST)))
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(CommandError, match="n’est pas une archive"):
        call_command("import_dila", archive, stdout=StringIO(), stderr=StringIO())
    assert told() == []


def test_what_is_too_big_is_refused_before_it_is_read(sector, tmp_path):
    with gzip.open(tmp_path / STOCK, "wb") as packed:
        header = tarfile.TarInfo("././@LongLink")
        header.type, header.size = tarfile.GNUTYPE_LONGNAME, 2**40
        packed.write(header.tobuf(format=tarfile.GNU_FORMAT) + bytes(1024))
    with pytest.raises(Unreadable, match="plus de 16 Mo"):
        load(tmp_path / STOCK)
    big = act(77, agreed(*FIRST), extra=" " * (MOST_BYTES_OF_A_FILE + 1))
    with pytest.raises(Unreadable, match="plus de 16 Mo"):
        load(folder(tmp_path / "big", big))
    assert told() == []


def test_the_command_tells_everything(sector, tmp_path):
    out = StringIO()
    archive = tarball(tmp_path / STOCK, act(77, agreed(*FIRST, "Deux accords du 2 mai 2020."), REFUSED))
    call_command("import_dila", archive, "--dry-run", stdout=out, stderr=StringIO())
    assert f"— {STOCK}" in out.getvalue() and "événements : 2 lus, 2 créés" in out.getvalue()
    assert "1 lignes non lues" in out.getvalue() and "Essai : rien n’a été écrit." in out.getvalue()
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("import_dila", tmp_path / "rien", stdout=out, stderr=out)
