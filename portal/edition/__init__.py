"""The edition: one immutable SQLite file, numbered, swapped in, opened read-only (`portal.publishing` makes it).

- `manifest`: what an edition says of itself; `numbers`: each given once;
- `store`: the files, the swap, the way back;
- `served`: which one this process serves, its file verified;
- `reader` and `backend`: how the public side opens the current one, and cannot write.
"""
