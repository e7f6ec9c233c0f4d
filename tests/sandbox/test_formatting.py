"""Formatted text is parsed as Telegram parses it, in UTF-16 code units, and any text survives escaping."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.bot_api.methods.markup import parse_html
from sandbox.server.entities import check_entities, find_commands, render_html, trim, utf16_length
from sandbox.server.errors import ApiError

VERA = {"id": 700000001, "is_bot": False, "first_name": "Vera"}

letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def find_user(user_id: int) -> dict[str, object] | None:
    return VERA if user_id == VERA["id"] else None


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("🏟 🏟<i>🏟 &gt;<b a   =   b>&lt🏟</b></i>", "🏟 🏟🏟 ><🏟", [("italic", 5, 7), ("bold", 9, 3)]),
        ("<B>a</b><strong>b</>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        (
            "<ins>a</ins><strike>b</strike><em>c</em>",
            "abc",
            [("underline", 0, 1), ("strikethrough", 1, 1), ("italic", 2, 1)],
        ),
        (
            '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
            "ab",
            [("spoiler", 0, 1), ("spoiler", 1, 1)],
        ),
        ("<code><i><b> </b></i></code>", " ", [("code", 0, 1), ("bold", 0, 1), ("italic", 0, 1)]),
        ("<blockquote>a&lt;<pre  >b;</></>", "a<b;", [("blockquote", 0, 4), ("pre", 2, 2)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<b></b>x", "x", []),
        ("&ge;&lt;&amp;&quot;&laquo;&#65;&#x42;&#12345678;&", '&ge;<&"&laquo;AB&#12345678;&', []),
        ("<a>no link</a>", "no link", []),
        ("<a href='tg://user?id=42'>nobody</a>", "nobody", []),
    ],
)
def test_tags_become_entities(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    parsed, found = parse_html(html, find_user)
    assert parsed == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


@pytest.mark.parametrize(
    ("html", "entity"),
    [
        ("<a href=telegram.org>x</a>", {"type": "text_link", "url": "http://telegram.org/"}),
        ("<a href='https://a.org/?b=&lt;'>x</a>", {"type": "text_link", "url": "https://a.org/?b=<"}),
        ("<a href='tg://user?id=700000001'>x</a>", {"type": "text_mention", "user": VERA}),
        ("<pre><code class='language-python'>x</code></pre>", {"type": "pre", "language": "python"}),
        ("<code class='language-python'>x</code>", {"type": "code"}),
        ("<tg-emoji emoji-id='12'>x</tg-emoji>", {"type": "custom_emoji", "custom_emoji_id": "12"}),
    ],
)
def test_entities_carry_their_details(html: str, entity: dict[str, object]) -> None:
    assert parse_html(html, find_user) == ("x", [{**entity, "offset": 0, "length": 1}])


@given(letters)
def test_escaped_text_comes_back_unchanged(text: str) -> None:
    assert parse_html(escape(text), find_user) == (text.replace("'", "'"), [])


@given(st.lists(st.tuples(st.sampled_from(["", "b", "i", "u", "s", "code"]), letters), max_size=8))
def test_offsets_count_utf16_units(pieces: list[tuple[str, str]]) -> None:
    html = "".join(f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text) for tag, text in pieces)
    text, entities = parse_html(html, find_user)
    units = text.encode("utf-16-le")
    marked = [units[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le") for e in entities]
    assert text == "".join(piece for _, piece in pieces)
    assert marked == [piece for tag, piece in pieces if tag and piece]


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u"]), letters), max_size=5), letters, letters)
def test_rendering_and_parsing_are_inverse(pieces: list[tuple[str, str]], before: str, after: str) -> None:
    html = f"<s>{escape(before)}{''.join(f'<{t}>{escape(x)}</{t}>' for t, x in pieces)}</s>{escape(after)}"
    parsed = parse_html(html, find_user)
    assert parse_html(render_html(*parsed), find_user) == parsed


@given(st.text(st.sampled_from("<>/ab =\"'&;#x1 ы🏟"), max_size=30))
def test_any_markup_is_parsed_or_refused(html: str) -> None:
    try:
        text, entities = parse_html(html, find_user)
    except ApiError as refusal:
        text, entities = refusal.description, []
        assert text.startswith("Bad Request: can't parse entities: ")
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= utf16_length(text) for e in entities)


def test_white_space_around_a_text_goes_and_entities_move() -> None:
    text, entities = trim(*parse_html(" \n<b> 🏟x </b> ", find_user))
    assert text == "🏟x"
    assert entities == [{"type": "bold", "offset": 0, "length": 3}]


def test_given_entities_are_cut_to_the_text() -> None:
    given_entities = [
        {"type": "bold", "offset": 0, "length": 99},
        {"type": "bold", "offset": 5, "length": 1},
        {"type": "url", "offset": 0, "length": 1},
        {"type": "text_mention", "offset": 0, "length": 1, "user": {"id": 42}},
    ]
    assert check_entities(given_entities, "🏟", find_user) == [{"type": "bold", "offset": 0, "length": 2}]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/start k3x9", [(0, 6)]),
        ("🏟 /help@acme_bot", [(3, 14)]),
        ("a/b https://t.me/x /", []),
        ("/привет", []),
    ],
)
def test_commands_are_found_in_what_people_write(text: str, commands: list[tuple[int, int]]) -> None:
    assert [(e["offset"], e["length"]) for e in find_commands(text)] == commands
