"""KALI's archives beside the package for npm, day after day, and files that are not as they should be."""

from datetime import date

import pytest

from agreements.importers.dila import import_archives
from agreements.importers.kali import Options, import_archive
from agreements.models import ArticleVersion, Event, OfficialText, Source
from tests.agreements.importers import dila_kali_archive as kali
from tests.agreements.importers import kali_archive as npm
from tests.agreements.importers.dila_archive import tarball
from tests.agreements.importers.dila_kali_archive import STOCK, small
from tests.agreements.importers.dila_kali_base import READ_ON, SMALL, load, record_sector, versions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sector():
    record_sector()


# -- The package for npm, and the archives -----------------------------------------------------------------


def package(tmp_path):
    words = npm.article(1013, "<p>La prime annuelle est de 238 euros.</p>", num="1er")
    other = npm.article(1021, "<p>Le texte est conclu sans limite de durée.</p>", num="2")
    official = npm.folder(tmp_path / "npm", npm.convention(1, 413, npm.text(101, kali.TITLE, words, other)))
    return lambda: import_archive(official, Options(READ_ON), lambda step, count: None).report.written


@pytest.mark.parametrize("npm_first", [True, False])
def test_the_package_and_the_archives_agree_in_whichever_order(tmp_path, npm_first):
    """Either, then the other, then both again: the same texts and facts, and nothing left to write."""
    from_npm, archive = package(tmp_path), tarball(tmp_path / STOCK, *small())
    from_dila = lambda: load(archive).report.written  # noqa: E731
    for run in (from_npm, from_dila) if npm_first else (from_dila, from_npm):
        assert run()
    assert [run() for run in (from_npm, from_dila, from_npm)] == [0, 0, 0]
    text = OfficialText.objects.get()
    assert (text.nor, text.streamed, text.articles.count(), text.versions.count()) == (
        "ASET1650001M",
        False,
        2,
        4,
    )
    assert Event.objects.filter(nature="publication-bocc").count() == 1
    sources = Source.objects.filter(citations__agreement=text.agreement)
    assert {source.title.partition(" : ")[0] for source in sources} == {"KALI", "Archives KALI de la DILA"}


def test_texts_of_other_conventions_are_counted_unless_they_are_held(tmp_path):
    fleurs = kali.convention(2, 1978, 201, title="Fleuristes"), kali.text(201, "Accord du 2 mai 2015")
    summary = load(tarball(tmp_path / STOCK, *small(), *fleurs, kali.article(2011, 201, "<p>Fleurs.</p>")))
    assert OfficialText.objects.count() == 1
    assert summary.passed == {
        "textes que le portail ne tient pas": 1,
        "versions d’articles que le portail ne tient pas": 1,
    }


# -- Changes -----------------------------------------------------------------------------------------------


def changes(tmp_path) -> list:
    """Three days after the stock: a wording, then a withdrawal, then a new article and a state."""
    kept = kali.article(1021, 101, "<p>Le texte est conclu pour trois ans.</p>", num="2")
    gone = kali.suppressed(
        kali.path_of("article", kali.kaliarti(1011)), "kali/global/autre/KALITEXT000000000999"
    )
    head = kali.text(101, kali.TITLE, state="VIGUEUR_ETEN", modified="2026-01-05")
    added = kali.article(1031, 101, "<p>Un article de plus.</p>", num="3", starts="2026-02-01")
    return [
        tarball(tmp_path / STOCK, *small()),
        tarball(tmp_path / "KALI_20260102-210000.tar.gz", kept),
        tarball(tmp_path / "KALI_20260103-210000.tar.gz", gone),
        tarball(tmp_path / "KALI_20260105-210000.tar.gz", head, added),
    ]


def test_changes_are_applied_in_the_order_of_their_names(tmp_path):
    summaries = load(*reversed(changes(tmp_path)))
    assert [summary.name[-22:-7] for summary in summaries] == [
        "20260101-120000",
        "20260102-210000",
        "20260103-210000",
        "20260105-210000",
    ]
    assert (
        ArticleVersion.objects.get(kaliarti=kali.kaliarti(1021)).html
        == "<p>Le texte est conclu pour trois ans.</p>"
    )
    assert [row[0] for row in versions()] == ["1011", "1012", "1013", "1021", "1031"]
    text = OfficialText.objects.select_related("agreement").get()
    assert (text.state, text.agreement.kali_state) == ("VIGUEUR_ETEN", "VIGUEUR_ETEN")


def test_what_the_base_withdraws_is_marked_and_never_erased(tmp_path):
    summary = load(*changes(tmp_path))[2]
    gone = ArticleVersion.objects.get(kaliarti=kali.kaliarti(1011))
    assert gone.gone_on == date(2026, 1, 3) and gone.html
    assert ArticleVersion.objects.exclude(gone_on=None).count() == 1
    assert [len(told) for told in summary.remarks.values()] == [1]


def test_all_again_writes_nothing(tmp_path):
    archives = changes(tmp_path)
    load(*archives)
    assert [summary.report.written for summary in load(*archives)] == [0, 0, 0, 0]
    assert load(archives[0]).report.written == 0  # nor the stock alone, which says less than what came since


