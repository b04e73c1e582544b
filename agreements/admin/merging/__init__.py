"""Two records that are one: their facts are kept, what they disagree on is recorded, the old address leads on."""
