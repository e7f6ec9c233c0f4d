"""What histories are made of: how long, who, how often something goes wrong, and the rules of the business."""

from datetime import UTC, datetime, timedelta

from services.policy import Policy
from simulation.business import ADMIN, HELP, SHOP
from simulation.week import ZONE

BEGIN = datetime(2026, 3, 30, 12, 5, tzinfo=UTC)  # a Monday when all four are at work
STEPS, CLIENTS, PLACES = 15, 12, 2
POOL, FIRST = 7_000_003, 7_000_004  # two bots more: a shared pool, and one that goes first
BOTS = (SHOP, SHOP, SHOP, HELP, POOL, FIRST)  # how often clients write to each
TICK = 4  # steps from one strike of the product's clock to the next
CRASH, FAULT, AGAIN = 0.03, 0.15, 0.1  # of commits, of sends, of batches of updates
UNKNOWN = 0.03  # of sends: done, and nobody hears of it
CHANGE = 0.1  # of steps: an admin switches somebody off or on, or sets a limit
RUSH, CROWD, MANY = (
    0.06,
    32,
    40,
)  # of histories: so many write at once, and somebody with so many places comes
BLOCK = 0.01  # of what the staff does: somebody blocks a bot
FULL = 0.08  # of steps: the disk has no room
REST = timedelta(minutes=6)  # until what waits for some goes to all
FIRST_CLIENT = 10_000
CAMPAIGN = "spring"  # the code of a campaign of the shop, by which every other client comes to it
POLICY = Policy(
    admin_ids=(ADMIN,),
    timezone=ZONE,
    default_language="en",
    reopen_window_minutes=0,
    accept_timeout_minutes=3,
    webhook_events_url="https://crm.example/",
)
