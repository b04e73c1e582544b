"""The edition: facts compiled into one immutable SQLite file, numbered, checked, swapped in, opened read-only.

- `build`: copy the allow-listed facts, compile what follows from them, check the whole;
- `store`: the files, their manifests, the swap, the way back;
- `changes`: what differs between two editions;
- `reader` and `backend`: how the public side opens the current one, and cannot write.
"""

from portal.edition.store import Manifest, current

__all__ = ["Manifest", "current"]
