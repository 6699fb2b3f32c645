"""Hostile texts by family: what upstream could send to be run, obeyed, misread or choked on.

Where a payload would run, it sets ``window.pwned`` or opens a dialog, so that a browser can tell. No host but
``evil.example`` is named, which the standard keeps for such use (https://www.rfc-editor.org/rfc/rfc2606).
"""

from __future__ import annotations

from functools import cache
from itertools import product

from tests.hostile import markup

SIGNS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＋", "－", "＠", "x;=", "x,=", "x\t=", "x|=")
FORMULAS = ("1+1", "cmd|'/C calc'!A0", 'HYPERLINK("https://evil.example","x")', "SUM(1+1)*cmd|' /C calc'!A0",
            'IMPORTXML("https://evil.example","//a")')  # fmt: skip

SEQUENCES = (
    *("[31mred", "[2J", "[H", "[1A", "[2K", "[6n", "[?1049h", "[5i", "[1;31;40m"),
    *("]0;title\x07", "]0;title\x1b\\", "]8;;https://evil.example\x07link\x1b]8;;\x07", "]52;c;cHduZWQ=\x07"),
    *("]1337;File=name=eA==:eA==\x07", "]9;note\x07", "]777;notify;a;b\x07", "]4;1;?\x07", "]10;?\x07"),
    *("Ppayload\x1b\\", "_apc\x1b\\", "^pm\x1b\\", "Xsos\x1b\\", "P+q544e\x1b\\"),
    *("c", "7", "8", "(0", "#8", "N", "O", "=", ">", "%@", "[!p"),
)
C1 = (
    "\x84",
    "\x85",
    "\x8d",
    "\x90q\x9c",
    "\x9b31m",
    "\x9b2J",
    "\x9d0;t\x9c",
    "\x9d52;c;eA==\x07",
    "\x9e",
    "\x9f",
)
OTHER_CODES = (
    "\a",
    "\b\b\b\bfake",
    "fine\rfake",
    "fine\r\nfake",
    "\x7f\x7f",
    "\x0e\x0f",
    "\x1b",
    "\f\v",
    "\x1b\x1b[m",
)

COMMANDS = (
    *("::set-output name=x::y", "::error::e", "::error file=a.py,line=1::e", "::warning::w", "::notice::n"),
    *(
        "::debug::d",
        "::group::g",
        "::endgroup::",
        "::add-mask::a",
        "::stop-commands::token",
        "::save-state name=a::b",
    ),
    *("::set-env name=PATH::x", "::add-path::/x", "::add-matcher::x.json", "::echo::on", "::ERROR::e"),
    *(
        "##[error]e",
        "##[command]c",
        "##[group]g",
        "##[add-mask]a",
        "##[warning]w",
        "##[section]s",
        "##[set-env name=A]b",
    ),
    *("##vso[task.setvariable variable=a]b", "##teamcity[message text='x']", "section_start:0:x\r\x1b[0K"),
)
BEFORE_COMMANDS = ("{}", "  {}", "\n{}", "ok\r\n{}", "\u2028{}", "text {}")

INVISIBLE = (
    *"\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2028\u2029",
    *"\u2060\u2061\u2063\u2066\u2067\u2068\u2069\u206a\u3164\ufe0f\ufeff\uffa0\ufff9\ufffa\U000e0001\U000e0041",
)
UNPAIRED = (
    "\ud800",
    "\udbff",
    "\udc00",
    "\udfff",
    "\udc00\ud800",
    "a\ud83d",
    "\ude00b",
    "\ud83d\ud83d\ude00",
)
NONCHARACTERS = ("\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff", "\ufffd", "\ue000", "\U000f0000")

