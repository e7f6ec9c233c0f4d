"""All bugs to plant."""

from proofs.bugs.bug import PARTS, Bug
from proofs.bugs.of_distribution import OF_DISTRIBUTION
from proofs.bugs.of_messages import OF_MESSAGES
from proofs.bugs.of_states import OF_STATES

BUGS = (*OF_MESSAGES, *OF_DISTRIBUTION, *OF_STATES)

__all__ = ("BUGS", "PARTS", "Bug")
