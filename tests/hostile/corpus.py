"""Hostile text, made and not kept: the same for the same seed.

Each payload is a short string that a stranger may put into an article, a title, a tag or a name. `acts`
are the bytes that must never reach a terminal; where a payload is only misleading and not acting, the code
points that must not arrive unmarked. Run it to see the corpus: ``python tests/hostile/corpus.py``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

SEED = 8
CATEGORIES = (
    "csi",
    "osc",
    "dcs",
    "apc",
    "pm",
    "sos",
    "reset",
    "c1",
    "c0",
    "bidi",
    "invisible",
    "tags",
    "homoglyph",
    "markup",
    "combining",
    "template",
)

#: The code points that no screen may be sent as they are: they act, turn the text round, or hide.
FORBIDDEN = frozenset(
    chr(code)
    for code in (
        *(code for code in range(0x20) if code not in (0x0A, 0x0D, 0x1B)),
        *range(0x7F, 0xA0),
        *(0x061C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
        *range(0xD800, 0xE000),
    )
)


@dataclass(frozen=True)
class Payload:
    """A string that wants to be more than shown."""

    name: str
    category: str
    text: str

    @property
    def tag(self) -> str:
        """A word of its own by which it is found again in what a terminal receives."""
        return "q" + self.name.replace("-", "") + "z"

    @property
    def end(self) -> str:
        """The word that follows it."""
        return self.tag[::-1]

    @property
    def marked(self) -> str:
        """The payload between its own words, as it is put into fields."""
        return f"{self.tag}{self.text}{self.end}"

    @property
    def harmless(self) -> str:
        """A string of the same length and the same words without anything that acts, hides or is markup."""
        plain = "".join(c if c.isascii() and (c.isalnum() or c == " ") else "x" for c in self.text)
        return f"{self.tag}{plain}{self.end}"

    @property
    def sequences(self) -> list[bytes]:
        """What of it a terminal would act on, as bytes: everything from an introducer on."""
        return [
            part.encode("utf-8", "surrogatepass") for part in re.findall(r"[\x1b\x80-\x9f][^\s]+", self.text)
        ]


def _ends(draw: random.Random) -> str:
    return draw.choice(["\x07", "\x1b\\", "\x9c", ""])


def _csi(draw: random.Random) -> str:
    lead = draw.choice(["\x1b[", "\x1b[", "\x9b"])
    number = draw.randint(11, 97)
    return lead + draw.choice(
        [
            "2J",
            "3J",
            f"{number};{number + 1}H",
            f"{number}A",
            f"{number}X",
            f"{number}P",
            f"{number}L",
            f"{number}S",
            "?1049l",
            "?47h",
            "?1000h",
            "?2004l",
            "?25l",
            "?5h",
            "!p",
            "6n",
            "c",
            ">c",
            "21t",
            f"8;{number};{number}t",
            f"48;5;{number};8m",
            f"{number}b",
            f"{number};{number + 3}r",
            "20h",
            f"?{number}i",
            "1;1;1#|",
        ]
    )


def _osc(draw: random.Random) -> str:
    lead = draw.choice(["\x1b]", "\x1b]", "\x9d"])
    return (
        lead
        + draw.choice(
            [
                f"0;PWN{draw.randint(10, 99)}",
                f"2;PWN{draw.randint(10, 99)}",
                "52;c;UFdORUQ=",
                "8;;http://evil.example",
                "4;1;#ff0000",
                "10;?",
                "11;#000000",
                "50;#1",
                "777;notify;a;b",
                "9;hello",
                "1337;CurrentDir=/",
                "133;A",
                "7;file:///etc/passwd",
                "104",
            ]
        )
        + _ends(draw)
    )


def _string(escape: str, c1: str, bodies: list[str]) -> object:
    def make(draw: random.Random) -> str:
        return draw.choice([escape, escape, c1]) + draw.choice(bodies) + draw.choice(["\x1b\\", "\x9c", ""])

    return make


def _reset(draw: random.Random) -> str:
    return "\x1b" + draw.choice(
        ["c", "7", "8", "D", "E", "H", "M", "N", "O", "Z", "(0", ")B", "#8", "%G", "=", ">"]
    )


def _c1(draw: random.Random) -> str:
    return "".join(chr(draw.randint(0x80, 0x9F)) for _ in range(draw.randint(1, 4)))


def _c0(draw: random.Random) -> str:
    # No NUL alone and no line feed: those are told apart from a text file, or are the ends of its lines.
    return "".join(
        draw.choice("\x01\x05\x07\x08\x0b\x0c\x0e\x0f\x11\x13\x18\x1a\x1c\x7f\r") for _ in range(3)
    )


def _bidi(draw: random.Random) -> str:
    turn = draw.choice("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c")
    return f"{turn}gpj.exe{draw.choice(chr(0x202C) + chr(0x2069))}"


def _invisible(draw: random.Random) -> str:
    return "".join(
        f"{letter}{draw.choice(chr(0x200B) + chr(0x2060) + chr(0xFEFF) + chr(0x2063) + chr(0xFFF9))}"
        for letter in "paid"
    )


def _tags(draw: random.Random) -> str:
    return "ok" + "".join(chr(0xE0000 + ord(letter)) for letter in draw.choice(["ignore", "secret", "sudo"]))


def _homoglyph(draw: random.Random) -> str:
    return draw.choice(["pаypal", "Моscow", "1О0", "ѕсоре", "l‚000", "３0", "٣0", "Κiev", "раnk"])


def _markup(draw: random.Random) -> str:
    return draw.choice(
        [
            "[@click=app.quit]press[/]",
            "[@click=app.pwn()]x[/]",
            "[/]",
            "[/b]",
            "[b]x",
            "[[",
            "\\[",
            "[link=http://evil.example]x[/link]",
            "[red on blue]x[/]",
            "[$error]x[/]",
            "[",
            "[]",
            "[/@]",
            "[@click=screen.dismiss]y[/@click]",
            ":skull:",
            "[#ff0000]x[/#ff0000]",
            "[on",
            "[bold][/italic]",
        ]
    ) + draw.choice(["", " [", "]", "[/]"])


def _combining(draw: random.Random) -> str:
    return "a" + "".join(chr(draw.randint(0x300, 0x34E)) for _ in range(draw.choice([3, 30, 300]))) + "b"


def _template(draw: random.Random) -> str:
    return draw.choice(
        ["{{7*7}}", "$error", "${HOME}", "%s%n", "%(x)s", "{0}", "`id`", "$(id)", "=1+1", "\\u001b[2J"]
    )


_MAKERS = {
    "csi": _csi,
    "osc": _osc,
    "dcs": _string("\x1bP", "\x90", ["$q q", "tmux;\x1b]0;PWN", "1$r0m", "+q544e", "q#0;2;0;0;0"]),
    "apc": _string("\x1b_", "\x9f", ["Gf=100;AAAA", "tmux;pwn", "hello"]),
    "pm": _string("\x1b^", "\x9e", ["private", "pwn;1"]),
    "sos": _string("\x1bX", "\x98", ["start", "pwn"]),
    "reset": _reset,
    "c1": _c1,
    "c0": _c0,
    "bidi": _bidi,
    "invisible": _invisible,
    "tags": _tags,
    "homoglyph": _homoglyph,
    "markup": _markup,
    "combining": _combining,
    "template": _template,
}


def payloads(count: int, seed: int = SEED) -> list[Payload]:
    """So many payloads, all categories in turn."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        category = CATEGORIES[number % len(CATEGORIES)]
        made.append(Payload(f"{number:03}", category, _MAKERS[category](draw)))  # type: ignore[operator]
    return made


