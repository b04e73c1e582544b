"""The pages on which editors write what is recorded and published of members."""

from members.admin import associations, figures  # noqa: F401
