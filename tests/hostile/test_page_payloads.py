"""Hostile text in every field that reaches the page: nothing runs, nothing breaks, each is shown literally."""

# ruff: noqa: E501  payloads are what they are

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from dateline.model import (
    Article,
    Dated,
    Difference,
    Drop,
    Event,
    Evidence,
    Manner,
    Quantity,
    Status,
    Story,
    Voice,
    Where,
)
from dateline.render.map import story_map
from dateline.render.options import Download, PageOptions, RunInfo
from dateline.render.page import Rendered, render_folder
from dateline_geo.place import Alternative, Kind, Mention, Place, Precision, Resolution
from dateline_timeline.when import Basis, Grain, When
from tests.browser.opened import Opened, chromium, playwright, write_page

__all__ = ["chromium", "playwright"]  # fixtures

PAYLOADS = (
    "<script>bad()</script>",
    "</script><script>bad()</script>",
    "</SCRIPT ><script>bad()</script>",
    "<!--<script>bad()",
    "--><script>bad()</script>",
    "<img src=x onerror=bad()>",
    "<svg onload=bad()>",
    "<svg><script>bad()</script></svg>",
    "<iframe srcdoc='<script>parent.bad()</script>'>",
    "<iframe src=javascript:parent.bad()>",
    "<body onload=bad()>",
    "<details open ontoggle=bad()>",
    "<math><mi xlink:href=javascript:bad()>x",
    "<a href=javascript:bad()>x</a>",
    "<form action=javascript:bad()><input type=submit>",
    "<meta http-equiv=refresh content='0;url=javascript:bad()'>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "</title><script>bad()</script>",
    "</style><script>bad()</script>",
    "</noscript><script>bad()</script>",
    "</textarea><script>bad()</script>",
    "<noscript><p title=\"</noscript><img src=x onerror=bad()>\">",
    "<template><script>bad()</script></template>",
    "${bad()}",
    "`${bad()}`",
    "`+bad()+`",
    "{{ bad() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% raw %}{% endraw %}{% for x in () %}",
    "{% endraw %}<script>bad()</script>{% raw %}",
    "'-bad()-'",
    "\";bad();//",
    "\\\";bad();//",
    "\\u003cscript>bad()\\u003c/script>",
    "javascript:bad()",
    "JaVaScRiPt:bad()",
    "data:text/html,<script>bad()</script>",
    "a\u2028bad()\u2029b",
    "]]><script>bad()</script>",
    "<![CDATA[<script>bad()</script>]]>",
    "\u202e)(dab\u202c",
    "\u2066\u2067\u2068isolates without an end",
    "=HYPERLINK(\"javascript:bad()\")",
    "BEGIN:VEVENT\r\nATTACH:javascript:bad()",
    "../../../../etc/passwd",
    "&lt;script&gt;bad()&lt;/script&gt;",
    "&#60;img src=x onerror=bad()&#62;",
    "constructor",
    "__proto__",
    "x" * 300 + "<b>",
    "\u0000\u0001\ufffe<script>bad()</script>",
)  # fmt: skip


def _place(text: str) -> Place:
    return Place(
        f"k:{text}", text, Kind.SETTLEMENT, Precision.SETTLEMENT, 10.0, 20.0, "AZ", admin1=text, admin2=text, note=text, contested=True, source=text,
    )  # fmt: skip


def hostile_story() -> Story:
    """One event for each payload, which stands in every field that holds text."""
    articles, events, drops = [], [], []
    for number, text in enumerate(PAYLOADS):
        body = f"{text} happened. {text}"
        article = Article(
            hashlib.sha256(body.encode()).hexdigest()[:12], text, body, dt.date(2024, 1, 1), text, text, text, url=text, language=text, path=text, sha256=text, home=text,
        )  # fmt: skip
        place = _place(text)
        day = dt.date(2024, 1, 1) + dt.timedelta(days=number)
        when = When(day, day, Grain.DAY, text, Basis.EXPLICIT, text, time=text)
        event = Event(
            hashlib.sha256(f"payload {number}".encode()).hexdigest()[:12], text, f"{text} happened.", "other",
            Dated(when, text, 0.5, 0, len(text)),
            Where(Resolution(Mention(0, len(text), text), place, 0.5, text, None, (Alternative(replace(place, key="other"), 0.1),)), text, 0.5),
            Voice(Manner.ATTRIBUTED, text, text), Status.HAPPENED, (Evidence(article.id, 0, len(text) + 10),), actors=(text,),
            numbers=(Quantity(text, 1, 2, text, text, 0, 1),), trigger=(len(text) + 1, len(text) + 9), reviewed=text,
        )  # fmt: skip
        twin = replace(event, id=event.id[::-1])
        events.append(
            replace(
                event,
                reports=(event, twin),
                joined=(text,),
                differences=(Difference(text, ((event.id, text), (twin.id, text))),),
                independent=2,
            )
        )
        articles.append(article)
        drops.append(Drop(text, article.id, 0, len(text), text))
    return Story("".join(PAYLOADS[:4]), tuple(events), tuple(articles), tuple(drops), attributions=PAYLOADS[:6])


