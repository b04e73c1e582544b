"""Import of associations: nothing lost, nothing twice, nothing by halves, every refusal in a sentence."""

import random

import pytest
from django.core.management import CommandError, call_command

from agreements.importers.report import Outcome
from agreements.models import Convention
from members.importers import csv_file
from members.importers.associations import load
from members.models import Application, Association, Membership, Presence, Region, Sector
from members.pages.as_json import table_of
from portal.web.files.tables import csv_lines, harmless
from tests.builders import convention, organisation

HEADER = "siren;code;nom;region;effectif;secteurs;conventions;organisation"
ONE = "732829320;;Association du Léon;bretagne;120;handicap:4|siege:1;ccn-66:1998-01-01;nexem:2017-01-01"
TWO = ";exemple-deux;Association de la Loire;Pays de la Loire;38;insertion:2;chrs|ccn-66:2005-09-01;"
GOOD = f"{HEADER}\n{ONE}\n{TWO}\n"


@pytest.fixture(autouse=True)
def known(db):
    """The regions, sectors, conventions and organisations that the files name."""
    for slug, name in (("bretagne", "Bretagne"), ("pays-de-la-loire", "Pays de la Loire")):
        Region.objects.create(slug=slug, name=name)
    for slug in ("handicap", "siege", "insertion"):
        Sector.objects.create(slug=slug, name=slug.capitalize())
    for slug in ("ccn-66", "chrs"):
        convention(slug)
    organisation("nexem")
    organisation("cfdt")


def loaded(text: str | bytes, **options):
    return load(text if isinstance(text, bytes) else text.encode(), **options)


def counts(result) -> dict[str, int]:
    return {outcome.value: result.count(outcome) for outcome in Outcome if result.count(outcome)}


def described() -> list:
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Association, Presence, Application, Membership)
    ]


# -- What a good file does -----------------------------------------------------------------------------------


def test_a_good_file_is_recorded_as_it_says():
    assert counts(loaded(GOOD)) == {"cree": 2}
    one = Association.objects.get(siren="732829320")
    assert (one.slug, one.region.slug, one.headcount) == ("siren-732829320", "bretagne", 120)
    assert dict(one.presences.values_list("sector__slug", "establishments")) == {"handicap": 4, "siege": 1}
    assert one.memberships.get().since.isoformat() == "2017-01-01"
    two = Association.objects.get(slug="exemple-deux")
    assert two.siren is None and two.applications.count() == 2 and not two.memberships.exists()


def test_a_trial_writes_nothing_and_tells_the_same():
    trial = loaded(GOOD, dry_run=True)
    assert not Association.objects.exists()
    assert counts(trial) == counts(loaded(GOOD)) == {"cree": 2}


def test_the_same_file_twice_writes_nothing():
    loaded(GOOD)
    before = described()
    assert counts(loaded(GOOD)) == {"inchange": 2}
    assert described() == before


def test_a_changed_line_changes_what_it_says_and_that_alone():
    loaded(GOOD)
    result = loaded(GOOD.replace("handicap:4", "handicap:5"))
    assert counts(result) == {"mis-a-jour": 1, "inchange": 1}
    assert Presence.objects.get(sector__slug="handicap").establishments == 5


def test_an_association_is_known_by_its_siren_then_by_its_code():
    loaded(GOOD)
    loaded(f"{HEADER}\n732829320;le-leon;Nouveau nom;bretagne;;;;\n")
    renamed = Association.objects.get(siren="732829320")
    assert (renamed.slug, renamed.name) == ("le-leon", "Nouveau nom")
    loaded(f"{HEADER}\n;le-leon;Encore un autre;bretagne;;;;\n")
    assert Association.objects.get(siren="732829320").name == "Encore un autre"


def test_a_column_that_the_file_has_not_changes_nothing():
    loaded(GOOD)
    result = loaded("siren;nom;region\n732829320;Association du Léon;bretagne\n")
    assert counts(result) == {"inchange": 1} and result.untouched == 1


def test_associations_that_the_file_does_not_name_stay():
    loaded(GOOD)
    result = loaded(f"{HEADER}\n{ONE}\n")
    assert result.untouched == 1 and Association.objects.count() == 2


