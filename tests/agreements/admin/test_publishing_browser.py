"""The page that publishes, in a real browser: it follows what is compiled, and nothing typed in it is lost."""

import threading
from datetime import date

import pytest

from portal.edition import store
from portal.publishing import build
from portal.publishing.review import compiling
from tests.browser import accessibility_faults
from tests.builders import agreement, event
from tests.conftest import NOW


@pytest.mark.parametrize("width", [1280, 375])
def test_the_reason_being_typed_stays_while_the_base_is_compiled(logged_in, monkeypatch, width):
    made = agreement("a-354")
    build.publish(NOW)
    event(made, "agree", jo=date(2020, 10, 29))
    build.publish(NOW)
    agreement("a-355")
    gate, whole = threading.Event(), compiling.compiled
    monkeypatch.setattr(compiling, "AT_ONCE", 0)
    monkeypatch.setattr(compiling, "compiled", lambda today: gate.wait(60) and whole(today))
    page = logged_in("/admin/publier/", width)
    page.fill("#pourquoi", "Une faute dans l’édition 2")
    page.get_by_text("Tout ce qui change est dit ci-dessous").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_faults(page) == []
    gate.set()
    page.get_by_role("button", name="Publier cette édition").wait_for(timeout=60_000)
    assert page.input_value("#pourquoi") == "Une faute dans l’édition 2"
    assert page.inner_text("#looked-over-told") == "Tout est compilé."
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Y revenir").click()
    page.get_by_text("est de nouveau en ligne").wait_for()
    assert store.current().number == 1
    compiling.work.thread.join(60)
