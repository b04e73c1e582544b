"""Measure the list page against Datasette, the admin, a constant page and the raw SQL, side by side.

`python3 manage.py bench` starts each target on 127.0.0.1 in turn, alternates them round after round, and
prints medians and ratios. Single figures depend on the machine; the ratios, on what is compared.
"""