@pytest.mark.parametrize("content", [
    GOOD.encode(),
    b"\xef\xbb\xbf" + GOOD.encode(),
    GOOD.replace("\n", "\r\n").encode(),
    GOOD.replace(";", ",").encode(),
    b"\xef\xbb\xbf" + GOOD.replace(";", ",").replace("\n", "\r\n").encode(),
    GOOD.replace("Association du Léon", '"Association du Léon"').encode(),
    (GOOD + "\n ; ; ; ; ; ; ;\n").encode(),
])  # fmt: skip
def test_the_same_facts_in_other_clothes(content):
    assert counts(loaded(content)) == {"cree": 2}
    assert Association.objects.get(siren="732829320").name == "Association du Léon"


@pytest.mark.parametrize("seed", range(20))
def test_every_line_is_accounted_for_whatever_the_file(seed):
    """Shuffled, doubled, cut: read = added + changed + unchanged + refused, and all or nothing is written."""
    drawn = random.Random(seed)  # noqa: S311 - draws cases, hides nothing
    lines = [f";code-{n};Association {n};bretagne;{n};;;" for n in range(12)]
    lines += drawn.choices(lines, k=drawn.randrange(3))
    lines = [line[: drawn.randrange(len(line))] if drawn.random() < 0.1 else line for line in lines]
    drawn.shuffle(lines)
    before = Association.objects.count()
    result = loaded("\n".join([HEADER, *lines]))
    assert sum(counts(result).values()) == result.read
    assert Association.objects.count() - before == (result.count(Outcome.CREATED) if result.accepted else 0)


# -- What a bad file says ------------------------------------------------------------------------------------


def line(**cells) -> str:
    told = {"siren": "732829320", "nom": "Association", "region": "bretagne", **cells}
    return f"{HEADER}\n" + ";".join(told.get(name, "") for name in HEADER.split(";")) + "\n"


