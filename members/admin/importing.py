"""Import a file of associations: choose it, see what it would do, then confirm that and nothing else.

Between the trial and its confirmation the file waits in a folder of the installation that only it can read.
"""

import re
import time
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from agreements.importers.report import Outcome
from members.importers.associations import Result, load
from members.importers.csv_file import LARGEST
from members.models import Association
from members.models.file_columns import COLUMNS, REQUIRED
from portal.journal.entries import write_command
from portal.web.admin_site import site

PAGE = "admin:members_association_import"
DIGEST = re.compile(r"[0-9a-f]{64}")
KEPT_SECONDS = 24 * 3600
SHOWN = 200


class FileForm(forms.Form):
    file = forms.FileField(
        label="Fichier CSV",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )
    replace = forms.BooleanField(
        label="Remplacer le jeu de démonstration",
        required=False,
        help_text="Il ne se mêle pas à des associations réelles : il est retiré au moment où elles sont écrites.",
    )

    def __init__(self, *args):
        super().__init__(*args)
        if not Association.objects.filter(demonstration=True).exists():
            del self.fields["replace"]


def import_file(request):
    permitted = ("members.add_association", "members.change_association")
    if not request.user.has_perms(permitted):
        raise PermissionDenied
    if request.method == "POST" and "confirm" in request.POST:
        return confirm(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return trial(request, form)
    return shown(request, form=form)


def shown(request, **context):
    told = {"title": "Importer des associations", "columns": COLUMNS, "required": REQUIRED, **context}
    return render(request, "admin/members/association/import.html", site.each_context(request) | told)


def trial(request, form: FileForm):
    """What the file would do. Nothing is written of what it says."""
    content = form.cleaned_data["file"].read(LARGEST + 1)
    replaced = form.cleaned_data.get("replace", False)
    result = load(content, dry_run=True, replace_demonstration=replaced)
    if result.accepted:
        keep(result.digest, content)
    return shown(request, form=FileForm(), trial=trial_context(result), replace=replaced)


def trial_context(result: Result) -> dict:
    lines = result.report.rejections
    return {
        "result": result,
        "counts": [(outcome.label, result.count(outcome)) for outcome in Outcome],
        "rejections": lines[:SHOWN],
        "more_rejections": len(lines) - SHOWN,
        "changes": result.changes[:SHOWN],
        "more_changes": len(result.changes) - SHOWN,
        "writes": bool(result.changes or result.removed_demonstration),
    }


def confirm(request):
    """Write what was shown; if it would be something else by now, write nothing and say so."""
    digest = request.POST.get("digest", "")
    path = waiting() / f"{digest}.csv"
    if not DIGEST.fullmatch(digest) or not path.is_file():
        messages.error(request, "Le fichier n’attend plus : choisissez-le de nouveau.")
        return redirect(PAGE)
    result = load(
        path.read_bytes(),
        replace_demonstration="replace" in request.POST,
        expected=request.POST.get("fingerprint", "-") or "-",
    )
    if not result.accepted:
        messages.error(request, " ".join(result.lines()))
        return redirect(PAGE)
    path.unlink(missing_ok=True)
    sentence = " ".join(result.lines())
    write_command(
        "import_members",
        result.report.written,
        result.lines(),
        what=f"Import d’associations sha256:{digest}",
        user=request.user,
    )
    messages.success(request, f"C’est écrit. {sentence}")
    return redirect("admin:members_association_changelist")


# -- The file that waits -------------------------------------------------------------------------------------


def waiting() -> Path:
    return settings.VAR_DIR / "imports"


def keep(digest: str, content: bytes) -> None:
    folder = waiting()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)
    path = folder / f"{digest}.csv"
    path.touch(mode=0o600)
    path.write_bytes(content)
