"""What a profile has to say, with places for the names and numbers."""

from __future__ import annotations

from plogp.translations.message import Message

LEAK = Message("{name} alone explains {share} of {target}: a possible leak, unless it is known before {target} is")
BEST = Message("{name} tells most about {target}: {share} of its {whole} {unit}")
BEST_BESIDE_LEAKS = Message(
    "{name} tells most about {target} apart from the possible leaks: {share} of its {whole} {unit}"
)
NOTHING_TELLS = Message("no column tells anything about {target}")
NOTHING_HONEST_TELLS = Message("no column that is above suspicion tells anything about {target}")
SECOND = Message("once {first} is known, {name} adds most: {amount} {unit}, {share} of {target}")
TOGETHER = Message(
    "{a} and {b} together tell {more} {unit} more about {target} than the sum of what each tells alone: {share} of it"
)
GAPS = Message("whether {name} is missing tells about {target} by itself: {amount} {unit}")
DUPLICATES = Message(
    "{names} is another way to write {of}: each value of one stands for one of the other",
    "{names} are other ways to write {of}: each value of one stands for one of the other",
)
REPEATS = Message("{b} adds next to nothing to {a}, which tells {share} of it")
REPEATS_GAPS = Message(
    "{a} tells {share} of {b}, but only by which values are missing: where both have one, {of_values}"
)
TARGET_MISSING = Message("{target} is missing in {missing} of {rows} rows: nothing is learnt from these about it")
TARGET_BINNED = Message("{target} is taken in bins of equal weight: its entropy is that of the bins")
SILENT = Message(
    "{names} tells no more about {target} than chance would",
    "{names} tell no more about {target} than chance would",
)
UNCOMPARED = Message("{a} and {b} have too many combinations of values and were not compared")
UNCOMPARED_MANY = Message(
    "{count:,} pairs of columns, such as {a} and {b}, have too many combinations of values and were not compared"
)
FIRST_COMPARED = Message("of {columns} columns the first {compared} were compared with each other")
BEST_COMPARED = Message("of {columns} columns the {compared} that rank first were compared with each other")
APART = Message(
    "one pair of columns has too many combinations of values with {target} to see what it tells together",
    "{count:,} pairs of columns have too many combinations of values with {target} to see what they tell together",
)
BEYOND = Message(
    "one pair of columns that ranks last was not looked at together: all pairs have too many combinations with "
    "{target}",
    "{count:,} pairs of columns that rank last were not looked at together: all pairs have too many combinations with "
    "{target}",
)
# Of one column, and of several; without a target nothing is ranked.
IDENTIFIER_UNRANKED = (
    Message("{name} names rows, with {distinct} values in {present} rows"),
    Message("{names} name rows, with more than half as many values as rows"),
)
UNUSABLE = {
    "identifier": (
        Message("{name} names rows, with {distinct} values in {present} rows: it is ranked last"),
        Message("{names} name rows, with more than half as many values as rows: they are ranked last"),
    ),
    "too few rows": (
        Message("{name} has {distinct} values, too many to trust what {present} rows say of each"),
        Message("{names} have too many values to trust what so few rows say of each"),
    ),
    "constant": (
        Message("{name} has only one value and tells nothing"),
        Message("{names} have only one value each and tell nothing"),
    ),
    "empty": (
        Message("{name} has no values: all {rows} rows are missing"),
        Message("{names} have no values: all of their rows are missing"),
    ),
    "skipped": (
        Message("{name} holds lists, structs or the like, which have no levels to count: it was left out"),
        Message("{names} hold lists, structs or the like, which have no levels to count: they were left out"),
    ),
}
