"""How Django writes dates by itself, where its French has a seam: « 1 novembre »."""
