"""Rows read by a query written once are those that Django reads, value for value."""

import pytest
from django.db import models

from agreements.compiled.articles import ArticleText
from agreements.compiled.situations import Situation
from agreements.models import Act, Agreement, Article, AudienceShare, Convention, Event, OfficialText
from agreements.reading.directory import prefill
from portal.edition import reader as edition_reader
from portal.edition import store
from portal.edition.rows import Rows
from tests import builders as make


@pytest.fixture
def reading(reader):
    with edition_reader.reading(store.current()):
        yield


def values(row: models.Model) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def typed(row: models.Model) -> list[tuple[str, type]]:
    return [(name, type(value)) for name, value in values(row).items()]


def same(model: type[models.Model]) -> bool:
    """Whether the rows of a table are read as Django reads them, value for value and type for type."""
    read = Rows(f"FROM {model._meta.db_table} ORDER BY id", model)()  # noqa: S608 - a table of ours
    wanted = list(model.objects.order_by("pk"))
    assert wanted
    assert list(map(values, read)) == list(map(values, wanted))
    return list(map(typed, read)) == list(map(typed, wanted))


@pytest.mark.parametrize("model", [Agreement, Act, Convention, Situation, AudienceShare], ids=str)
def test_every_value_is_as_django_reads_it(reading, model):
    """Days, decimals, what is true or not known."""
    assert same(model)


def test_json_and_clean_html_are_as_django_reads_them(publish):
    text = OfficialText.objects.create(
        agreement=make.agreement("un"), kalitext="KALITEXT000000000001", title="Un", read={"titre": ["é", 1]}
    )
    Article.objects.create(
        text=text, kaliarti="KALIARTI000000000001", position=0, html="<p>Un <b>mot</b></p>"
    )
    publish()
    with edition_reader.reading(store.current()):
        assert same(OfficialText)
        assert same(ArticleText)


def test_models_joined_come_together(reading):
    query = """FROM agreements_event LEFT JOIN agreements_act ON agreements_act.id = act_id
    WHERE agreement_id = %s ORDER BY agreements_event.id"""
    agreement = Agreement.objects.get(slug="ccn-66-avenant-354").pk
    rows = Rows(query, Event, Act)(agreement)
    wanted = list(Event.objects.filter(agreement=agreement).select_related("act").order_by("pk"))
    assert [(event.pk, act.pk if act else None) for event, act in rows] == [
        (event.pk, event.act_id) for event in wanted
    ]
    assert {act is None for _, act in rows} == {True, False}
    assert [values(act) for _, act in rows if act] == [values(event.act) for event in wanted if event.act]


def test_a_value_is_never_part_of_the_query(reading):
    found = Rows("FROM agreements_agreement WHERE slug = %s", Agreement)
    assert found("' OR 1 = 1 --") == []
    assert [row.slug for row in found("ccn-66-avenant-354")] == ["ccn-66-avenant-354"]


@pytest.mark.django_db
def test_rows_at_hand_are_not_asked_for_others():
    agreement, first = make.agreement("un"), make.convention("ccn-66")
    prefill(agreement, "conventions", [first])
    assert list(agreement.conventions.all()) == [first]
    with pytest.raises(TypeError):
        agreement.conventions.all().filter(slug="chrs")
