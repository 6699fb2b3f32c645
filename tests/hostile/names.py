"""Hostile names: ids and slugs that would leave the folder, clash, or be refused by some disk or host."""

from __future__ import annotations

from itertools import product

PARTS: dict[str, tuple[str, ...]] = {
    "leads out": ("..", ".", "...", "../..", "../../../../etc/passwd", "a/../..", "./a", "a/.", "a/..", "..\\..\\x", "....//",
                  "%2e%2e", "%2e%2e%2f", "..%2f", "%252e%252e", "．．", "․․", "..;", "~", "~root", "$HOME", "%USERPROFILE%"),
    "from the root": ("/", "//", "/etc/passwd", "//evil.example/x", "C:", "C:\\x", "C:/x", "\\\\evil\\share", "file:///x",
                      "https://evil.example/x", "?x", "#x", "a?b#c", "\\", "a\\b", "|x"),
    "device": ("CON", "con", "NUL", "nul.txt", "aux.txt", "AUX", "prn", "com1", "COM9.json", "lpt1", "lpt0", "con ", "con.",
               "com¹", "lpt³.x", "conin$", "CONOUT$", "clock$", "nul:", "aux/x"),
    "ending": ("a.", "a..", "a ", "a. ", "a .", " a", "a\t", "a\u00a0", "a\u3000", ".a", "..a", "-a", "--root", "-rf", "_a", "a~",
               "a~1", "PROGRA~1", "a.lnk", "desktop.ini", "Thumbs.db", "~$a", "a.tmp", "#a#", "a::$DATA", "a:stream"),
    "own name": ("index.html", "index.json", "index.md", "INDEX.HTML", "feed.xml", "404.html", "api", "compare", "authors",
                 "assets", "og", "models", "arena", "names", "changes", "gone", "methodology", "sitemap.xml", "robots.txt",
                 "llms.txt", ".git", ".nojekyll", "_layouts", "CNAME", ".sitegen", "v1", "models.json", "x.png", "a.html"),
    "case": ("Twin", "twin", "TWIN", "tWIN", "İ", "i̇", "ı", "I", "ß", "SS", "ss", "ẞ", "ſ", "s", "K", "k", "K", "ς", "σ"),
    "form": ("é", "e\u0301", "Å", "Å", "A\u030a", "ﬁ", "fi", "ｗ", "w", "ⅷ", "viii", "²", "2", "가", "가", "ａｃｍｅ", "аcme",
             "acmе", "асmе", "ﬀ", "ff", "\u212b", "ö", "o\u0308", "ǆ", "ǅ", "\u1e9b\u0323"),
    "unseen": ("a\x00b", "\x00", "a\nb", "a\rb", "\t", " ", "  ", "\x1b[31m", "\x7f", "\x85", "\x9b", "\u200b", "a\u200b", "\u202eb",
               "\ufeff", "\u2028", "\ud800", "\U000e0001", "\ufffe", "a\u0000.html"),
    "signs": ('"', "'", "<", ">", "<b>", "*", "a*b", "|", ":", "::", "a:b", "a:-", "a:_x", "!", "!-", "!_", "!_2e_", "a!_", "a!free",
              "a:free", "a!-b", "a~b", "!__0123456789abcdef", "&", "+", "=", "@", "%", "%00", "%2F", ",", ";", "{}", "[]", "^", "`"),
    "long": ("x" * 300, "X" * 300, "é" * 300, "x" * 200, "x" * 199 + ".", "x" * 199 + "y.", "con" + "x" * 250, "!" * 201, "x" * 5000,
             "/".join("x" * 400), "/".join(["y" * 150] * 8), "x.png/" * 200 + "x", "." * 300, " " * 300, "x" * 300 + "1", "x" * 300 + "2"),
    "program": ("__proto__", "constructor", "toString", "hasOwnProperty", "None", "null", "undefined", "NaN", "true", "0", "-1", "1e9",
                "{{ x }}", "<script>", "'; DROP", "$(x)", "`x`", "%s", "\\n", "other", "text", "overall"),
}  # fmt: skip


def names() -> list[str]:
    """Return every hostile part once."""
    return list(dict.fromkeys(part for parts in PARTS.values() for part in parts))


def ids() -> list[str]:
    """Return ids that are a part, have it as an author or as a name, or as a name with a variant."""
    forms = ("{}", "{}/m", "acme/{}", "acme/{}:free", "acme/{}/deep", "~acme/{}")
    return list(dict.fromkeys(form.format(part) for form, part in product(forms, names())))
