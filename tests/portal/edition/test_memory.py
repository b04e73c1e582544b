"""What is remembered of an edition: computed once, let go when another one is read."""

from portal.edition.manifest import Manifest
from portal.edition.memory import memory, of_edition


def manifest(number, checksum):
    return Manifest(number, "2026-11-22T09:00:00+01:00", checksum, 1, "s", {})


ONE, OTHER = manifest(1, "sha256:un"), manifest(2, "sha256:deux")


def counting(calls: list):
    @of_edition
    def value():
        calls.append(1)
        return object()

    return value


def test_a_value_is_computed_once_for_an_edition():
    value = counting(calls := [])
    assert value(ONE) is value(ONE)
    assert len(calls) == 1


def test_the_same_file_under_another_number_is_the_same_edition():
    value = counting(calls := [])
    assert value(ONE) is value(manifest(7, ONE.checksum))
    assert len(calls) == 1


def test_another_edition_empties_it_of_all_that_was_of_the_first():
    value, neighbour = counting(calls := []), counting([])
    first = value(ONE)
    neighbour(OTHER)
    assert len(memory.values) == 1
    assert value(ONE) is not first
    assert len(calls) == 2


def test_what_is_computed_may_need_something_else_that_is_remembered():
    inner = counting(calls := [])
    outer = of_edition(lambda: (inner(ONE), inner(ONE)))
    assert outer(ONE)[0] is inner(ONE)
    assert len(calls) == 1
