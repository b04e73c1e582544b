"""How the site is, for who watches it: whether it is ready, and what it counts."""
