"""Writes the page: one HTML file with everything inside, which asks no server for anything."""

import base64
import hashlib
import re
import urllib.parse
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import jinja2
from branca.element import Figure

from dateline.errors import SettingsError
from dateline.model import Event, Manner, Story
from dateline.render.block import pack_story
from dateline.render.cards import is_web_address
from dateline.render.map import (
    Basemap,
    Page,
    Timeline,
    bare_map,
    basemap_block,
    leaflet_script,
    leaflet_style,
    page_script,
    page_style,
    read_template,
    safe_script,
)
from dateline.render.options import PageOptions, RunInfo, Tiles
from dateline.render.parts import part
from dateline.story.say import soon_after

PLAIN = 500  # events in the part for readers without scripts; all are in events.csv


@dataclass(frozen=True, slots=True)
class _Row:
    """One event for readers without scripts."""

    number: int
    headline: str
    date: str
    place: str
    status: str
    quote: str
    voice: str
    publisher: str
    published: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as HTML, and the files beside it, by relative address, that it loads on demand; most pages have none."""

    html: str
    files: Mapping[str, bytes]


def render_page(
    story: Story,
    *,
    run: RunInfo | None = None,
    pictures: Mapping[str, bytes | str] | None = None,
    options: PageOptions | None = None,
) -> str:
    """The whole page as one file of HTML, however large; see `render_folder`."""
    return render_folder(story, run=run, pictures=pictures, options=replace(options or PageOptions(), room=None)).html


def render_folder(
    story: Story,
    *,
    run: RunInfo | None = None,
    pictures: Mapping[str, bytes | str] | None = None,
    options: PageOptions | None = None,
) -> Rendered:
    """The page, and beside it what would make it too large.

    Args:
        story: what the page shows.
        run: what made it, for the line at its foot.
        pictures: `timeline`, an SVG of the timeline for paper and for readers without scripts; may be missing.
        options: title, theme, tiles, downloads and so on.
    """
    options = options or PageOptions()
    run = run or RunInfo()
    blocks = pack_story(
        story,
        include_text=options.include_text,
        new=options.new,
        changed=options.changed,
        merged=options.merged,
        reasons=options.reasons,
        renamed=options.renamed,
    )
    map_html, map_js = _map_parts(options.tiles)
    first = [("head", blocks.head)]
    if options.tiles is None:
        first.insert(0, ("basemap", basemap_block(options.map_scale)))
    chunks, files = blocks.chunks, dict[str, bytes]()
    if options.room is not None:
        parted = part(blocks.chunks, options.room - len(blocks.head))
        chunks, files = parted.inside, dict(parted.files)
    leaflet_js, app_js = leaflet_script(), page_script()
    template = _environment().from_string(read_template("page.html"))
    html = template.render(
        options=options,
        run=run,
        title=options.title or story.title or "Events",
        policies=_policies((leaflet_js, app_js, map_js), options.tiles, beside=bool(files)),
        leaflet_css=leaflet_style(whole=False),
        css=page_style(),
        leaflet_js=leaflet_js,
        app_js=app_js,
        map_js=map_js,
        map_html=map_html,
        timeline_html=Timeline().markup,
        dialogs_html=read_template("dialogs.html"),
        first=first,
        later=list(chunks.items()),
        events=len(story.events),
        articles=len(story.articles),
        counted=f"{len(story.events):,} {options.counted}{'' if len(story.events) == 1 else 's'}",
        told=f" {options.told}" if options.told else f", {_told(story)}",
        plain=_plain(story),
        picture=_picture((pictures or {}).get("timeline")),
        attributions=story.attributions,
    )
    return Rendered(_writable(html), files)


def _writable(html: str) -> str:
    """The page as a file can hold it and a browser reads it quickest.

    Halves of surrogate pairs are in no file; a title of the command line may have some. Where all letters are of
    Latin-1, others being references to them, Chromium keeps a byte for each letter of the page, else two, and reads it
    in half the time (5.6 MB of blocks in 37 ms for 85). Where the references would cost more than a fiftieth of the
    page, since its words are Russian or Chinese, the letters stay.
    """
    try:
        size = len(html.encode())
    except UnicodeEncodeError:
        html = re.sub("[\ud800-\udfff]", "\ufffd", html)
        size = len(html.encode())
    narrow = html.encode("latin-1", "xmlcharrefreplace").decode("latin-1")
    return narrow if len(narrow) <= size * 1.02 else html


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)


def _map_parts(tiles: Tiles | None) -> tuple[str, str]:
    """What folium makes of the map: its element, and the script that starts it. No text of an article is in either."""
    made = bare_map(tiles)
    if tiles is None:
        made.add_child(Basemap(110), name="basemap")
    made.add_child(Page(), name="page")
    figure = made.get_root()
    assert isinstance(figure, Figure)  # noqa: S101  a map is always in one
    made.render()  # type: ignore[no-untyped-call]
    body = figure.html._children[made.get_name()].render()
    return body.strip(), safe_script(figure.script.render().strip())


def _policies(scripts: tuple[str, ...], tiles: Tiles | None, *, beside: bool) -> Iterator[str]:
    """Content-Security-Policies that let our own scripts run and no other, and nothing be loaded.

    The hashes are of the scripts as we wrote them, not as they stand in the finished page: what found its way in
    between would not be blessed. A page with files `beside` it has two, and both must agree: by the first only a
    script of ours may add one that has an address ('strict-dynamic'), by the second only one of the page's own server
    or disk. The hash of a file can't be asked for, since from disk its bytes are foreign to the page.
    """
    sources = f"data: blob:{_tile_source(tiles)}"
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for code in scripts
    )
    added = " 'strict-dynamic'" if beside else ""
    yield (
        f"default-src 'none'; script-src {hashes}{added}; style-src 'unsafe-inline'; img-src {sources}; "
        "font-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    if beside:
        yield f"script-src {hashes} 'self' file:"


def _tile_source(tiles: Tiles | None) -> str:
    """The tile server as a source of pictures.

    Raises:
        SettingsError: the address is none that a policy could name.
    """
    if tiles is None:
        return ""
    match = re.match(r"(https?)://(?:(\{s\})\.)?([\w.-]+(?::\d+)?)/", tiles.url)
    if match is None:
        wanted = "https://tiles.example/{z}/{x}/{y}.png"
        raise SettingsError(f"the tiles need an address such as {wanted}, not {tiles.url!r}")
    return f" {match[1]}://{'*.' if match[2] else ''}{match[3]}"


def _picture(svg: bytes | str | None) -> str:
    """An SVG as an image address: scripts in it do not run there. Percent signs cost less than base64."""
    if not svg:
        return ""
    text = small_svg(svg if isinstance(svg, str) else svg.decode())
    return "data:image/svg+xml," + urllib.parse.quote(text, safe=" !$()*+,-./:;=?@[]^_`{|}~")


def small_svg(svg: str) -> str:
    """An SVG of ours as it stands inside the page: what an image does not show is left out.

    The file beside the page keeps its own fonts, names and description; in the page the reader's fonts do, the
    names are the page's, and a tenth of a pixel is enough. Text is left alone: only tags are touched.
    """
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<(metadata|desc)\b.*?</\1>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    used = dict.fromkeys(re.findall(r"(?:url\(|href=\")#([\w.-]+)", svg))
    named = {name: f"i{number}" for number, name in enumerate(used)}
    styles = Counter(re.findall(r' style="([^"]*)"', svg))
    classes = {style: f"c{number}" for number, (style, count) in enumerate(styles.items()) if count > 1}

    def shorten(tag: re.Match[str]) -> str:
        text = re.sub(r"-?\d+\.\d{2,}", _fewer_digits, re.sub(r"\s+", " ", tag[0]))
        text = re.sub(r' id="([^"]*)"', lambda name: f' id="{named[name[1]]}"' if name[1] in named else "", text)
        text = re.sub(r'(url\(|href=")#([\w.-]+)', lambda link: f"{link[1]}#{named[link[2]]}", text)
        text = re.sub(r' d="[^"]*"', lambda path: re.sub(r" ?([MLCQVHz]) ?", r"\1", path[0]), text)
        text = text.replace("xlink:href", "href")
        if " class=" not in text:
            text = re.sub(
                r' style="([^"]*)"', lambda own: f' class="{classes[own[1]]}"' if own[1] in classes else own[0], text
            )
        return re.sub(r' style="[^"]*"', lambda own: _tight(own[0]), text)

    small = re.sub(r"<[^<>]*>", shorten, svg)
    sheet = "".join(f".{name}{{{_tight(style)}}}" for style, name in classes.items())
    small = re.sub(r"(<svg\b[^>]*>)", lambda root: f"{root[1]}<style>{sheet}</style>", small, count=1)
    small = re.sub(r">\s*\n\s*<", "><", small)
    while (fewer := re.sub(r"<g>((?:(?!</?g\b).)*)</g>", r"\1", small, flags=re.DOTALL)) != small:
        small = fewer  # groups that say nothing, from the innermost out
    return small


def _tight(style: str) -> str:
    return re.sub(r"([:;]) ", r"\1", style)


def _fewer_digits(number: re.Match[str]) -> str:
    """A tenth of a pixel for places, a hundredth for what is small itself."""
    value = float(number[0])
    return f"{value:.{2 if abs(value) < 10 else 1}f}".rstrip("0").rstrip(".")


def _told(story: Story) -> str:
    """How often and where the events are told, as the script says it, too."""
    reports, articles = sum(len(event.accounts) for event in story.events), len(story.articles)
    said = f"{reports:,} report{'' if reports == 1 else 's'}"
    return f"{said} in {articles:,} article{'' if articles == 1 else 's'}"


def _plain(story: Story) -> list[_Row]:
    articles = {article.id: article for article in story.articles}
    rows = []
    for number, event in enumerate(story.events[:PLAIN], 1):
        article = articles.get(event.evidence[0].article) if event.evidence else None
        rows.append(
            _Row(
                number,
                event.headline,
                _date(event),
                event.where.resolution.place.name if event.where and event.where.resolution.place else "not placed",
                "" if event.status == "happened" else event.status,
                event.quote,
                _voice(event),
                article.publisher if article else "",
                article.published.isoformat() if article and article.published else "",
                article.title if article else "",
                article.url if article and is_web_address(article.url) else "",
            )
        )
    return rows


def _date(event: Event) -> str:
    """The date for readers without scripts, as EDTF's days."""
    if event.when is None:
        return "No date"
    when = event.when.when
    first, last = when.earliest, when.latest
    if after := soon_after(when):
        return after
    if first is None and last is None:
        return when.edtf or "No date"
    if first == last:
        return str(first)
    return f"{first or 'until'} – {last or 'open'}" if first else f"until {last}"


def _voice(event: Event) -> str:
    voice = event.voice
    if voice.manner == Manner.STATED:
        return ""
    words = {Manner.ATTRIBUTED: "According to", Manner.ALLEGED: "Alleged by", Manner.DENIED: "Denied by"}[voice.manner]
    return f"{words} {voice.source or 'someone the article does not name'}"
