"""Who wrote what, when, why, and what it was before: entries are added, and never changed."""
