"""The second factor: a code of six digits, asked once a session of whoever publishes or holds the accounts.

At the first login there is none to ask for: the page gives a key, to be entered in an application that makes such
codes (RFC 6238), and the first code that is right makes it the account's. Nobody is locked out by its absence.
"""

import time
from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as hold
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.admin.kept_input import KEPT, carried, fields_of, given_back, sealed

PATH = "/admin/second-facteur/"
#: Whether this session is asked for a code: worked out once, at its first page.
ASKED, PROVED = "second_factor", "proved"
WRONG = "Ce n’est pas le code que donne l’application à cet instant."
WAIT = "Trop de codes faux : attendez quelques secondes avant d’essayer de nouveau."


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Le code à six chiffres",
        max_length=10,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
        error_messages={"required": "Écrivez le code que donne l’application."},
    )

    def __init__(self, device: TOTPDevice, *args):
        super().__init__(*args)
        self.device = device

    def clean_code(self) -> str:
        """Right, and not used yet; the device itself slows down whoever guesses."""
        code = self.cleaned_data["code"].replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
        refuse_a_wrong_code(self.device, code)
        return code


def refuse_a_wrong_code(device: TOTPDevice, code: str) -> None:
    allowed, _ = device.verify_is_allowed()
    if not allowed:
        raise ValidationError(WAIT, code="throttled")
    if not device.verify_token(code):
        raise ValidationError(WRONG, code="wrong")


def device_of(user) -> TOTPDevice | None:
    """The one that is the account's own, once its first code was right."""
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).first()


def is_required_of(user) -> bool:
    """Of who publishes, or holds the accounts, where the site asks for it."""
    rights = ("journal.publish_edition", "auth.change_user", "auth.change_group")
    return settings.SECOND_FACTOR and any(user.has_perm(right) for right in rights)


def asked_for(request):
    """The answer to who has not given a code yet: its page, to which what was typed is handed."""
    if not request.user.is_authenticated or request.path == PATH:
        return None
    if ASKED not in request.session:
        request.session[ASKED] = is_required_of(request.user) or bool(device_of(request.user))
    if not request.session[ASKED] or request.user.is_verified():
        return None
    if request.method == "POST" and fields_of(request):
        return shown(request, kept=sealed(request))
    return redirect(f"{PATH}?{urlencode({'next': request.get_full_path()}, safe='/')}")


def second_factor(request):
    """Ask for a code; give a key first where the account has none."""
    kept = request.POST.get(KEPT, "")
    if request.method != "POST":
        return shown(request)
    device = device_of(request.user) or pending(request.user)
    form = CodeForm(device, request.POST)
    if not form.is_valid():
        return shown(request, form, kept)
    if not device.confirmed:
        device.confirmed = True
        device.save(update_fields=["confirmed"])
    request.session.cycle_key()
    hold(request, device)
    request.session.update({ASKED: True, PROVED: time.time()})
    if kept and (found := carried(request)):
        return given_back(request, "Vous revoici", "Rien n’est encore enregistré.", again=True, kept=found)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if safe else "admin:index")


def pending(user) -> TOTPDevice:
    """The key that is proposed, the same until its first code."""
    found = TOTPDevice.objects.filter(user_id=user.pk, confirmed=False).first()
    return found or TOTPDevice.objects.create(user_id=user.pk, name="application", confirmed=False)


def shown(request, form: CodeForm | None = None, kept: str = ""):
    device = device_of(request.user)
    proposed = None if device else pending(request.user)
    context = {
        "title": "Second facteur",
        "form": form or CodeForm(device or proposed),
        "proposed": proposed,
        "key": spaced(proposed) if proposed else "",
        "drawing": Drawing.of(proposed) if proposed else None,
        "kept": kept,
        "next": request.POST.get("next", "") or request.GET.get("next", ""),
    }
    return render(request, "admin/second_factor.html", context)


def spaced(device: TOTPDevice) -> str:
    """The key as applications take it, in groups that one can copy by hand."""
    key = device.config_url.split("secret=")[1].split("&")[0].rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


@dataclass(frozen=True)
class Drawing:
    """The key as the camera of a telephone reads it (QR code, ISO/IEC 18004), a square for each dark module."""

    size: int  # of a side, with the light margin that the standard asks for
    path: str  # in the words of SVG

    @classmethod
    def of(cls, device: TOTPDevice) -> "Drawing":
        lines = list(segno.make(device.config_url, micro=False).matrix_iter())
        return cls(
            len(lines),
            "".join(
                f"M{column} {row}h1v1h-1z"
                for row, line in enumerate(lines)
                for column, is_dark in enumerate(line)
                if is_dark
            ),
        )


def forget(user) -> int:
    """Take its second factor from an account, whose telephone is lost: the next login gives another key."""
    count, _ = TOTPDevice.objects.filter(user_id=user.pk).delete()
    return count
