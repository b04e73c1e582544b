"""The trace: whatever editors do, on any page, the journal gives each earlier state back, and facts are published."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agreements.models import (
    Act,
    Agreement,
    Citation,
    ConventionParty,
    Divergence,
    Event,
    Organisation,
    Relation,
    Signature,
    Source,
)
from portal.edition.manifest import EditionError
from portal.journal.changes import Row, earlier
from portal.journal.models import Discarded, Entry
from portal.journal.values import values_of
from portal.publishing import build
from tests import builders as make
from tests.agreements.admin.admin_fixtures import filled_in, page
from tests.conftest import NOW

KINDS = (
    Act, Agreement, Citation, ConventionParty, Divergence, Event, Organisation, Relation, Signature, Source,
)  # fmt: skip
#: What ties a row to the fact on whose page it is written, which the entry itself tells.
TIES = {"agreement"}

DAYS = st.sampled_from(["2019-05-06", "2020-01-15", "2020-11-02", ""])
STEPS = st.one_of(
    st.tuples(st.just("title"), st.integers(0, 2), st.sampled_from(["Salaires", "Prévoyance", "Primes"])),
    st.tuples(st.just("rename"), st.integers(0, 2), st.sampled_from(["un-nom", "deux-noms", "trois-noms"])),
    st.tuples(st.just("event"), st.integers(0, 2), DAYS),
    st.tuples(st.just("unsign"), st.integers(0, 2), st.none()),
    st.tuples(st.just("act"), st.just(0), st.sampled_from(["2020-10-29", "2020-10-30"])),
    st.tuples(st.just("delete"), st.integers(0, 2), st.none()),
    st.tuples(st.just("restore"), st.integers(0, 2), st.none()),
    st.tuples(st.just("merge"), st.integers(0, 2), st.integers(0, 2)),
)


def world() -> dict[Row, dict]:
    """Every fact, value by value."""
    return {
        Row(model._meta.label_lower, str(row.pk)): {
            name: value for name, value in values_of(row) if name not in TIES
        }
        for model in KINDS
        for row in model.objects.all()
    }


def told(rows: dict[Row, dict]) -> dict[Row, dict]:
    """What the journal is asked for: the facts, without the ties of their rows."""
    kinds = {model._meta.label_lower for model in KINDS}
    return {
        row: {name: value for name, value in values.items() if name not in TIES}
        for row, values in rows.items()
        if row.kind in kinds
    }


def send(client, fact, **values):
    """Change a page as an editor would, and confirm what it asks."""
    address = page(type(fact), "change", fact.pk)
    sent = filled_in(client.get(address)) | values
    response = client.post(address, sent)
    refusal = response.context and response.context.get("refusal")
    if refusal and refusal.asked:
        client.post(address, sent | {"_confirmer": refusal.asked.seal})


def do(client, step):
    """One step of an editor, on what is there; nothing where there is nothing left to do it on."""
    what, place, value = step
    texts = list(Agreement.objects.order_by("pk"))
    if what == "act":
        send(client, Act.objects.get(), published_on=value)
    elif what == "restore":
        if discarded := list(Discarded.objects.all())[place : place + 1]:
            client.post(f"/admin/journal/discarded/{discarded[0].pk}/sortir/")
    elif place < len(texts):
        text = texts[place]
        if what == "title":
            send(client, text, title=value)
        elif what == "rename":
            send(client, text, slug=value)
        elif what == "event":
            if event := text.events.first():
                send(client, event, act="", on=value)
        elif what == "unsign":
            send(client, text, **{"signatures-0-DELETE": "on"})
        elif what == "delete":
            client.post(page(Agreement, "delete", text.pk), {"post": "yes"})
        elif what == "merge" and value < len(texts) and value != place:
            address, named = page(Agreement, "merge", text.pk), {"avec": texts[value].slug}
            seal = client.post(address, named).context.get("seal", "")
            client.post(address, named | {"_confirmer": seal, "_pourquoi": "un doublon"})


def sector() -> None:
    act = make.act(date(2020, 10, 2), date(2020, 10, 29))
    for number, slug in enumerate(("un", "deux", "trois"), 1):
        text = make.agreement(slug, number=str(number), dated=date(2020, 1, number))
        make.event(text, "agree", act=act)
        make.signature(text, "nexem", on=date(2020, 1, number))
    make.relation(Agreement.objects.get(slug="deux"), "modifie", Agreement.objects.get(slug="un"))


def play(client, steps, folder) -> None:
    """After each step, the journal gives back every state before it; the facts are published, or the reason is told."""
    states = [(0, world())]
    for step in steps:
        do(client, step)
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        present = world()
        for until, before in states:
            entries = Entry.objects.filter(pk__gt=until).order_by("-pk")
            assert told(earlier(present, entries)) == before, (steps, step)
        states.append((last, present))
    with override_settings(EDITIONS_DIR=folder):
        try:
            build.publish(NOW)
        except EditionError as error:
            assert str(error)


@pytest.mark.slow
def test_the_journal_gives_back_each_earlier_state(editor, db, tmp_path):
    sector()
    steps = [
        ("title", 0, "Primes"), ("event", 0, "2020-11-02"), ("rename", 1, "un-nom"), ("unsign", 2, None),
        ("act", 0, "2020-10-30"), ("delete", 2, None), ("restore", 0, None), ("merge", 0, 1), ("delete", 0, None),
        ("restore", 0, None),
    ]  # fmt: skip
    play(editor, steps, tmp_path / "editions")
    assert Entry.objects.count() == len(steps)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@given(steps=st.lists(STEPS, min_size=2, max_size=5))
@example(steps=[("delete", 0, None), ("unsign", 0, None)])  # the relation of another text goes with it
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_edits_can_be_read_back(editors_process, tmp_path_factory, steps):

    with transaction.atomic():
        client, user = Client(), User.objects.create_superuser("au-hasard")
        client.force_login(user)
        sector()
        play(client, steps, tmp_path_factory.mktemp("editions"))
        transaction.set_rollback(True)
