"""A word of a closed list: its stored value, its French label, its meaning."""

from enum import StrEnum


class Word(StrEnum):
    """A word with its French label and a one-sentence meaning; usable as Django `choices`."""

    def __new__(cls, value, label="", meaning=""):
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.meaning = meaning
        return word

    @classmethod
    def pairs(cls):
        return [(word.value, word.label) for word in cls]

    @classmethod
    def label_of(cls, value: str) -> str:
        """The label of a word as it is stored; what is not a word, as it is."""
        found = cls._value2member_map_.get(value)
        return found.label if found else value

    @classmethod
    def slugs(cls):
        return [word.value for word in cls]
