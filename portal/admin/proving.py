"""Whoever publishes says again who they are, unless they just did: a page left open is not enough."""

import time

from django.core.exceptions import ValidationError
from django.shortcuts import render

from portal.admin.kept_input import fields_of
from portal.admin.second_factor import PROVED, device_of, refuse_a_wrong_code
from portal.admin.tries import TOO_MANY, failures, key_of, one_more_try

PROOF = "_preuve"
RECENT_SECONDS = 15 * 60


def proof_asked(request):
    """The page that asks for a code, or for the password where there is none; nothing once it is given.

    What was sent is carried by that page, and done when the proof is right.
    """
    if time.time() - request.session.get(PROVED, 0) <= RECENT_SECONDS:
        return None
    device, fault = device_of(request.user), ""
    if PROOF in request.POST:
        try:
            refuse_a_wrong_proof(request, device)
        except ValidationError as error:
            fault = " ".join(error.messages)
        else:
            request.session[PROVED] = time.time()
            return None
    fields = [(name, value) for name, value in fields_of(request) if name != PROOF]
    context = {"title": "C’est bien vous ?", "fields": fields, "device": device, "fault": fault}
    return render(request, "admin/proof.html", context, status=200)


def refuse_a_wrong_proof(request, device) -> None:
    given = request.POST[PROOF].strip()
    if device:
        refuse_a_wrong_code(device, given.replace(" ", ""))
        return
    key = key_of(request.user.get_username(), request.META.get("REMOTE_ADDR", ""))
    if not one_more_try(key):
        raise ValidationError(TOO_MANY)
    if not request.user.check_password(request.POST[PROOF]):
        raise ValidationError("Ce n’est pas votre mot de passe.")
    failures.delete(key)
