"""`/openapi.json`: what each JSON address reads and answers, in OpenAPI 3.1.

The parameters are those that the views declare; the schemas say what an answer always holds, and let it hold more.
"""

import re
from collections.abc import Callable
from copy import copy
from functools import cache

from django import forms
from django.conf import settings
from django.http import JsonResponse
from django_filters import Filter

from agreements.finding.index import index_of
from agreements.law.vocabulary import STATES, AgreementKind, Certainty, Mode
from portal.pages.openapi_answers import ANSWERS
from portal.web.declarations import DAY, PIN, Parameters, routes, takes_several
from portal.web.parameters import reads

#: Of this description: its first number changes when an answer loses something or changes its nature.
VERSION = "1.0.0"
ARGUMENT = re.compile(r"<\w+:(\w+)>")
DATE = {"type": "string", "format": "date"}
HEAD = {
    "edition": {"$ref": "#/components/schemas/Edition"},
    "date": DATE,
    "ignores": {
        "type": "array",
        "items": {"type": "string"},
        "description": "Ce que l’adresse donne et n’est pas lu.",
    },
}
TEXT, COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
MAYBE_TEXT, MAYBE_DATE = {"type": ["string", "null"]}, {"type": ["string", "null"], "format": "date"}


def one_of(words) -> dict:
    return {"type": "string", "enum": [word.value for word in words]}


