"""`docs/contribuer.md`, followed to the letter in a copy of the code: changes, commands, what each address says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from portal.management.commands.tests import environment
from tests.installations import SECONDS
from tests.test_consistency import NOT_OURS

pytestmark = pytest.mark.slow

GUIDE = settings.BASE_DIR / "docs" / "contribuer.md"
BLOCKS = re.compile(r"^```(diff|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXPECTED = re.compile(r"^- `(/\S+)` dit « (.+) »$", re.MULTILINE)
#: One text that was extended, then no more; and one that the official base does not hold.
FACTS = """
from datetime import date
from tests.builders import agreement, event
text = agreement("avenant-1", kalitext="KALITEXT000000000001")
agreement("avenant-2")
event(text, "etendu", date(2020, 1, 1), jo=date(2020, 1, 10))
event(text, "abrogation-extension", date(2021, 1, 1), jo=date(2021, 1, 10))
"""
ASK = """
from django.test import Client
client = Client(headers={"host": "127.0.0.1"})
for address in ADDRESSES:
    answer = client.get(address)
    print("@@", address, answer.status_code, answer.content.decode())
"""


def changes(diff: str) -> list[tuple[str, str, str]]:
    """Each hunk of a difference: the file, what stands there, what is to stand there; « » for a file that is new."""
    found, path = [], ""
    for part in re.split(r"^(?=--- |@@$)", diff, flags=re.MULTILINE):
        lines = part.splitlines(keepends=True)
        if part.startswith("--- "):
            path = lines[1].removeprefix("+++ b/").strip()
        elif part.startswith("@@"):
            before = "".join(line[1:] for line in lines[1:] if line[0] in " -")
            after = "".join(line[1:] for line in lines[1:] if line[0] in " +")
            found.append((path, before, after))
    return found


class Copy:
    def __init__(self, root: Path):
        self.code, self.var = root / "code", root / "var"
        shutil.copytree(
            settings.BASE_DIR, self.code, ignore=shutil.ignore_patterns(*NOT_OURS - {"htmlcov"}, "*.png")
        )

    def change(self, diff: str) -> None:
        for path, before, after in changes(diff):
            file = self.code / path
            if not before:
                file.parent.mkdir(exist_ok=True)
                assert not file.exists(), path
                file.write_text(after, encoding="utf-8")
                continue
            content = file.read_text(encoding="utf-8")
            assert content.count(before) == 1, f"{path} :\n{before}"
            file.write_text(content.replace(before, after), encoding="utf-8")

    def run(self, *words: str, **added: str) -> str:
        given = {"PORTAL_VAR": str(self.var), "PORTAL_NO_BOOTSTRAP": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, *words], cwd=self.code, env=environment(**given, **added), capture_output=True,
            text=True, timeout=SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def followed(tmp_path_factory) -> tuple[Copy, list[str]]:
    """The copy, once all was done in it; what the commands of the guide said."""
    copy = Copy(tmp_path_factory.mktemp("guide"))
    (copy.code / "depots.csv").write_text(
        "identifiant;jour;adresse\navenant-1;2019-07-01;https://depots.exemple.fr/1\n", encoding="utf-8"
    )
    blocks = BLOCKS.findall(GUIDE.read_text(encoding="utf-8"))
    for kind, content in blocks:
        if kind == "diff":
            copy.change(content)
    said, lines = [], [line for kind, content in blocks if kind == "sh" for line in content.splitlines()]
    for line in lines:
        program, *words = line.split()
        assert program == ("python3" if words[0] == "manage.py" else ".venv/bin/python")  # who has Django
        said.append(copy.run(*words))
        if words[1:] == ["migrate"]:
            copy.run("manage.py", "shell", "--no-imports", "--command", FACTS)
    copy.run("manage.py", "publish")
    copy.run("manage.py", "collectstatic", "--noinput", "--verbosity=0", PORTAL_ROLE="public")
    return copy, said


def test_every_example_is_there():
    guide = GUIDE.read_text(encoding="utf-8")
    assert re.findall(r"^## (Un.*)$", guide, re.MULTILINE) == [
        "Un filtre", "Un état", "Une source", "Une page",
    ]  # fmt: skip
    assert guide.count("```diff") == 4 and len(EXPECTED.findall(guide)) == 8


def test_each_address_says_what_the_guide_says(followed):
    copy, said = followed
    expected = EXPECTED.findall(GUIDE.read_text(encoding="utf-8"))
    addresses = [address for address, _ in expected]
    answers = copy.run(
        "manage.py", "shell", "--no-imports", "--command", f"ADDRESSES = {addresses!r}\n{ASK}",
        PORTAL_ROLE="public",
    ).split("@@ ")[1:]  # fmt: skip
    for (address, words), answer in zip(expected, answers, strict=True):
        assert answer.startswith(f"{address} 200 "), answer[:500]
        assert words in re.sub(r"\s+", " ", answer.replace("\u202f", " ").replace("\u00a0", " ")), address
    assert "créés" in said[-2] and "inchangés" in said[-1]


def test_the_copy_keeps_the_rules_of_the_house(followed):
    copy, _ = followed
    chosen = "room or imports or themselves or prose or unused or ruff or trusted or today or agree"
    said = copy.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_consistency.py", "-k", chosen)
    assert " passed" in said
    copy.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/portal/web/test_declarations.py")
