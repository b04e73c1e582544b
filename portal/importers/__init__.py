"""A portal that stays fresh by itself: what is newer at the official sources, fetched, imported, judged, published.

`downloads` fetches files, `sources` knows what each source has, `marks` what was taken already, `guards` what forbids
publishing; `refreshing` does it all in order, and `report` says it.
"""