def an(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(required: dict, more: dict | None = None) -> dict:
    """An object that always holds these, and may hold others."""
    return {"type": "object", "required": [*required], "properties": required | (more or {})}


def schemas() -> dict:
    """What answers are made of."""
    tracks = {track.value: one_of(words) for track, words in STATES.items()}
    certainty = {"type": ["string", "null"], "enum": [*(one.value for one in Certainty), None]}
    known = {track.value: certainty for track in STATES}
    return {
        "Edition": thing(
            {"numero": COUNT, "publiee_le": {"type": "string", "format": "date-time"}, "empreinte": TEXT}
        ),
        "Probleme": thing(
            {"type": TEXT, "title": TEXT, "status": COUNT, "detail": TEXT},
            {"erreurs": {"type": "array", "items": TEXT}, "edition": an("Edition")},
        ),
        "Partie": thing({"organisation": TEXT, "college": TEXT, "mode": one_of(Mode), "date": MAYBE_DATE}),
        "Accord": thing(
            {
                "identifiant": TEXT,
                "url": TEXT,
                "type": one_of(AgreementKind),
                "numero": MAYBE_TEXT,
                "titre": TEXT,
                "conventions": {"type": "array", "items": TEXT},
                "themes": {"type": "array", "items": TEXT},
                "date_texte": MAYBE_DATE,
                "date_signature": MAYBE_DATE,
                "kalitext": MAYBE_TEXT,
                "signataires": {"type": "array", "items": an("Partie")},
                "statuts": {"type": ["object", "null"], "properties": tracks},
                "certitudes": {"type": ["object", "null"], "properties": known},
                "date_effet": MAYBE_DATE,
                "phrase": TEXT,
            }
        ),
        "Valeur": thing({"valeur": TEXT, "libelle": TEXT, "nombre": COUNT}),
    }


def answer_of(address: str) -> dict:
    """The schema of what an address answers: its head, and what it always holds."""
    kinds = {
        "texte": TEXT,
        "nombre": COUNT,
        "date": DATE,
        "liste": {"type": "array"},
        "objet": {"type": "object"},
    }
    kinds |= {"accords": {"type": "array", "items": an("Accord")}, "texte?": MAYBE_TEXT, "tout": {}}
    kinds |= {
        "facettes": {"type": "object", "additionalProperties": {"type": "array", "items": an("Valeur")}}
    }
    told = {name: kinds[kind] for name, kind in ANSWERS.get(address, {}).items()}
    return {"type": "object", "required": ["edition", "date", *told], "properties": HEAD | told}


# -- Parameters --------------------------------------------------------------------------------------------------


def parameters_of(parameters: Parameters, labels: dict) -> list[dict]:
    own = [query_of(name, field, labels) for name, field in parameters.fields.items()]
    pinned = {"type": "integer", "minimum": 1}
    return [
        *own,
        query(DAY, DATE, "Le jour dont on parle ; aujourd’hui, s’il n’est pas donné."),
        query(PIN, pinned, "L’édition lue : une autre est répondue 410."),
    ]


def query(name: str, schema: dict, description: str) -> dict:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def query_of(name: str, field, labels: dict) -> dict:
    """A parameter as its form reads it: several values of a closed list, a word, a number, a day, or words."""
    told = schema_of(name, field_of(field), labels)
    if takes_several(field):
        told = {"type": "array", "items": told}
    return query(name, told, str(field.label or name)) | ({"explode": True} if takes_several(field) else {})


def field_of(declared) -> forms.Field:
    """What reads a parameter. A filter keeps the first field asked of it, without the values of any edition: a copy
    is asked."""
    return copy(declared).field if isinstance(declared, Filter) else declared


def schema_of(name: str, field: forms.Field, labels: dict) -> dict:
    if isinstance(field, forms.IntegerField):
        return {"type": "integer", "minimum": field.min_value or 0} | (
            {"maximum": field.max_value} if field.max_value is not None else {}
        )
    if name in labels:
        return {"type": "string", "enum": [*labels[name]]}
    if isinstance(field, forms.ChoiceField) and (words := [value for value, _ in field.choices if value]):
        return {"type": "string", "enum": words}
    if type(field).__name__ == "DayField":
        return DATE
    return {"type": "string", "maxLength": field.max_length} if getattr(field, "max_length", None) else TEXT


def written(address: str) -> str:
    """An address with its arguments as OpenAPI writes them: `/accords/{slug}.json`."""
    return ARGUMENT.sub(r"{\1}", address)


# -- The whole ---------------------------------------------------------------------------------------------------


def operation(address: str, view: Callable, labels: dict) -> dict:
    arguments = [
        {"name": name, "in": "path", "required": True, "schema": TEXT} for name in ARGUMENT.findall(address)
    ]
    problem = {"content": {"application/problem+json": {"schema": an("Probleme")}}}
    refusals = {
        "400": "Un paramètre est refusé.",
        "404": "Rien n’a ce nom.",
        "410": "Une autre édition est lue.",
    }
    named = {
        "description": "Ce que la page dit.",
        "content": {"application/json": {"schema": answer_of(address)}},
    }
    return {
        "operationId": re.sub(r"\W+", "-", ARGUMENT.sub(r"\1", address.removesuffix(".json"))).strip("-"),
        "summary": f"Le double de la page {written(address.removesuffix('.json'))}/",
        "parameters": [*arguments, *parameters_of(view.parameters, labels)],
        "responses": {"200": named}
        | {code: problem | {"description": told} for code, told in refusals.items()},
    }


#: What other machines read: this description, and what `fetch_edition` takes. They are no double of a page.
OF_MACHINES = ("/openapi.json", "/donnees/edition.json")


@cache
def addresses() -> list[tuple[str, Callable]]:
    return [
        (address, view)
        for address, view in routes()
        if address.endswith(".json") and address not in OF_MACHINES
    ]


def description(labels: dict) -> dict:
    """The whole description, with the values that filters have in an edition."""
    paths = {written(address): {"get": operation(address, view, labels)} for address, view in addresses()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Les accords du secteur social et médico-social privé non lucratif",
            "version": VERSION,
            "license": {
                "name": "Licence Ouverte 2.0",
                "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            },
        },
        "servers": [{"url": settings.PUBLIC_URL.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": schemas()},
    }


@reads()
def openapi_json(request):
    told = index_of(request.edition).labels
    return JsonResponse(description(told), json_dumps_params={"ensure_ascii": False})