def test_a_text_that_is_given_again_is_no_longer_withdrawn(tmp_path):
    head, article = (
        kali.path_of("texte/version", "KALITEXT000000000101"),
        kali.article(1021, 101, "<p>Encore.</p>"),
    )
    load(
        tarball(tmp_path / STOCK, *small()),
        tarball(
            tmp_path / "KALI_20260103-210000.tar.gz",
            kali.suppressed(head, kali.path_of("article", kali.kaliarti(1021))),
        ),
    )
    assert OfficialText.objects.get().gone_on == date(2026, 1, 3)
    load(tarball(tmp_path / "KALI_20260104-210000.tar.gz", kali.text(101, kali.TITLE), article))
    assert OfficialText.objects.get().gone_on is None
    assert not ArticleVersion.objects.exclude(gone_on=None).exists()


def test_a_stock_of_one_stream_replaces_nothing_of_the_other(tmp_path):
    journal = tarball(tmp_path / "JORF_20251230-090000.tar.gz", {"jorf/global/autre/chose.xml": "<A/>"})
    summaries, replaced = import_archives(
        [journal, tarball(tmp_path / STOCK, *small())], READ_ON, False, lambda step, count: None
    )
    assert [summary.name for summary in summaries] == [journal.name, STOCK] and replaced == []


# -- Files that are not as they should be ------------------------------------------------------------------


def test_every_text_is_accounted_for(tmp_path):
    """Created, unchanged, or rejected with its file and why: none is lost."""
    heads = [kali.text(number, f"Accord n° {number} du 2 mai 2015") for number in range(110, 120)]
    untitled, foreign = kali.text(120, ""), kali.text(121, "Accord du 3 mai 2015")
    other = {name.replace("0121", "0122"): words for name, words in foreign.items()}
    convention = kali.convention(1, 413, *range(110, 123))
    archive = tarball(tmp_path / STOCK, convention, *heads, untitled, foreign, other)
    report = load(archive).report
    assert {outcome.value: times for outcome, times in report.counts["textes"].items()} == {
        "cree": 11,
        "refuse": 2,
    }
    assert [line.rpartition(" : ")[2] for line in report.rejections] == [
        "le texte n’a pas de titre",
        "présent deux fois dans l’archive",
    ]
    assert all(".xml : " in line for line in report.rejections)


BROKEN = {
    "cut": ("<ARTICLE><META>", "ce n’est pas du XML entier"),
    "empty": ("", "ce n’est pas du XML entier"),
    "entities": (
        '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><ARTICLE>&b;</ARTICLE>',
        "déclare des entités",
    ),
    "a file of the machine": (
        '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><ARTICLE>&a;</ARTICLE>',
        "entités",
    ),
    "another identifier": (
        kali.document("ARTICLE", "<META><META_COMMUN><ID>X</ID></META_COMMUN></META>"),
        "KALIARTI",
    ),
    "no text": (kali.document("ARTICLE", f"<META>{kali.common(kali.kaliarti(9))}</META>"), "de quel texte"),
    "tags without end": ("<ARTICLE>" + "<a/>" * 400_001 + "</ARTICLE>", "trop de balises"),
    "too long": ("<ARTICLE>" + "a" * 4 * 2**20 + "</ARTICLE>", "plus de 4 Mo"),
    "in other bytes": ("<ARTICLE>é</ARTICLE>".encode("utf-16"), "il n’est pas en UTF-8"),
    "in other letters": ('<?xml version="1.0" encoding="UTF-16"?><ARTICLE>é', "ce n’est pas du XML entier"),
}


@pytest.mark.parametrize(("words", "why"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_and_the_others_are_read(tmp_path, words, why):
    hostile = {kali.path_of("article", kali.kaliarti(9)): words}
    summary = load(tarball(tmp_path / STOCK, *small(), hostile))
    assert len(summary.report.rejections) == 1 and why in summary.report.rejections[0]
    assert versions() == SMALL


def test_a_version_that_ends_before_it_begins_is_refused(tmp_path):
    wrong = kali.article(9, 101, "<p>À l’envers.</p>", starts="2020-01-01", ends="2019-01-01")
    summary = load(tarball(tmp_path / STOCK, *small(), wrong))
    assert "finit (2019-01-01) avant de commencer (2020-01-01)" in summary.report.rejections[0]


def test_deep_tags_are_read_in_no_time(tmp_path):
    deep = kali.article(9, 101, "<b>" * 50_000 + "mot" + "</b>" * 50_000)
    assert not load(tarball(tmp_path / STOCK, *small(), deep)).report.rejections


def test_unknown_tags_and_folders_are_counted_and_named(tmp_path):
    head = kali.text(101, kali.TITLE, extra="<NOUVEAU><DEDANS/></NOUVEAU>")
    summary = load(
        tarball(tmp_path / STOCK, kali.convention(1, 413, 101), head, {"kali/global/autre/chose.xml": "<A/>"})
    )
    assert summary.unknown == {"NOUVEAU": 1, "DEDANS": 1}
    assert summary.passed == {"kali/global/autre": 1}


def test_the_html_is_kept_as_it_is_written(tmp_path):
    html = '<p>Un &lt; deux &amp; <em>trois</em><br/>quatre</p><table><tr><td colspan="2"/></tr></table>'
    load(
        tarball(
            tmp_path / STOCK,
            kali.convention(1, 413, 101),
            kali.text(101, kali.TITLE),
            kali.article(9, 101, html),
        )
    )
    assert ArticleVersion.objects.get().html == html.replace('<td colspan="2"/>', '<td colspan="2"></td>')
