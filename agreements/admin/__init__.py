"""The pages on which editors write the facts, in the order in which the index shows them: it is kept."""

# fmt: off
from agreements.admin import agreements, acts, events, parties, audiences, measures, words  # noqa: F401, I001
from agreements.admin import trace, accounts, work  # noqa: F401, I001
# fmt: on
