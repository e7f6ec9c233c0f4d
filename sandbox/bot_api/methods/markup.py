"""Parses `parse_mode=HTML` like Telegram: the same tags, the same tolerance, the same words when it refuses.

The rules are those of TDLib's `parse_html`: complaints count UTF-8 bytes, entities UTF-16 code units.
"""

import re
from dataclasses import dataclass

from sandbox.server.entities import Entity, FindUser, sort_entities, utf16_length
from sandbox.server.errors import bad_request
from sandbox.server.links import mentioned_user, normalise_link

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z]+));?")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
BARE_VALUE = re.compile(r"[A-Za-z0-9.-]*")
SPACES = re.compile(r"[ \t\r\n\v\f]*")


@dataclass(frozen=True, slots=True)
class OpenTag:
    name: str
    argument: str
    offset: int
    start: int


def parse_html(html: str, find_user: FindUser) -> tuple[str, list[Entity]]:
    """The text without tags and its entities; raises `can't parse entities: …`."""
    return HtmlParser(html, find_user).parse()


def decode_references(text: str) -> str:
    """`&lt;`, `&#65;` and the like as characters; whatever Telegram doesn't know stays as it is."""
    return REFERENCE.sub(_decode_reference, text)


def _decode_reference(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name, match[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0xD800 <= code <= 0xDFFF:
        raise refuse(
            "Text contains invalid Unicode characters after decoding HTML entities,"
            " check for unmatched surrogate code units"
        )
    return chr(code) if 0 < code < 0x10FFFF else match[0]


def refuse(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


class HtmlParser:
    """One pass over one text."""

    def __init__(self, html: str, find_user: FindUser) -> None:
        self.html = html
        self.find_user = find_user
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        self.stack: list[OpenTag] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.html):
            begin = self.html.find("<", self.at)
            self.add_text(self.html[self.at : begin if begin >= 0 else None])
            if begin < 0:
                break
            self.at = begin + 1
            if self.html.startswith("/", self.at):
                self.close_tag(begin)
            else:
                self.open_tag(begin)
        if self.stack:
            raise refuse(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"')
        return "".join(self.parts), merge_code_blocks(sort_entities(self.entities))

    def add_text(self, html: str) -> None:
        text = decode_references(html)
        self.parts.append(text)
        self.length += utf16_length(text)

    def byte_offset(self, position: int) -> int:
        return len(self.html[:position].encode())

    def take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.html, self.at)
        self.at = match.end() if match else self.at
        return match[0] if match else ""

    @property
    def here(self) -> str:
        return self.html[self.at : self.at + 1]

    def open_tag(self, begin: int) -> None:
        name = self.take(TAG_NAME).lower()
        if not self.here:
            raise refuse(f"Unclosed start tag at byte offset {self.byte_offset(begin)}")
        if name not in TAGS:
            raise refuse(f'Unsupported start tag "{name}" at byte offset {self.byte_offset(begin)}')
        argument = self.read_attributes(name, begin)
        if name == "span" and argument != "spoiler":
            raise refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte_offset(begin)}')
        self.stack.append(OpenTag(name, argument, self.length, len(self.parts)))

    def read_attributes(self, tag: str, begin: int) -> str:
        """Reads up to and including the `>`; returns the one attribute that matters for this tag."""
        argument = ""
        while True:
            self.take(SPACES)
            if self.here == ">":
                self.at += 1
                return argument
            if not self.here:
                raise refuse(f'Unclosed start tag "{tag}" at byte offset {self.byte_offset(begin)}')
            name = self.take(ATTRIBUTE_NAME).lower()
            if not name:
                offset = self.byte_offset(begin)
                raise refuse(f'Empty attribute name in the tag "{tag}" at byte offset {offset}')
            self.take(SPACES)
            value = self.read_value(tag, begin) if self.here == "=" else ""
            argument = meaningful(tag, name, value) or argument

    def read_value(self, tag: str, begin: int) -> str:
        self.at += 1
        self.take(SPACES)
        if not self.here:
            raise refuse(f'Unclosed start tag "{tag}" at byte offset {self.byte_offset(begin)}')
        if (quote := self.here) in ("'", '"'):
            end = self.html.find(quote, self.at + 1)
            if end < 0:
                raise refuse(f"Unclosed start tag at byte offset {self.byte_offset(begin)}")
            value, self.at = self.html[self.at + 1 : end], end + 1
            return decode_references(value)
        token = self.at
        value = self.take(BARE_VALUE).lower()
        if self.here != ">" and not self.here.isspace():
            raise refuse(f"Unexpected end of name token at byte offset {self.byte_offset(token)}")
        return value

    def close_tag(self, begin: int) -> None:
        offset = self.byte_offset(begin)
        if not self.stack:
            raise refuse(f"Unexpected end tag at byte offset {offset}")
        self.at += 1
        name = self.take(TAG_NAME).lower()
        self.take(SPACES)
        if self.here != ">":
            raise refuse(f"Unclosed end tag at byte offset {offset}")
        self.at += 1
        opened = self.stack.pop()
        if name and name != opened.name:
            raise refuse(
                f'Unmatched end tag at byte offset {offset}, expected "</{opened.name}>", found "</{name}>"'
            )
        self.add_entity(opened)

    def add_entity(self, opened: OpenTag) -> None:
        length = self.length - opened.offset
        if not length:
            return
        entity: Entity = {"type": TAGS[opened.name], "offset": opened.offset, "length": length}
        match opened.name:
            case "a":
                self.add_link(entity, opened.argument or "".join(self.parts[opened.start :]))
                return
            case "tg-emoji":
                if not opened.argument.isdigit():
                    raise refuse("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = opened.argument
            case "code" if opened.argument:
                entity["language"] = opened.argument
            case "blockquote" if opened.argument:
                entity["type"] = "expandable_blockquote"
        self.entities.append(entity)

    def add_link(self, entity: Entity, url: str) -> None:
        """A mention of somebody unknown, or a link that is none, leaves plain text, as at Telegram."""
        if (user_id := mentioned_user(url)) is not None:
            if user := self.find_user(user_id):
                self.entities.append({**entity, "type": "text_mention", "user": user})
        elif link := normalise_link(url):
            self.entities.append({**entity, "url": link})


def meaningful(tag: str, attribute: str, value: str) -> str:
    match tag, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "expandable"
    return ""


def merge_code_blocks(entities: list[Entity]) -> list[Entity]:
    """`<pre><code class="language-x">` over the same characters is one `pre` with a language."""
    languages = {
        (entity["offset"], entity["length"]): entity["language"]
        for entity in entities
        if entity["type"] == "code" and "language" in entity
    }
    blocks = {(e["offset"], e["length"]) for e in entities if e["type"] == "pre"} & languages.keys()
    merged = []
    for entity in entities:
        place = entity["offset"], entity["length"]
        if entity["type"] == "pre" and place in blocks:
            merged.append({**entity, "language": languages[place]})
        elif entity["type"] != "code":
            merged.append(entity)
        elif place not in blocks:
            merged.append({key: value for key, value in entity.items() if key != "language"})
    return merged
