"""The edition: one immutable SQLite file, numbered, swapped in, opened read-only (`portal.publishing` makes it).

- `store`: the files, their manifests, the swap, the way back;
- `reader` and `backend`: how the public side opens the current one, and cannot write.
"""
