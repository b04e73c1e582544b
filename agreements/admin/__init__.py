"""The pages on which editors write the facts, in the order in which the index shows them."""

from agreements.admin import agreements, acts, events, parties, audiences, measures, words, journal  # noqa: F401, I001 - the order is shown
