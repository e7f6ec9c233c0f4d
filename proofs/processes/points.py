"""The points at which a process can be told to die."""

ORDER = "PROOFS_ORDER"  # in the environment: the file that says where
POINTS = ".points"  # the file beside it, with a line for each point that was passed
CLOCK = ".clock"  # the file beside it that says how many seconds its clock is ahead
FULL = ".full"  # the file beside it that is there while the disk has no room
KINDS = ("commit", "committed", "send", "poll")
