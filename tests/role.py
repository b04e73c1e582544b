"""Loaded first of all by pytest: the tests are on the editing database, as commands are, whoever starts them."""

import os

os.environ.setdefault("PORTAL_ROLE", "atelier")
