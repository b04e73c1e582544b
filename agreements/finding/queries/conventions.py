"""The conventions that an address names: by their identifier, or by whatever a query would name them with."""

from django import forms

from agreements.finding.index import index_of
from agreements.finding.queries.names import names_of
from agreements.finding.queries.query import Names, Query
from agreements.finding.queries.reading import read_query
from portal.edition.manifest import Manifest
from portal.web.parameters import UNKNOWN, Values

#: What separates the words of an identifier, and what a name is not written with.
JOINTS = str.maketrans("-_", "  ")


def convention_called(typed: str, names: Names) -> str | None:
    """The convention that is called so and no more: « CCN-66 », « 413 », « idcc-0413 », « ccn66 »; None otherwise."""
    query = read_query(f"convention {typed.translate(JOINTS)}", names)
    alone = query == Query(query.text, conventions=query.conventions)
    return query.conventions[0] if alone and len(query.conventions) == 1 else None


def spelled(typed: str, edition: Manifest) -> str:
    """The identifier of the convention that a parameter names; what names none is left as it is, to be refused."""
    index = index_of(edition)
    if not typed or typed in index.labels["convention"]:
        return typed
    return convention_called(typed, names_of(index)) or typed


class Conventions(Values):
    """The conventions that a list is filtered by."""

    spelled = staticmethod(spelled)


class ConventionsField(forms.MultipleChoiceField):
    """The conventions that a form is told."""

    spelled = staticmethod(spelled)

    def __init__(self, label: str):
        super().__init__(label=label, required=False, error_messages=UNKNOWN)
