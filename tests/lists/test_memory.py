"""What stays in memory of the words of lists goes when a list is erased."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

from parley import lists
from parley.lists import memory
from parley.lists.names.parse import parse
from parley.lists.read import days, province


def remembering() -> Iterator[Any]:
    """Yield every function of the lists that remembers what words it was called with."""
    for module in pkgutil.walk_packages(lists.__path__, "parley.lists."):
        for one in vars(importlib.import_module(module.name)).values():
            if hasattr(one, "cache_info") and one.__module__ == module.name:
                taken = inspect.signature(one.__wrapped__).parameters.values()
                if any(given.annotation in (str, "str") for given in taken):
                    yield one


def test_nothing_that_lists_remember_of_words_is_left_when_it_is_to_be_forgotten() -> None:
    parse("Mohammad Zmaray")
    days("12 March 1985")
    province("Kandahar")
    filled = [one for one in remembering() if one.cache_info().currsize]
    assert parse in filled
    memory.forget()
    assert {one.__name__: one.cache_info().currsize for one in filled} == {one.__name__: 0 for one in filled}


def test_all_that_remembers_words_is_known_to_who_forgets_them() -> None:
    found = {f"{one.__module__}.{one.__name__}" for one in remembering()}
    assert found == {f"{one.__module__}.{one.__name__}" for one in memory.REMEMBERED}