BAD = [
    ("vide", b"", "le fichier est vide"),
    ("en-tête seul", HEADER, "n’a que sa ligne d’en-tête"),
    ("ni l’un ni l’autre", GOOD.encode("cp1252") + b"\x81", "ligne 4 : l’octet 81 n’est ni de l’UTF-8 ni du"),
    ("UTF-8 abîmé", b"\xef\xbb\xbf" + GOOD.encode("cp1252"), "ligne 2 : l’octet E9 n’est ni de l’UTF-8"),
    ("UTF-16", GOOD.encode("utf-16"), "UTF-16"),
    ("classeur", b"PK\x03\x04" + b"x" * 50, "un classeur (xlsx ou ods)"),
    ("caractère nul", GOOD.replace("Loire;", "Lo\0ire;", 1), "ligne 3 : un caractère nul"),
    ("guillemet jamais fermé", GOOD.replace("Association du", '"Association du'), "ligne 2 : "),
    ("guillemet fermé plus loin", GOOD.replace("Léon", '"Léon').replace("120", '120"'), "ligne 2 : "),
    ("guillemets sur deux lignes", f'{HEADER}\n;a;"Une\nautre";bretagne;;;;\n', "une cellule va à la ligne"),
    ("cellule de 10 Mo", line(nom="x" * 10_000_000), "ligne 2 : une cellule dépasse"),
    ("colonne manquante", "siren;nom\n732829320;X\n", "la colonne « region » manque"),
    ("ni siren ni code", "nom;region\nX;bretagne\n", "il faut une colonne « siren » ou une colonne « code »"),
    ("colonne personnelle", HEADER + ";email\n", "« email » n’est pas attendue (aucune donnée personnelle"),
    ("colonne deux fois", HEADER + ";nom\n", "la colonne « nom » figure deux fois"),
    ("autre séparateur", GOOD.replace(";", "\t"), "n’est pas attendue"),
    ("cellule en trop", f"{HEADER}\n{ONE};de trop\n", "ligne 2 : 9 cellules au lieu de 8"),
    ("cellule en moins", f"{HEADER}\n{TWO}\n;a;b\n", "ligne 3 : 3 cellules au lieu de 8"),
    ("SIREN en double", GOOD + ONE + "\n", "ligne 4 : le SIREN 732829320 figure déjà à la ligne 2"),
    ("code en double", GOOD + TWO + "\n", "ligne 4 : le code exemple-deux figure déjà à la ligne 3"),
    ("SIREN faux", line(siren="732829321"), "n’est pas un SIREN"),
    ("SIREN en notation scientifique", line(siren="7,3283E+08"), "n’est pas un SIREN"),
    ("ni l’un ni l’autre", line(siren=""), "ni SIREN ni code"),
    ("nom vide", line(nom=" "), "le nom manque"),
    ("nom trop long", line(nom="x" * 201), "dépasse 200 caractères"),
    ("adresse électronique", line(nom="jean@exemple.fr"), "aucune donnée personnelle"),
    ("formule =", line(nom="=cmd|' /C calc'!A0"), "ressemble à une formule"),
    ("formule +", line(nom="+33"), "ressemble à une formule"),
    ("formule @", line(nom="@SUM(A1)"), "ressemble à une formule"),
    ("formule pleine chasse", line(nom="＝1+1"), "ressemble à une formule"),
    ("caractère invisible", line(nom="Asso\u202eciation"), "un caractère invisible"),
    ("région inconnue", line(region="Mars"), "région : « Mars » n’est pas une valeur connue"),
    ("effectif décimal", line(effectif="12.5"), "n’est pas un nombre entier"),
    ("effectif démesuré", line(effectif="1e400"), "n’est pas un nombre entier"),
    ("effectif impossible", line(effectif="1000001"), "dépasse un million"),
    ("secteur inconnu", line(secteurs="mars:1"), "secteur : « mars » n’est pas une valeur connue"),
    ("secteur sans nombre", line(secteurs="handicap"), "nombre d’établissements"),
    ("aucun établissement", line(secteurs="handicap:0"), "va de 1 à"),
    ("secteur deux fois", line(secteurs="handicap:1|handicap:2"), "figure deux fois"),
    ("convention inconnue", line(conventions="ccn-67"), "convention : « ccn-67 »"),
    ("date impossible", line(conventions="ccn-66:2021-02-30"), "n’est pas une date"),
    ("fin avant le début", line(organisation="nexem:2020-01-01:2019-01-01"), "la fin vient avant"),
    ("syndicat de salariés", line(organisation="cfdt"), "organisation d’employeurs : « cfdt »"),
    ("code mal formé", line(code="Été 2020"), "lettres minuscules sans accent"),
    ("code réservé", line(code="demonstration-1"), "réservé aux données de démonstration"),
    ("donnée de démonstration", f"{HEADER};demonstration\n{ONE};données de démonstration\n", "ne s’importe pas"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), [pytest.param(*case[1:], id=case[0]) for case in BAD])
def test_a_bad_file_is_refused_in_words_and_nothing_is_written(content, reason):
    result = loaded(content)
    assert not result.accepted
    assert reason in "\n".join(result.lines())
    assert not Association.objects.exists()


def test_one_bad_line_among_good_ones_and_nothing_is_written():
    result = loaded(GOOD + ";trois;X;mars;;;;\n")
    assert counts(result) == {"cree": 2, "refuse": 1} and "ligne 4" in result.report.rejections[0]
    assert not Association.objects.exists()


def test_a_file_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(csv_file, "LARGEST", 1000)
    assert "dépasse" in loaded(b"x" * 1001).refusal


def test_two_associations_cannot_be_made_one():
    loaded(GOOD)
    result = loaded(f"{HEADER}\n732829320;exemple-deux;X;bretagne;;;;\n")
    assert "ceux de deux associations" in result.report.rejections[0]


# -- Beside the demonstration set ----------------------------------------------------------------------------


@pytest.fixture
def fictitious():
    return Association.objects.create(
        name="F", slug="demonstration-1", region=Region.objects.first(), demonstration=True
    )


def test_real_associations_never_join_the_demonstration_set(fictitious):
    assert "démonstration" in loaded(GOOD).refusal
    assert Association.objects.get() == fictitious


def test_they_may_take_its_place_in_one_transaction(fictitious):
    bad = loaded(GOOD + ";;;;;;;x\n", replace_demonstration=True)
    assert not bad.accepted and Association.objects.get() == fictitious
    assert loaded(GOOD, replace_demonstration=True).removed_demonstration == 1
    assert Association.objects.count() == 2


