"""The admin while its database does not answer: it says so, and when to come back."""

import pytest
from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper


@pytest.fixture
def away():
    """Until the test ends, whatever asks the database fails as told."""
    with pytest.MonkeyPatch.context() as patch:

        def go(error):
            def refuse(connection, *given):
                raise error

            patch.setattr(BaseDatabaseWrapper, "cursor", refuse)

        yield go


@pytest.mark.parametrize("error", [OperationalError("connection refused"), InterfaceError("already closed")])
@pytest.mark.parametrize("address", ["/admin/", "/admin/agreements/agreement/", "/admin/publier/"])
def test_it_says_when_to_come_back(editor, away, address, error):
    editor.raise_request_exception = False
    away(error)
    answer = editor.get(address)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "La base d’édition ne répond pas." in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_password_is_not_looked_at(editors_process, db, client, away):
    client.raise_request_exception = False
    away(OperationalError("connection refused"))
    answer = client.post("/admin/login/", {"username": "chef", "password": "x"})
    assert answer.status_code == 503


def test_a_fault_of_the_code_is_none_of_it(editor, away):
    editor.raise_request_exception = False
    away(ZeroDivisionError())
    answer = editor.get("/admin/")
    assert answer.status_code == 500
    assert "Rien n’a été enregistré." in answer.content.decode()
