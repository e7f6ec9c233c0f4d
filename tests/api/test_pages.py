"""Whoever follows `Link` to its end has seen every row once, however much comes meanwhile."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

FORM = {"source_id": 1, "message": "Hi"}


@pytest.fixture
async def shop(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """A caller of an API with seven rows in every list."""
    for n in range(1, 8):
        await api.post("/operators/", json={"name": f"Operator {n}a", "max_active_leads": n % 3})
        await api.post("/sources/", json={"name": f"Source {n}a"})
    for n in range(7):
        weight = {"operator_id": 1 + n * 3 % 7, "source_id": 1 + n % 3, "weight": n}
        await api.post("/operator-weights/", json=weight)
        await api.post("/contacts/", json={**FORM, "external_id": f"p{n}"})
    return api


async def walk(
    api: httpx.AsyncClient, path: str, params: dict[str, str], *, adds: bool = False
) -> tuple[list[dict[str, object]], int]:
    """Return the rows of all pages, and how many pages that were; with `adds`, people come meanwhile."""
    answer, rows, pages = await api.get(path, params=params), [], 1
    while True:
        assert answer.status_code == 200, answer.text
        assert len(answer.json()) <= int(params["limit"])
        rows += answer.json()
        if "next" not in answer.links:
            return rows, pages
        pages += 1
        if adds:
            await api.post("/contacts/", json={**FORM, "external_id": f"{path} {params} {pages}"})
        answer = await api.get(answer.links["next"]["url"])


@pytest.mark.parametrize("path", ["/operators/", "/sources/", "/operator-weights/", "/contacts/", "/leads/"])
async def test_every_row_is_there_once_at_any_size_of_page(shop: httpx.AsyncClient, path: str) -> None:
    everything = (await shop.get(path)).json()
    assert len(everything) == 7
    for limit in range(1, 9):
        assert await walk(shop, path, {"limit": str(limit)}) == (everything, -(-7 // limit))
    for limit, skip in ((3, 0), (3, 1), (1, 5), (2, 6), (1, 7), (8, 1), (3, 1_000_000)):
        rows, _ = await walk(shop, path, {"limit": str(limit), "skip": str(skip)})
        assert rows == everything[skip:], (limit, skip)


@pytest.mark.parametrize("path", ["/contacts/", "/leads/"])
async def test_newest_first_is_the_other_way_round(shop: httpx.AsyncClient, path: str) -> None:
    everything = (await shop.get(path)).json()
    for limit in (1, 3, 6, 7, 8):
        assert (await walk(shop, path, {"limit": str(limit), "order": "newest"}))[0] == everything[::-1]
        rows, _ = await walk(shop, path, {"limit": str(limit), "order": "newest", "skip": "2", "after": "6"})
        assert [row["id"] for row in rows] == [3, 2, 1]


@pytest.mark.parametrize("path", ["/contacts/", "/leads/"])
async def test_what_comes_meanwhile_moves_no_page(shop: httpx.AsyncClient, path: str) -> None:
    known = [row["id"] for row in (await shop.get(path)).json()]
    rows, _ = await walk(shop, path, {"limit": "2", "order": "newest"}, adds=True)
    assert [row["id"] for row in rows] == known[::-1]
    known = [row["id"] for row in (await shop.get(path)).json()]
    rows, _ = await walk(shop, path, {"limit": "4"}, adds=True)
    found = [row["id"] for row in rows]
    assert found[: len(known)] == known
    assert found == [row["id"] for row in (await shop.get(path, params={"limit": len(found)})).json()]


async def test_the_next_page_keeps_what_was_asked_for(shop: httpx.AsyncClient) -> None:
    asked = {
        "limit": "2",
        "status": "new",
        "source_id": "1",
        "waiting": "true",
        "created_since": "2020-01-05T09:00:00+03:00",
        "created_before": "2099-01-05T09:00:00.123456-11:30",
        "order": "newest",
    }
    answer = await shop.get("/contacts/", params={**asked, "skip": "1"})
    target = answer.links["next"]["url"]
    given = parse_qs(urlsplit(target).query, keep_blank_values=True, strict_parsing=True)
    assert given == {**{name: [value] for name, value in asked.items()}, "after": given["after"]}
    assert answer.headers["Link"].isascii()
    everything = {**asked, "limit": "1000"}
    expected = (await shop.get("/contacts/", params=everything)).json()
    assert len(expected) > 3
    assert (await walk(shop, "/contacts/", asked))[0] == expected


async def test_a_link_survives_any_word_that_was_asked_for(shop: httpx.AsyncClient) -> None:
    for word in ("a&b=c", "a+b c", "100%", "имя", '<x>; rel="next"', "a,b;c", "%2B", "?#/"):
        assert (await shop.post("/contacts/", json={**FORM, "external_id": word})).status_code == 201
        [found] = (await shop.get("/leads/", params={"external_id": word, "limit": 1})).json()
        assert found["external_id"] == word


async def test_a_page_of_weights_can_begin_after_what_is_not_there(shop: httpx.AsyncClient) -> None:
    rows = [(w["source_id"], w["operator_id"]) for w in (await shop.get("/operator-weights/")).json()]
    assert rows == sorted(rows)
    for after in ("0-0", "1-3", "1-999999999", "2-0", "999999999-1", "000000002-0001"):
        source, operator = map(int, after.split("-"))
        found = (await shop.get("/operator-weights/", params={"after": after})).json()
        assert [(w["source_id"], w["operator_id"]) for w in found] == [
            r for r in rows if r > (source, operator)
        ]