# -- The command, and the way back ---------------------------------------------------------------------------


def test_the_command_says_what_it_did(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text(GOOD)
    call_command("import_members", path, "--dry-run")
    assert "rien n’a été écrit" in capsys.readouterr().out and not Association.objects.exists()
    call_command("import_members", path)
    assert "2 lus, 2 créés" in capsys.readouterr().out and Association.objects.count() == 2


@pytest.mark.parametrize("content", ["", GOOD + ";x;y;mars;;;;\n"])
def test_the_command_fails_where_it_wrote_nothing(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_text(content)
    with pytest.raises(CommandError):
        call_command("import_members", path)


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_members", tmp_path / "absent.csv")


def test_what_is_exported_can_be_imported():
    loaded(GOOD)
    table = table_of(list(Association.objects.order_by("pk").values_list("pk", flat=True)), False)
    exported = "".join(csv_lines(table.columns, table.rows))
    assert counts(loaded(exported)) == {"inchange": 2}


@pytest.mark.parametrize("cell", ["=cmd|'x'", "+33", "-1", "@x", "\tx", "\rx", "＝1"])
def test_no_exported_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


# -- As a spreadsheet and people write ---------------------------------------------------------------------------


def test_a_file_of_windows_is_read_and_said_to_be():
    result = loaded(GOOD.encode("cp1252"))
    assert counts(result) == {"cree": 2}
    assert any("Windows-1252" in line for line in result.lines())
    assert Association.objects.filter(name="Association du Léon").exists()
    assert not any("Windows-1252" in line for line in loaded(GOOD).lines())


@pytest.mark.parametrize(
    "siren", ["732.829.320", "732 829 320", "732-829-320", "73282932000074", "732 829 320 00074"]
)
def test_a_siren_is_read_as_it_is_written(siren):
    assert loaded(f"{HEADER}\n{ONE.replace('732829320', siren)}\n").accepted
    assert Association.objects.get().siren == "732829320"


@pytest.mark.parametrize("siren", ["732829321", "73282932100074", "7,32829E+08", "732829320000"])
def test_what_is_no_siren_is_refused(siren):
    result = loaded(f"{HEADER}\n{ONE.replace('732829320', siren)}\n")
    assert "n’est pas un SIREN" in " ".join(result.lines())
    assert result.read == 1


@pytest.mark.parametrize("name", ["CCN 66", "ccn66", "CCN-66", "IDCC 413", "0413", "ccn-66"])
def test_a_convention_is_called_as_people_call_it(name):
    Convention.objects.filter(slug="ccn-66").update(name="CCN 66", idcc=413)
    assert loaded(f"{HEADER}\n{ONE.replace('ccn-66:', f'{name}:')}\n").accepted
    assert Application.objects.get().convention.slug == "ccn-66"


@pytest.mark.parametrize("name", ["Nexem", "NEXEM", "nexem"])
def test_an_organisation_is_called_as_people_call_it(name):
    assert loaded(f"{HEADER}\n{ONE.replace('nexem:', f'{name}:')}\n").accepted
    assert Membership.objects.get().organisation.slug == "nexem"


def test_a_name_of_two_is_refused():
    for slug in ("a", "b"):
        organisation(slug, name=f"Nom {slug}", acronym="MEME")
    result = loaded(f"{HEADER}\n{ONE.replace('nexem:', 'MEME:')}\n")
    assert "organisation d’employeurs : « MEME »" in " ".join(result.lines())


@pytest.mark.parametrize("day", ["01/01/2001", "1.1.2001", "1er janvier 2001", "01/01/01", "2001-01-01"])
def test_a_day_is_typed_as_people_write_it(day):
    assert loaded(f"{HEADER}\n{ONE.replace('2017-01-01', day)}\n").accepted
    assert Membership.objects.get().since.isoformat() == "2001-01-01"


@pytest.mark.parametrize("day", ["31/02/2001", "01/01/3001", "janvier 2001", "36892"])
def test_what_is_no_day_is_refused(day):
    result = loaded(f"{HEADER}\n{ONE.replace('2017-01-01', day)}\n")
    assert not result.accepted and result.read == 1
    assert not Association.objects.exists()
