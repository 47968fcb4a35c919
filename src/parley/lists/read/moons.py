"""When the months of the lunar Hijri years from 1365 to 1499 began, in the calendar of Umm al-Qura."""

from itertools import accumulate

LUNAR_FROM = 1365
_BEGAN = 710370  # the ordinal of its first day
# Which months have 30 days: three hexadecimal figures a year, the first month lowest.
_LONG = (
    "d55555555d556d5555ea5d2aaaacd5655572da9555aaa55552da6d55a55574dd53d54556d552d5d55d54d4565552da5d55a"
    "ad56aad4b52aa574ae97656cb55aaaa554ad95d2da5d9db2ba4b4aa552b5575b6abd2bc4b89a9552d5adb6a6d4dc9d92aa6"
    "9562ae56d36ab55aaa94d49d95d2ba5b55aad55a9a92e26e55dada6d46a554ba9754eaae5acba9d92b2564bcab55ab556d2"
    "ea5e4aa9552daad36c7596d269552da5b4ba9ba3b4b69b52aa64b696d2ec6d9eb2d54d2aa564ae96dd6ab54b29a9352ba57"
    "536ab56aa"
)

_LENGTHS = [
    29 + (int(_LONG[at : at + 3], 16) >> month & 1) for at in range(0, len(_LONG), 3) for month in range(12)
]
LUNAR_MONTHS = tuple(accumulate(_LENGTHS, initial=_BEGAN))  # ordinals of their first days
