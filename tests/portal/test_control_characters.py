"""What no text is written with is refused where texts come in, and never goes out in an edition."""

import json
import re
import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from agreements.importers.kali.writing import Writer
from agreements.importers.report import Rejected, Report
from agreements.importers.rows import Rows, check
from agreements.models import Agreement, Article, Event, OfficialText, Source
from members.models import Region
from portal.french.writing import UNWRITTEN, as_windows_means, unwritten, written
from portal.journal.owned import Owned
from tests.builders import READ_ON, agreement, event, organisation, signature

SIGNS = ["\0", "\x01", "\x02", "\x08", "\x0b", "\x1b", "\x7f", "\x81", "\x85", "\x92", "\ufffe", "\uffff"]
PASTED = ["\t", "\n", "\r\n", "\u00a0", "\u202f", "’", "é", "🙂"]


@pytest.mark.parametrize("sign", SIGNS)
def test_it_is_told(sign):
    assert unwritten(f"a{sign}b")
    assert unwritten({"a": ["b", {"c": f"{sign}d"}]}) and unwritten({f"{sign}": 1})
    assert not UNWRITTEN.search(unwritten(sign))
    assert not unwritten(written(f"a{sign}b"))


@pytest.mark.parametrize("sign", PASTED)
def test_what_a_text_may_hold_is_left(sign):
    assert not unwritten(f"a{sign}b")
    assert written(f"a{sign}b") == as_windows_means(f"a{sign}b") == f"a{sign}b"


def test_what_windows_means_is_read():
    assert written("l\x92accord d\x92\x9cuvre \x96 80 \x80\x02") == "l’accord d’œuvre – 80 €"
    assert as_windows_means("l\x92accord\x02\x81") == "l’accord\x02\x81"


# -- Where texts come in -----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("sign", SIGNS)
def test_every_importer_refuses_it(sign):
    title = f"Un {sign}titre"
    text = agreement("avenant-1")
    with pytest.raises(Rejected, match="titre"):
        Rows(READ_ON, Report(), Owned("essai")).sync("accords", Agreement, {"slug": "avenant-1"}, title=title)
    with pytest.raises(Rejected, match="titre"):
        Writer(Report()).checked(OfficialText(agreement=text, kalitext="KALITEXT000000000001", title=title))
    with pytest.raises(Rejected, match="nom"):
        Rows(READ_ON, Report(), Owned("essai")).sync("régions", Region, {"slug": "ici"}, name=f"I{sign}ci")
    with pytest.raises(ValidationError, match="titre"):
        check(Source(title=title, consulted_on=READ_ON))
    with pytest.raises(ValidationError, match="lu"):
        check(OfficialText(agreement=text, kalitext="KALITEXT000000000001", title="x", read={"a": [sign]}))


@pytest.mark.django_db
def test_a_file_of_facts_that_spells_it_out_is_refused(tmp_path, settings):
    for name in ("actes", "conventions", "organisations", "synonymes"):
        (tmp_path / f"{name}.toml").touch()
    (tmp_path / "themes.toml").write_text('[[theme]]\nidentifiant = "x"\nnom = "Un\\u0002 thème"\n')
    settings.FIXTURES_DIR = tmp_path
    with pytest.raises(CommandError):
        call_command("load_facts", stdout=(said := StringIO()))
    assert "U+0002" in said.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("sign", SIGNS[1:])
def test_the_admin_refuses_it(editors_process, chief, client, sign):
    client.force_login(chief)
    answer = client.post(
        "/admin/agreements/theme/add/", {"slug": "x", "name": f"Un {sign}thème", "position": "1"}
    )
    assert answer.status_code == 200
    assert f"U+{ord(sign):04X}" in answer.content.decode()
    assert not UNWRITTEN.search(answer.content.decode().replace(sign, ""))


# -- What goes out ------------------------------------------------------------------------------------------


def texts_of(path):
    with closing(sqlite3.connect(path)) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for row in database.execute(f"SELECT * FROM {table}"):  # noqa: S608 - its own names
                yield from ((table, value) for value in row if isinstance(value, str))


@pytest.mark.django_db(transaction=True)
def test_what_is_in_the_database_all_the_same_never_goes_out(publish, client):
    """A fragment of a page cannot be named, and no digits are too many."""
    injected = "\x02" + "1" * 10 + "\x03"
    text = agreement("avenant-1")
    event(text, "depot", READ_ON, note=injected)
    signature(text)
    official = OfficialText.objects.create(
        agreement=text, kalitext="KALITEXT000000000001", title=f"Un{injected}", read={"titre": [injected]}
    )
    Article.objects.create(
        text=official, kaliarti="KALIARTI000000000001", position=0, number=f"1{injected}", heading=injected,
        section=f"Titre{injected}\nChapitre", html=f"<p>l\x92accord{injected} : a@b.fr</p>", nota="01 45 84 24 24",
        history=injected,
    )  # fmt: skip
    Agreement.objects.update(title=f"Un {injected} titre {'7' * 400}", note="8" * 5000 + "\x02" * 20_000)
    Event.objects.update(label=injected)
    organisation("nexem").__class__.objects.update(full_name=injected)
    made = publish()
    foul = [(table, value[:40]) for table, value in texts_of(made.path) if UNWRITTEN.search(value)]
    assert foul == []
    assert [value for _, value in texts_of(made.path) if re.search(r"\\u00(0[0-8]|1|7f|[89])", value)] == []
    page = client.get("/accords/avenant-1/")
    assert page.status_code == 200
    assert not UNWRITTEN.search(page.content.decode())
    assert "l’accord" in page.content.decode()
    assert "[adresse électronique masquée]" in page.content.decode().replace("\u00a0", " ")
    assert "[téléphone masqué]" in page.content.decode().replace("\u00a0", " ")
    assert len(page.content) < 200_000
    assert json.loads(client.get("/accords/avenant-1.json").content)
