"""The arrêtés of agrément, of extension, of representativeness and of merger, read from their own words.

`propose` gives, for the words of an arrêté and what is recorded, each act with its decisions and the agreement that
each of them speaks of. Nothing is guessed: a line without a reading is given as unread, with its place in the text.
Those who sign an act are left out before anything is read.
"""
