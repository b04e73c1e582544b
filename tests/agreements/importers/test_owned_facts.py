"""The files of the sector after an editor: what he wrote stays, what they say anew comes, both is to be settled."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from agreements.importers.facts import load
from agreements.importers.report import Outcome
from agreements.models import Act, Agreement, Citation, Convention, Event, Organisation, Signature, Source
from portal.journal import bin as journal_bin
from portal.journal.entries import write_entry
from portal.journal.models import Conflict, Discarded, Entry
from portal.journal.settling import choices, settle
from tests.agreements.importers.test_facts import GOOD, READ_ON, SHARED

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    """A folder of files that were loaded; `files(shared, text)` writes others and loads them."""

    def written(text=GOOD, **shared):
        for name, content in (SHARED | shared).items():
            (tmp_path / f"{name}.toml").write_text(content, encoding="utf-8")
        (tmp_path / "accords").mkdir(exist_ok=True)
        (tmp_path / "accords" / "un.toml").write_text(text, encoding="utf-8")
        report = load(tmp_path, READ_ON)
        assert report.rejections == []
        return report

    written()
    return written


@pytest.fixture
def chief():
    return User.objects.create_superuser("chef")


def edit(user, fact, links=None, why="", **values):
    """What a page of the admin writes: the values, and the journal."""
    before = journal_bin.whole_state(fact)
    for name, value in values.items():
        setattr(fact, name, value)
    fact.save()
    for name, rows in (links or {}).items():
        getattr(fact, name).set(rows)
    write_entry(user, fact, before=before, after=journal_bin.whole_state(fact), why=why)
    return fact


def kept(report) -> int:
    return report.total(Outcome.KEPT)


# -- One value -----------------------------------------------------------------------------------------------

EDITED = [
    (Agreement, "note", "une note", 'titre = "Un texte"', 'titre = "Un texte"\nnote = "du fichier"'),
    (Agreement, "title", "Un autre titre", 'titre = "Un texte"', 'titre = "Un titre du fichier"'),
    (Event, "motive", "un motif", 'nature = "agree"', 'nature = "agree"\nmotif = "du fichier"'),
    (Signature, "on", date(2020, 1, 16), 'mode = "signature"', 'mode = "signature"\ndate = 2020-01-17'),
    (Citation, "seen", "la page 3", 'lu = "tout"', 'lu = "la page 4"'),
    (Source, "published_on", date(2020, 1, 2), 'lu = "tout"', 'lu = "tout"\npubliee_le = 2020-01-03'),
]


@pytest.mark.parametrize(("model", "name", "value", "line", "other"), EDITED)
def test_what_an_editor_wrote_is_his(files, chief, model, name, value, line, other):
    """Base changed: it stays. Both changed: nothing is written, and it is to be settled. File put back: no more."""
    row = edit(chief, model.objects.get(), **{name: value})
    report = files()
    row.refresh_from_db()
    assert getattr(row, name) == value
    assert (report.written, kept(report), report.conflicts) == (0, 1, [])
    report = files(GOOD.replace(line, other))
    row.refresh_from_db()
    assert getattr(row, name) == value
    assert report.written == 0
    assert len(report.conflicts) == 1
    assert Conflict.objects.get().theirs.keys() == {name}
    assert files().conflicts == []


@pytest.mark.parametrize(("model", "name", "value", "line", "other"), EDITED)
def test_what_no_editor_wrote_is_the_file_s(files, chief, model, name, value, line, other):
    before = getattr(model.objects.get(), name)
    report = files(GOOD.replace(line, other))
    assert report.total(Outcome.UPDATED) == 1
    assert getattr(model.objects.get(), name) != before
    assert files(GOOD.replace(line, other)).written == 0


def test_the_file_writes_beside_what_an_editor_wrote(files, chief):
    edit(chief, Agreement.objects.get(), note="une note")
    report = files(GOOD.replace('titre = "Un texte"', 'titre = "Un titre corrigé"'))
    text = Agreement.objects.get()
    assert (text.title, text.note) == ("Un titre corrigé", "une note")
    assert report.conflicts == []


def test_what_an_editor_left_empty_is_filled(files, chief):
    made = Agreement.objects.create(slug="ccn-66-avenant-2", kind="avenant", number="2", title="Le deux")
    write_entry(chief, made, before={}, after=journal_bin.whole_state(made))
    second = GOOD.replace("avenant-1", "avenant-2").replace('numero = "1"', 'numero = "2"')
    report = files(
        second.replace('titre = "Un texte"', 'titre = "Le deux"\nkalitext = "KALITEXT000012345678"')
    )
    made.refresh_from_db()
    assert made.kalitext == "KALITEXT000012345678"
    assert report.conflicts == []


# -- What is deleted -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Signature, Event, Agreement])
def test_what_an_editor_deleted_stays_deleted(files, chief, model):
    journal_bin.discard(chief, model.objects.get())
    report = files()
    assert not model.objects.exists()
    assert (report.written, report.conflicts) == (0, [])


def test_an_act_deleted_with_its_events_stays_deleted(files, chief):
    journal_bin.discard(chief, Event.objects.get())
    journal_bin.discard(chief, Act.objects.get())
    report = files()
    assert not Act.objects.exists() and not Event.objects.exists()
    assert (report.written, report.conflicts) == (0, [])


def test_what_a_file_says_anew_of_what_was_deleted_is_to_settle(files, chief):
    journal_bin.discard(chief, Signature.objects.get())
    dated = GOOD.replace('mode = "signature"', 'mode = "signature"\ndate = 2020-01-17')
    assert len(files(dated).conflicts) == 1
    assert not Signature.objects.exists()
    settle(chief, Conflict.objects.get(), taken=())
    assert files(dated).conflicts == []
    again = dated.replace("2020-01-17", "2020-01-18")
    assert len(files(again).conflicts) == 1
    settle(chief, Conflict.objects.get(), taken={"on"})
    assert Signature.objects.get().on == date(2020, 1, 18)
    assert not Discarded.objects.exists()
    assert files(again).written == 0


def test_what_is_put_back_is_the_file_s_again(files, chief):
    entry = journal_bin.discard(chief, Agreement.objects.get())
    journal_bin.restore(chief, entry.discarded.get())
    assert files().written == 0
    assert Signature.objects.count() == Event.objects.count() == 1


# -- Names that change ---------------------------------------------------------------------------------------


def test_a_renamed_row_is_found_by_the_name_that_its_file_gives(files, chief):
    edit(chief, Agreement.objects.get(), slug="ccn-66-avenant-un")
    edit(chief, Act.objects.get(), slug="arrete-agrement-jo-2020-10-29")
    edit(chief, Organisation.objects.get(), slug="nexem-national")
    edit(chief, Convention.objects.get(), slug="ccn-66-1966")
    edit(chief, Source.objects.get(), title="Un bulletin, n° 3")
    report = files()
    assert report.written == 0
    assert [model.objects.count() for model in (Agreement, Act, Organisation, Source, Event)] == [1] * 5
    report = files(GOOD.replace('titre = "Un texte"', 'titre = "Un titre corrigé"'))
    assert Agreement.objects.get().title == "Un titre corrigé"


def test_an_event_put_before_others_moves_none(files, chief):
    """A list has no names: what each row says is its name, and its place only then."""
    edit(chief, Event.objects.get(), note="lu deux fois")
    first = (
        '[[evenement]]\nnature = "depot"\ndate = 2020-01-20\nsources = ["a"]\n[[evenement]]\nnature = "agree"'
    )
    report = files(GOOD.replace('[[evenement]]\nnature = "agree"', first))
    assert report.conflicts == []
    told = list(Event.objects.order_by("position").values_list("nature", "note"))
    assert told == [("depot", ""), ("agree", "lu deux fois")]


def test_an_event_that_an_editor_added_is_never_taken_for_one_of_the_file(files, chief):
    text = Agreement.objects.get()
    mine = Event.objects.create(agreement=text, nature="fait", label="le mien", position=2)
    write_entry(chief, mine, before={}, after=journal_bin.whole_state(mine))
    more = GOOD + '[[evenement]]\nnature = "depot"\ndate = 2020-01-20\nsources = ["a"]\n'
    assert files(more).conflicts == []
    mine.refresh_from_db()
    assert mine.label == "le mien"
    assert text.events.count() == 3


# -- Settling ------------------------------------------------------------------------------------------------

CORRECTED = GOOD.replace('titre = "Un texte"', 'titre = "Le titre du fichier"')


@pytest.fixture
def disputed(files, chief):
    edit(chief, Agreement.objects.get(), title="Mon titre")
    files(CORRECTED)
    return Conflict.objects.get()


def test_a_conflict_says_both(disputed):
    assert [(one.label, one.mine, one.theirs) for one in choices(disputed)] == [
        ("titre", "Mon titre", "Le titre du fichier")
    ]


def test_keeping_mine_settles_until_the_file_changes_again(files, chief, disputed):
    settle(chief, disputed, taken=(), why="vérifié")
    report = files(CORRECTED)
    assert (report.written, report.conflicts, kept(report)) == (0, [], 1)
    assert Agreement.objects.get().title == "Mon titre"
    assert Entry.objects.order_by("-pk").first().why == "vérifié"
    assert len(files(CORRECTED.replace("du fichier", "corrigé deux fois")).conflicts) == 1


def test_taking_the_file_s_settles(files, chief, disputed):
    settle(chief, disputed, taken={"title"})
    assert Agreement.objects.get().title == "Le titre du fichier"
    report = files(CORRECTED)
    assert (report.written, report.conflicts, kept(report)) == (0, [], 0)


def test_a_trial_says_the_same_and_writes_nothing(files, chief, tmp_path):
    edit(chief, Agreement.objects.get(), title="Mon titre")
    (tmp_path / "accords" / "un.toml").write_text(CORRECTED, encoding="utf-8")
    assert len(load(tmp_path, READ_ON, dry_run=True).conflicts) == 1
    assert not Conflict.objects.exists()
