"""House rules, held by the code itself: which way imports run, where today is read, what is never written."""

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template

ROOT = settings.BASE_DIR
OURS = ("agreements", "members", "portal")


#: What a checkout holds beside the project: see `.gitignore`.
NOT_OURS = {".git", ".venv", "var", "__pycache__", ".pytest_cache", ".hypothesis", ".ruff_cache", "htmlcov"}


@cache
def files() -> list[Path]:
    """The files of the project, whether or not the machine has git."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found += [Path(folder) / name for name in names]
    return sorted(found)


def tracked(*patterns) -> list[Path]:
    """Those whose path in the project has one of these forms; a star stands for folders too."""
    return [path for path in files() if any(fnmatch(str(path.relative_to(ROOT)), form) for form in patterns)]


def sources() -> list[Path]:
    return [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in OURS]


@cache
def tree(path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_of(path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_a_clone_has_every_file():
    """What git leaves aside is made at the root, or has a name of no file of ours: a clone would lack it, unseen."""
    left = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {name.strip("/") for name in left if name.endswith("/")} <= NOT_OURS
    anywhere = [form for form in left if not form.startswith("/")]
    lost = [
        path for path in files() if path.parent != ROOT and any(fnmatch(path.name, form) for form in anywhere)
    ]
    assert lost == []


# -- Which way imports run ---------------------------------------------------------------------------------


def imported_by(path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} : import relatif"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.fixture(scope="module")
def graph() -> dict[str, set[str]]:
    """Each module of the project, with those it imports; a package stands for its `__init__`."""
    paths = {module_of(path): path for path in sources()}
    return {
        name: {asked for asked in imported_by(path) if asked in paths} - {name}
        for name, path in paths.items()
    }


def reached(graph, *starts) -> set[str]:
    found, waiting = set(), list(starts)
    while waiting:
        for name in graph[waiting.pop()] - found:
            found.add(name)
            waiting.append(name)
    return found


def within(graph, *packages) -> list[str]:
    return [
        name
        for name in graph
        if any(name == package or name.startswith(f"{package}.") for package in packages)
    ]


#: From the ground up. A room imports from its own floor and from those below.
FLOORS = (
    "portal.french",
    "portal.edition",
    "portal.web",
    "agreements.law",
    "agreements.models",
    "agreements.compiled",
    "agreements.finding",
    "agreements.reading",
    "agreements.pages",
    "agreements.urls",
    "members.rule",
    "members.models",
    "members.compiled",
    "members.finding",
    "members.reading",
    "members.pages",
    "members.urls",
    "portal.publishing",
    "portal.pages",
    "portal.copies",
    "portal.serving",
    "portal.template_environment",
    "portal.urls",
    "portal.asgi",
)
#: Beside the floors: what writes the facts, what starts, and what Django finds by its name.
BESIDE = (
    *(f"{app}.{name}" for app in OURS for name in ("admin", "importers", "management", "migrations", "apps")),
    "agreements.templatetags",
    "portal.journal",
    "portal.journal.management",
    "portal.options",
    *("portal.settings", "portal.admin_urls", *OURS),
)


def room_of(name: str) -> str:
    """The floor, or what is beside them, where a module stands."""
    rooms = [room for room in (*FLOORS, *BESIDE) if name == room or name.startswith(f"{room}.")]
    return max(rooms, key=len, default="")


def test_every_module_has_a_room(graph):
    """An application itself holds nothing but its rooms."""
    assert [name for name in graph if not room_of(name) or (room_of(name) in OURS and name not in OURS)] == []


def test_imports_run_down(graph):
    """A floor knows those below it, and not one above; the walk covers every module."""
    rank = {floor: number for number, floor in enumerate(FLOORS)}
    upward = [
        f"{name} → {asked}"
        for name, imported in graph.items()
        if room_of(name) in rank
        for asked in imported
        if rank.get(room_of(asked), -1) > rank[room_of(name)]
    ]
    assert upward == []


def test_no_two_rooms_need_each_other(graph):
    rooms: dict[str, set[str]] = {}
    for name, imported in graph.items():
        rooms.setdefault(room_of(name), set()).update(map(room_of, imported))
    try:
        TopologicalSorter({room: needed - {room} for room, needed in rooms.items()}).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_no_room_is_crowded():
    """Fifteen modules at the most stand in a folder, beside its `__init__`."""
    folders = Counter(path.parent for path in sources() if path.name != "__init__.py")
    assert {str(folder): count for folder, count in folders.items() if count > 15} == {}


def test_no_module_imports_itself_through_others(graph):
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_agreements_know_nothing_of_members(graph):
    """The project knows both; the public pages of agreements reach members by no way at all."""
    members = set(within(graph, "members"))
    for name in within(graph, "agreements"):
        assert not graph[name] & members, name
    assert not reached(graph, "agreements.urls") & members


@pytest.mark.parametrize("beside", ["admin", "importers", "management"])
def test_the_public_side_reaches_neither_admin_nor_importers(graph, beside):
    apart = within(graph, f"agreements.{beside}", f"members.{beside}", f"portal.{beside}")
    assert apart
    public = {"portal.urls", "portal.asgi", *within(graph, "portal.edition")}
    assert not reached(graph, *public) & set(apart)


def test_the_public_side_never_reaches_accounts(graph):
    public = {"portal.urls", "portal.asgi", *within(graph, "portal.edition")}
    paths = {module_of(path): path for path in sources()}
    for name in public | reached(graph, *public):
        asked = set(imported_by(paths[name]))
        assert not {
            module for module in asked if module.startswith(("django.contrib.a", "django.contrib.sess"))
        }, name


#: What asks others, over a network.
ASKING = ("urllib.request", "http.client", "socket", "ftplib", "smtplib", "subprocess")


def test_the_public_side_asks_nobody(graph):
    """Neither another site, nor a program."""
    paths = {module_of(path): path for path in sources()}
    for name in {"portal.asgi", "portal.urls"} | reached(graph, "portal.asgi", "portal.urls"):
        asked = set(imported_by(paths[name])) & {*ASKING}
        assert asked == set(), (name, asked)


# -- Today, and other things read in one place ---------------------------------------------------------------

CLOCKS = {"today", "now", "utcnow", "localdate", "localtime"}
#: Where today is read, and where the time of a publication is.
MAY_READ_THE_CLOCK = {
    ("portal/web/as_of.py", "localdate"),
    ("portal/management/commands/publish.py", "localtime"),
    ("portal/management/commands/refresh.py", "localtime"),
    ("portal/management/commands/sauvegarder.py", "localtime"),
    ("portal/publishing/admin_page.py", "localtime"),
}


def test_today_is_read_in_one_place():
    found = set()
    for path in sources():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Attribute) or node.attr not in CLOCKS:
                continue
            if isinstance(node.value, ast.Name) and node.value.id in ("date", "datetime", "timezone", "dt"):
                found.add((str(path.relative_to(ROOT)), node.attr))
    assert found == MAY_READ_THE_CLOCK


def test_no_template_reads_the_clock():
    for path in tracked("templates/*.html"):
        assert "{% now" not in path.read_text(encoding="utf-8"), path


def test_options_are_the_only_reader_of_the_environment():
    """Beside what starts processes, which hands it on."""
    readers = {
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    assert readers <= {
        "portal/options/reading.py",
        "portal/asgi.py",
        "portal/copies/postgresql.py",
        "portal/serving/bootstrap.py",
        "portal/serving/servers.py",
        "portal/serving/watching/measures.py",
        "portal/management/commands/serve.py",
        "portal/management/commands/tests.py",
    }


# -- What is never written ----------------------------------------------------------------------------------


#: The one place where what macros have drawn is known for HTML, and the one where official articles, cleaned, are.
MAY_TRUST_HTML = {"portal/template_environment.py", "agreements/compiled/articles.py"}


def test_no_html_is_trusted_by_hand():
    trusting = {
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(
            r"mark_safe|Markup\(|SafeString\(|html_safe|__html__|format_html\(f", path.read_text("utf-8")
        )
    }
    assert trusting == MAY_TRUST_HTML
    for path in tracked("templates/*.html"):
        content = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape off|\|\s*safeseq", content), path


def test_there_is_one_journal():
    """That of Django is neither written nor read."""
    telling = [path for path in sources() if re.search(r"LogEntry|log_actions", path.read_text("utf-8"))]
    assert telling == []


def test_no_drawer_for_leftovers():
    named = [path for path in tracked("*.py") if path.stem in ("utils", "util", "helpers", "common", "misc")]
    assert named == []


def test_no_signal():
    for path in sources():
        assert "django.db.models.signals" not in path.read_text(encoding="utf-8"), path


def test_no_except_catches_all_in_silence():
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                caught = (
                    {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
                    if node.type
                    else {""}
                )
                silent = [type(line) for line in node.body] == [ast.Pass]
                assert not (silent and caught & {"", "Exception", "BaseException"}), f"{path}:{node.lineno}"
                assert node.type is not None, f"{path}:{node.lineno}"


def test_pages_carry_no_style_and_no_script_of_their_own():
    """The policy of the site refuses both; a browser would drop them without a word."""
    for path in tracked("templates/*.html"):
        content = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", content), path


def test_lock_files_name_no_address():
    locks = list((ROOT / "requirements").glob("*.txt"))
    assert len(locks) >= 2
    for path in locks:
        content = path.read_text(encoding="utf-8")
        assert "://" not in content, path
        assert "--hash=sha256:" in content


def test_no_path_of_a_machine():
    """A file of the project does not know where it was written."""
    for path in tracked("*.py", "*.html", "*.toml", "*.md", "*.css", "*.txt"):
        content = path.read_text(encoding="utf-8")
        assert not re.search(r"/(?:home|Users|root)/\w", content), path


# -- Words -------------------------------------------------------------------------------------------------

#: Proper nouns and acronyms begin with a capital wherever they stand.
CAPITALS = re.compile(r"^(?:IDCC|SIREN|SIRET|KALI|KALITEXT|KALICONT|KALIARTI|NOR|JO|Bulletin officiel|TVA)\b")


@pytest.mark.parametrize("app", OURS)
def test_verbose_names_are_lower_case_words(app):
    for model in apps.get_app_config(app).get_models():
        said = [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
        fields = [field for field in model._meta.get_fields() if not field.auto_created and field.concrete]
        for words in (*said, *(str(field.verbose_name) for field in fields)):
            assert words[:1].islower() or CAPITALS.match(words), f"{model.__name__} : « {words} »"


# -- Templates ---------------------------------------------------------------------------------------------


def templates() -> set[str]:
    return {str(path.relative_to(ROOT / "templates")) for path in tracked("templates/*.html")}


def engine_of(name: str) -> str:
    """The admin is drawn by Django's templates, every public page by Jinja2."""
    return "admin" if name.startswith("admin/") else "public"