SCRIPTS = (
    *("مرحبا بالعالم", "שלום עולם", "عربي mixed with English (1)", "עברית: 12–34 %", "\u202eevitcerid\u202c"),
    *(
        "日本語のモデル名",
        "한국어 모델",
        "中文模型",
        "ไทยไม่มีช่องว่าง",
        "हिन्दी मॉडल",
        "ქართული",
        "Ⅷ ℌ ﷽ ﬃ",
        "İıſßẞ",
    ),
    *("👩‍👩‍👧‍👦", "🏳️‍🌈🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇺🇳🇪🇺", "👍🏿👍🏻", "1️⃣#️⃣", "❤︎❤️", "🫠" * 40),
    *("Z" + "\u0301\u0327\u0489" * 40 + "algo", "\u0301leading", "é e\u0301", "ﬀ ff", "Å Å Å"),
    *("ｗｉｄｅ", "𝒻𝒶𝓃𝒸𝓎", "ⓒⓘⓡⓒⓛⓔ", "аdmin", "раypal", "gрt-5", "ᴀʙᴄ", "ʇxǝʇ"),
)
PROGRAM_WORDS = (
    *(
        "None",
        "NaN",
        "nan",
        "null",
        "undefined",
        "True",
        "False",
        "Infinity",
        "-inf",
        "1e309",
        "0x10",
        "1e-7",
        "-0",
    ),
    *(
        "[object Object]",
        "__proto__",
        "constructor",
        "prototype",
        "toString",
        "hasOwnProperty",
        "valueOf",
        "__class__",
    ),
    *(
        "<function x>",
        "Decimal('1')",
        "datetime.date(2026, 1, 1)",
        "<sitegen.x>",
        "Undefined()",
        "[]",
        "{}",
        '""',
    ),
    *(
        "0",
        "-1",
        "9" * 400,
        "2026-01-01",
        "2098-12-31",
        "not published",
        "free",
        "varies by request",
        "other",
        "text",
    ),
)
SHELLS = (
    *(
        "$(touch pwned)",
        "`touch pwned`",
        "; touch pwned",
        "| touch pwned",
        "&& touch pwned",
        "%PATH%",
        "$HOME",
    ),
    *(
        "../../../etc/passwd",
        "..\\..\\windows",
        "/etc/passwd",
        "C:\\x",
        "file.txt:stream",
        "%2e%2e%2f",
        "\x00.html",
    ),
    *(
        "' OR 1=1 --",
        "'; DROP TABLE models; --",
        '" OR ""="',
        "*)(uid=*",
        "*/ /*",
        "%s%n%x",
        "{0}",
        "{x.__class__}",
    ),
    *(
        "!important",
        "@everyone",
        "#1",
        "GH-1",
        "@user fixes #2",
        "a@evil.example",
        "https://evil.example/",
        "www.evil.example",
    ),
)
LONG_WORDS = (
    "W" * 3_000,
    "-".join(["part"] * 600),
    "/".join(["deep"] * 300),
    "é" * 2_000,
    "\u200b".join("x" * 500),
)

FAMILIES: dict[str, tuple[str, ...]] = {
    **markup.FAMILIES,
    "formula": tuple(sign + formula for sign, formula in product(SIGNS, FORMULAS)),
    "terminal": (*(f"a\x1b{code}z" for code in SEQUENCES), *(f"a{code}z" for code in C1), *OTHER_CODES),
    "runner": tuple(form.format(command) for form, command in product(BEFORE_COMMANDS, COMMANDS)),
    "invisible": tuple(f"fr{char}ee" for char in INVISIBLE) + tuple(f"{char}ab" for char in INVISIBLE[10:20]),
    "control": tuple(f"co{chr(code)}de" for code in (*range(0x20), *range(0x7F, 0xA0))),
    "unpaired": (*UNPAIRED, *NONCHARACTERS),
    "script": SCRIPTS,
    "program": PROGRAM_WORDS,
    "shell": SHELLS,
    "long word": LONG_WORDS,
}

HUGE: dict[str, str] = {
    "name of a megabyte": "N" * 1_000_000,
    "megabyte of words": "word " * 200_000,
    "megabyte of signs": "<&\">'" * 200_000,
    "megabyte of lines": "x\n\n" * 330_000,
    "nested quotes": "> " * 5_000 + "x",
    "nested lists": "".join(f"{'    ' * depth}- x\n" for depth in range(300)),
    "nested emphasis": "*a **b " * 3_000,
    "open brackets": "[" * 20_000,
    "open links": "[a](" * 5_000,
    "backticks": "`" * 20_000 + "x",
    "stars": "*" * 20_000 + "x",
    "underscores": "_a" * 10_000,
    "open tags": "<a " * 10_000,
    "table": "|" * 5_000 + "\n" + "|-" * 5_000 + "|\n" + "|x" * 5_000,
    "backslashes": "\\" * 50_000,
    "entities": "&#60;" * 20_000,
    "blanks": " " * 50_000 + "x" + " " * 50_000,
}
"""Texts that a program may choke on rather than obey, by what they are."""


@cache
def payloads() -> tuple[tuple[str, str], ...]:
    """Return every payload once, as its family and its text."""
    first: dict[str, str] = {}
    for family, texts in FAMILIES.items():
        for text in texts:
            first.setdefault(text, family)
    return tuple((family, text) for text, family in first.items())


def sample(of_each: int) -> tuple[tuple[str, str], ...]:
    """Return so many payloads of each family, evenly spread over it."""
    chosen: list[tuple[str, str]] = []
    for family in FAMILIES:
        found = [one for one in payloads() if one[0] == family]
        step = max(1, -(-len(found) // of_each))
        chosen += found[::step]
    return tuple(chosen)
