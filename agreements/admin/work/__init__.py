"""What is left to do, counted on the admin's home, each a click from the texts that it is about."""

from agreements.admin.work import lists  # noqa: F401 - it adds them to the home