def _rendered(room: int | None) -> Rendered:
    """The hostile story's page, with hostile options too."""
    text = "</title></script><script>bad()</script>"
    return render_folder(
        hostile_story(),
        run=RunInfo(text, ((text, text), ("${bad()}", "{{ 7 * 7 }}"))),
        pictures={
            "timeline": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>bad()</script><text>"{text}&amp;\'</text></svg>'
        },
        options=PageOptions(
            title=f"{text}${{bad()}}",
            downloads=(Download('events.csv"><script>bad()</script>', text, text),),
            room=room,
        ),
    )


@pytest.fixture(scope="module")
def html() -> str:
    """The hostile page in one file."""
    return _rendered(None).html


class Watched(Opened):
    """A page that must run nothing foreign: also whether the trap was sprung."""

    @classmethod
    def watching(cls, page: Page, own: str) -> "Watched":
        page.add_init_script("window.sprung = []; window.bad = (...x) => { window.sprung.push(new Error().stack); };")
        watched = super().watching(page, own)
        assert isinstance(watched, cls)
        return watched

    def check(self, *beside: str) -> None:
        """Nothing ran, nothing was asked for but what is beside the page, nothing complained."""
        assert self.page.evaluate("window.sprung") == []
        assert [request for request in self.requests if request not in beside] == []
        assert self.complaints == []


@pytest.fixture(params=[None, 0], ids=["one file", "folder"])
def opened(chromium: Browser, request: pytest.FixtureRequest, tmp_path) -> Iterator[Watched]:
    """The hostile page, whole or with all that can be in files beside it, in Chromium; nothing may have run after."""
    path = tmp_path / "page.html"
    beside = write_page(path, _rendered(request.param))
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, offline=True, reduced_motion="reduce")
    context.set_default_timeout(8000)
    watched = Watched.watching(context.new_page(), path.as_uri())
    watched.page.goto(path.as_uri())
    watched.page.wait_for_selector("html[data-ready]")
    yield watched
    watched.check(*beside)
    context.close()


def _shown(text: str) -> str:
    """What a reader of HTML sees of a text: no NUL, white space run together."""
    return " ".join(text.replace("\u0000", "").split())


def test_there_are_forty_and_more() -> None:
    """The promise names forty."""
    assert len(set(PAYLOADS)) >= 40


def test_each_is_shown_literally_in_list_and_card(opened: Watched) -> None:
    """Every payload's row and card open, and show it as text: headline, quote, place, voice, notes, reports."""
    page = opened.page
    assert page.locator(".dl-row").count() == len(PAYLOADS)
    for number, text in enumerate(PAYLOADS):
        row = page.locator(".dl-row").nth(number)
        assert row.locator(".dl-headline").evaluate("element => element.textContent") == text
        row.locator(".dl-row-button").evaluate("element => element.click()")
        card = row.locator(".dl-card")
        card.locator("blockquote").first.wait_for()
        said = card.evaluate("element => element.textContent")
        assert said.count(text) >= 12, text
        assert card.locator("blockquote").first.evaluate("element => element.textContent") == f"{text} happened."
        assert card.locator("a:not([href^='http'])").count() == 0
        assert card.locator("script, img, iframe, svg, style, form, base, link, meta, object, embed").count() == 0