#: What Django looks for by name.
BY_CONVENTION = re.compile(
    r"admin/(base_site|index|search_form)\.html"
    r"|admin/(\w+/)*(change_(form|list|list_object_tools)|pagination)\.html"
)


def test_no_template_is_unused():
    texts = [path.read_text(encoding="utf-8") for path in (*sources(), *tracked("templates/*.html"))]
    named = {name for text in texts for name in re.findall(r"[\"']([\w/.-]+\.html)[\"']", text)}
    unused = templates() - named
    assert [name for name in sorted(unused) if not BY_CONVENTION.fullmatch(name)] == []


@pytest.mark.parametrize("name", sorted(templates()))
def test_every_template_can_be_read(name):
    get_template(name, using=engine_of(name))


@pytest.mark.parametrize("name", sorted(templates()))
def test_a_template_reads_like_prose(name):
    """No line is longer than a screen."""
    lines = (ROOT / "templates" / name).read_text(encoding="utf-8").splitlines()
    assert [f"{name}:{number}" for number, line in enumerate(lines, 1) if len(line) > 120] == []


# -- Tools -------------------------------------------------------------------------------------------------


def tool(*words) -> str:
    done = subprocess.run(
        [str(Path(sys.executable).with_name(words[0])), *map(str, words[1:])],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_ruff_finds_nothing():
    assert tool("ruff", "check", "--quiet", *tracked("*.py")) == ""


def test_ruff_would_format_nothing():
    """But in migrations, which Django writes."""
    written = [path for path in tracked("*.py") if "migrations" not in path.parts]
    assert tool("ruff", "format", "--check", "--quiet", *written) == ""


def test_djade_would_format_nothing():
    django = tracked("templates/admin/*.html")
    assert tool("djade", "--check", "--target-version", "5.2", *django) == ""


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_django_finds_nothing(settings):
    """In the process that has the admin."""
    settings.MIDDLEWARE, settings.ROOT_URLCONF = settings.ADMIN_MIDDLEWARE, "portal.admin_urls"
    call_command("check", fail_level="WARNING")
