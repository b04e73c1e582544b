"""What was written, deleted, and said otherwise by a file: the journal, the bin, and what is to be settled."""

from agreements.admin.trace import journal, bin, conflicts  # noqa: F401, I001 - the order is shown