def test_articles_sources_drops_and_corrections_are_text(opened: Watched) -> None:
    """The reader, the correction lines, sources, drops, filters and search hold the payloads as text."""
    page = opened.page
    import tomllib

    for number in (1, 5, 25, 31, 42, 52):
        row = page.locator(".dl-row").nth(number)
        row.locator(".dl-row-button").evaluate("element => element.click()")
        row.get_by_role("button", name="Open in article").first.click()
        page.locator("#dl-article[open]").wait_for()
        assert PAYLOADS[number] in page.locator("#dl-article .dl-prose").evaluate("element => element.textContent")
        page.keyboard.press("Escape")
        row.get_by_role("button", name="Correct this").click()
        lines = page.locator("#dl-correct textarea").evaluate_all("boxes => boxes.map(box => box.value)")
        blocks = [tomllib.loads(text) for text in lines]
        assert len(blocks) > 3
        assert blocks[0]["event"][0]["place"] == PAYLOADS[number]
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Method and sources").click()
    page.locator("#dl-sources summary").click()
    page.wait_for_timeout(300)
    assert page.locator("#dl-sources li").count() == len(PAYLOADS)
    for summary in page.locator("#dl-drops summary").all():
        summary.evaluate("element => element.click()")
    page.wait_for_timeout(300)
    assert page.locator("#dl-drops li").count() == len(PAYLOADS)
    page.get_by_role("button", name="Filters").click()
    more = page.locator("#dl-filters .dl-link", has_text="Show all")
    while more.count():
        more.first.evaluate("element => element.click()")
    page.wait_for_timeout(200)
    page.get_by_label("Search events").fill("<img src=x onerror=bad()>")
    page.wait_for_timeout(400)
    assert page.locator(".dl-row").count() >= 1


def test_map_timeline_and_tips_are_text(opened: Watched) -> None:
    """Hovering and opening the bubble of all payloads, and walking the timeline, runs nothing."""
    page = opened.page
    box = page.locator("#map_dateline").bounding_box()
    mark = page.evaluate("dateline.marks(map_dateline)")[0]
    page.mouse.move(box["x"] + mark["x"], box["y"] + mark["y"])
    page.wait_for_timeout(100)
    page.mouse.click(box["x"] + mark["x"], box["y"] + mark["y"])
    page.locator(".dl-time-canvas").focus()
    for _ in range(len(PAYLOADS)):
        page.keyboard.press("ArrowRight")
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    assert page.locator(".dl-print-list li").count() == len(PAYLOADS)


@pytest.mark.parametrize(
    "address",
    [
        "#e=<img src=x onerror=bad()>",
        "#q=<script>bad()</script>&t=${bad()}",
        "#where=javascript:bad()",
        "#__proto__=1&e=constructor",
    ],
)
def test_hostile_addresses_are_text(chromium: Browser, html: str, tmp_path, address: str) -> None:
    """What stands after # is shown or ignored, never run."""
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    context = chromium.new_context(offline=True)
    watched = Watched.watching(context.new_page(), path.as_uri())
    watched.page.goto(path.as_uri() + address)
    watched.page.wait_for_selector("html[data-ready]")
    watched.page.wait_for_timeout(100)
    watched.check()
    context.close()


def test_nothing_runs_without_the_policy(chromium: Browser, html: str, tmp_path) -> None:
    """The page is safe by how it is written, not only by its policy: with the policy taken out nothing runs either."""
    start = html.index("<meta http-equiv")
    bare = html[:start] + html[html.index(">", start) + 1 :]
    assert "Content-Security-Policy" not in bare
    path = tmp_path / "bare.html"
    path.write_text(bare, encoding="utf-8")
    context = chromium.new_context(offline=True)
    watched = Watched.watching(context.new_page(), path.as_uri())
    watched.page.goto(path.as_uri())
    watched.page.wait_for_selector("html[data-ready]")
    for row in watched.page.locator(".dl-row-button").all():
        row.evaluate("element => element.click()")
    watched.page.wait_for_timeout(200)
    watched.check()
    context.close()


def test_reader_without_scripts_gets_text(chromium: Browser, html: str, tmp_path) -> None:
    """Without JavaScript the plain list shows each payload literally, and no element of it is foreign."""
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    context = chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    headlines = page.locator(".dl-plain h2").all_text_contents()
    assert [_shown(text) for text in headlines] == [_shown(text) for text in PAYLOADS]
    assert (
        page.locator(
            ".dl-plain :is(script, img, iframe, svg, style, form, base, link, meta, a:not([href^='http']))"
        ).count()
        == 0
    )
    context.close()


def test_notebook_map_runs_nothing(chromium: Browser, tmp_path) -> None:
    """The folium map of a notebook, which has no policy, runs nothing either."""
    path = tmp_path / "map.html"
    path.write_text(story_map(hostile_story()).get_root().render(), encoding="utf-8")
    context = chromium.new_context(offline=True)
    watched = Watched.watching(context.new_page(), path.as_uri())
    watched.page.goto(path.as_uri())
    watched.page.wait_for_selector("html[data-ready]")
    box = watched.page.locator("#map_dateline").bounding_box()
    mark = watched.page.evaluate("dateline.marks(map_dateline)")[0]
    watched.page.mouse.click(box["x"] + mark["x"], box["y"] + mark["y"])
    watched.page.locator(".dl-corner li button").first.click()
    watched.page.locator(".dl-card blockquote").first.wait_for()
    watched.check()
    context.close()
