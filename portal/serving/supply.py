"""What the portal is made of beside its own code: packages, their licences, their known faults.

The lock file is what is installed, digest by digest; the licences are those that the installed packages declare.
"""

import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from portal.serving.bootstrap import lock_file

ENTRY = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; (.+?))? \\$")
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")
CLASSIFIER = "License :: OSI Approved :: "
#: What looks for known faults in a public list, and the version of it that was tried.
AUDITOR = "pip-audit>=2.9,<3"


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    digests: tuple[str, ...]

    @property
    def licence(self) -> str:
        """As the package declares it; nothing where this environment does not hold it."""
        try:
            told = metadata(self.name)
        except PackageNotFoundError:
            return ""
        approved = [
            line.removeprefix(CLASSIFIER)
            for line in told.get_all("Classifier", [])
            if line.startswith(CLASSIFIER)
        ]
        written = (told.get("License-Expression") or "").strip() or (told.get("License") or "").strip()
        return written if 0 < len(written) < 60 else ", ".join(approved)

    @property
    def url(self) -> str:
        """Its name for those who keep lists of faults (« package URL »)."""
        return f"pkg:pypi/{self.name}@{self.version}"


def packages(kind: str = "run") -> list[Package]:
    found: list[tuple[str, str, list[str]]] = []
    for line in lock_file(kind).read_text(encoding="utf-8").splitlines():
        if entry := ENTRY.match(line):
            found.append((entry[1], entry[2], []))
        elif digest := DIGEST.search(line):
            found[-1][2].append(digest[1])
    return [Package(name, version, tuple(digests)) for name, version, digests in found]


def bill(packages: list[Package]) -> dict:
    """A bill of materials, in the words of CycloneDX 1.6."""
    components = [
        {
            "type": "library",
            "name": package.name,
            "version": package.version,
            "purl": package.url,
            "licenses": [{"license": {"name": package.licence}}] if package.licence else [],
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in package.digests],
        }
        for package in packages
    ]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}


def known_faults() -> Iterator[str]:
    """What a public list of faults says of the lock file, line by line; the tool lives only as long as the question."""
    with tempfile.TemporaryDirectory(prefix="portal-failles-") as name:
        folder = Path(name)
        venv.create(folder, with_pip=True)
        python = folder / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", AUDITOR], check=True, stdout=sys.stderr)
        asked = ["--requirement", lock_file("run"), "--disable-pip", "--require-hashes", "--strict"]
        done = subprocess.run([python, "-m", "pip_audit", *asked], capture_output=True, text=True)
        yield from (done.stdout + done.stderr).splitlines()
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, "pip-audit")