def file_names(seed: int = SEED) -> Iterator[bytes]:
    """Names that a file can have and nobody expects, as bytes; each ends in .txt."""
    yield from (
        b"-rf.txt",
        b"--help.txt",
        b"\x1b]0;PWN\x07.txt",
        b"\x1b[2Jcleared.txt",
        b"two\nlines.txt",
        b"[@click=app.quit]x[b].txt",
        b"[].txt",
        "\u202etxt.exe.txt".encode(),
        "\u200bhidden.txt".encode(),
        b"\xff\xfe not utf-8.txt",
        b"\xc2\x9b31m.txt",
        b" .txt",
        b"a" * 251 + b".txt",
        b"=cmd.txt",
        b"$(id).txt",
        b"..txt",
    )
    for payload in payloads(32, seed):
        yield re.sub(r"[/\0]", "_", payload.marked).encode()[:200] + b".txt"


def leaks(received: bytes, known: frozenset[bytes] = frozenset()) -> list[bytes]:
    """What of the bytes that a terminal received is not text and not among the sequences known to be caused
    by harmless text (`vocabulary`)."""
    found = [sequence for sequence in _sequences(received) if _kind(sequence) not in known]
    text = _SEQUENCE.sub(b"", received).decode("utf-8", "surrogateescape")
    found += [character.encode("utf-8", "surrogateescape") for character in text if character in FORBIDDEN]
    return found


def vocabulary(received: bytes) -> frozenset[bytes]:
    """The kinds of sequences in what a terminal received."""
    return frozenset(map(_kind, _sequences(received)))


# Whole control sequences; what begins one and is none is an escape of its own.
_SEQUENCE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x1b\x07]*(?:\x07|\x1b\\)?|\x1b[ -/]+[0-~]|\x1b[0-~]?|\x1b",
    re.DOTALL,
)
_COLOURS = re.compile(rb"\x1b\[[0-9;]*m")
_PLACE = re.compile(rb"\x1b\[\d+;\d+H")


def _sequences(received: bytes) -> list[bytes]:
    return _SEQUENCE.findall(received)


def _kind(sequence: bytes) -> bytes:
    """Colours and places are as many as there are; everything else is taken by the letter."""
    if _COLOURS.fullmatch(sequence):
        return b"colour"
    return b"place" if _PLACE.fullmatch(sequence) else sequence


if __name__ == "__main__":
    for payload in payloads(64):
        print(payload.name, payload.category, ascii(payload.text))
