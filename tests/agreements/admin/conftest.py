"""The admin at an address of its own, and a browser that came in by its door."""

import pytest
from django.contrib.auth.models import User
from pytest_django.live_server_helper import LiveServer

PASSWORD = "un bon mot de passe"


@pytest.fixture
def address(editors_process, transactional_db):
    """Where the admin answers: a server of its own, since that of pytest-django starts before our settings."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def logged_in(address, page):
    """The chief editor, who came in by the door."""
    User.objects.create_superuser("chef", password=PASSWORD)

    def open_page(path="/admin/", width=1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + path)
        if page.locator("#id_password").count():
            page.fill("#id_username", "chef")
            page.fill("#id_password", PASSWORD)
            page.click("[type=submit]")
            page.wait_for_url(address + path)
        return page

    return open_page
