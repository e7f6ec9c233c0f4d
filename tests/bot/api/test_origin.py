"""How the sender of a form came, as operators, admins and other programs read it."""

from typing import Any

import pytest

from sandbox.client.person import Person
from tests.api_stage import ApiStage

pytestmark = pytest.mark.usefixtures("anna")
CAME = {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "spring <sale>"}
PAGE = "https://example.com/price/?utm_source=google#top"
WITH_PAGE: dict[str, Any] = {"name": "Vera", "phone": "+79161234567", "page": PAGE, **CAME}
LINE = "From: google / cpc, spring <sale> · example.com/price"


async def test_the_card_and_the_page_say_where_from(stage: ApiStage, anna: Person) -> None:
    await stage.submit(**WITH_PAGE)
    card = await stage.card(anna, "Call me back")
    assert LINE in card.text.split("\n")
    assert LINE in (await stage.command("/contact 1")).split("\n")
    await stage.submit(phone="+79161234568", page="example.com/contacts")
    assert "From: example.com/contacts" in (await stage.card_of(anna, 2)).text.split("\n")
    await stage.submit(phone="+79161234569")
    assert "From:" not in (await stage.card_of(anna, 3)).text
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    assert "Откуда: google / cpc, spring <sale> · example.com/price" in await stage.command("/contact 1")


async def test_who_is_forgotten_came_from_nowhere(stage: ApiStage, anna: Person) -> None:
    await stage.submit(**WITH_PAGE)
    await stage.card(anna, "Call me back")
    question = await stage.ask("/forget 1")
    await stage.press(stage.admin, question, "Forget")
    await stage.settle()
    assert stage.rows("SELECT origin FROM contacts") == [(None,)]
    assert (await stage.call("GET", "/contacts/1"))["origin"] == {}
