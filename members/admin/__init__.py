"""The pages on which editors write what is recorded and published of members."""

from members.admin import (
    associations,  # noqa: F401
    figures,  # noqa: F401
)
