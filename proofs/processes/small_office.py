"""The office in which a crowd works: three operators, one bot, and a web site that posts forms."""

from proofs.processes.crowd import Crowd
from proofs.processes.office import Office

NAMES, PLACES, CLIENTS = ("Anna", "Boris", "Clara"), 3, 12


async def begin_work(office: Office) -> Crowd:
    """Hire everybody, and let them and their clients begin."""
    staff = [await office.hire(name, limit=PLACES) for name in NAMES]
    await office.command("/sources add site")
    for name in NAMES:
        await office.command(f"/weight {name} site 1")
    clients = [await office.client(f"Client {number}.") for number in range(CLIENTS)]
    [[site]] = await office.select("SELECT id FROM sources WHERE name = 'site'")
    crowd = Crowd()
    for operator in staff:
        crowd.work(operator, office.bot)
    crowd.write(clients, [office.bot], 0.2)
    crowd.post([site], lambda: [f"http://127.0.0.1:{office.settings.api_port}"], 0.4)
    return crowd


async def end_work(office: Office, crowd: Crowd, within: float) -> dict[str, int]:
    """Let everybody stop, and what is under way come to rest; returns the figures, raises Broken."""
    await crowd.end()
    await office.settle(within)
    _, figures = await office.judge([*crowd.facts, *await crowd.list_answers()])
    return {**figures, "refused requests": crowd.refused}
