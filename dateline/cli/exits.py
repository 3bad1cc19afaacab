"""Exit codes: a contract with the scripts that call dateline."""

from enum import IntEnum


class Exit(IntEnum):
    """What a command ended with."""

    ALL_USED = 0  # done, and every input was used
    FAILED = 1  # an error, or an answer of no; the old output is untouched
    WRONG_USAGE = 2
    LEFT_OUT = 3  # written, but some inputs were left out
    INTERRUPTED = 130  # as a shell counts Ctrl-C: 128 and the number of the signal
