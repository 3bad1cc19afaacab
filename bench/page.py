"""The page beside folium's FastMarkerCluster: ready, heap, processor, nodes, size, build, and a brush that moves.

    python bench/page.py --peer node_modules            # writes bench/page.md

`--peer` is a folder with the npm packages leaflet, leaflet.markercluster, leaflet.awesome-markers, jquery and
bootstrap: the peer's remote files come from there, so that no network is measured; without it only our page is. Both
pages are opened from disk in turn. They are ready when their marks are drawn, two frames have passed and the browser is
idle; that is measured in a Chromium that nobody watches and told by the page in its title, since under a debugger, as
Playwright is one, the browser keeps a decoded copy of each file, which costs 60 ms for one of 11 MB and most of it
after the page is drawn. All other columns are Playwright's. Medians. Processor columns are of the page's main thread
and hold on a busy machine too; the others need a quiet one.
"""

import argparse
import html
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from dateline.model import Story
from dateline.quiet import uncollected
from dateline.render.options import PageOptions
from dateline.render.page import render_page
from tests.synthetic import make_story

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--enable-precise-memory-info", "--js-flags=--expose-gc"]

# Set up before the page's own scripts, so that the page itself says when it is ready: whoever asks from outside asks in
# steps of up to half a second.
SETTLED = """window.settled = new Promise(done => {
    const selector = %s;
    const look = () => {
        if (!document.querySelector(selector)) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => {
            document.title = `ready ${performance.now()}`;
            done(performance.now());
        })));
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributeFilter: ["data-ready"] });
})"""

# Pointer to painted frame: from the event's own time stamp to the first task after the frame that it caused.
WATCH = """() => {
    window.delays = [];
    document.querySelector('.dl-time-canvas').addEventListener('pointermove', event => {
        const start = event.timeStamp;
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => window.delays.push(performance.now() - start);
            channel.port2.postMessage(0);
        });
    });
}"""

FILES = {
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet.markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "MarkerCluster.css": "leaflet.markercluster/dist/MarkerCluster.css",
    "MarkerCluster.Default.css": "leaflet.markercluster/dist/MarkerCluster.Default.css",
    "leaflet.awesome-markers.js": "leaflet.awesome-markers/dist/leaflet.awesome-markers.min.js",
    "leaflet.awesome-markers.css": "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
    "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
}


@dataclass(frozen=True)
class Loaded:
    """What one load cost, by a browser that is watched."""

    ready: float  # ms
    processor: float  # ms of the main thread
    heap: float  # MB after a collection
    nodes: int


@dataclass(frozen=True)
class Measured:
    """A page of some size: medians of its loads."""

    what: str
    events: int
    megabytes: float
    build: float  # s of processor
    ready: float  # ms
    loaded: Loaded
    brush: float  # ms of processor a frame
    painted: float  # ms from pointer to painted frame, median


def build(make: Callable[[], str]) -> tuple[str, float]:
    """A page and the processor time that it took, garbage at rest as in a build: the best of five."""
    times = []
    page = ""
    for _ in range(5):
        with uncollected():
            start = time.process_time()
            page = make()
            times.append(time.process_time() - start)
    return page, min(times)


def peer_page(story: Story) -> str:
    """FastMarkerCluster with the same places and the same words in its popups; it has no list, filter or timeline."""
    import folium
    from folium.plugins import FastMarkerCluster

    made = folium.Map(tiles=None, location=(25, 10), zoom_start=2, maxZoom=18)
    articles = {article.id: article for article in story.articles}
    rows = []
    for event in story.events:
        place = event.where and event.where.resolution.place
        if event.where is None or place is None:
            continue
        article = articles[event.evidence[0].article]
        when = event.when
        rows.append([
            place.lat, place.lon, event.headline, when.when.edtf if when else "", when.when.reason if when else "",
            place.name, event.where.resolution.reason, event.quote, article.publisher, article.title, article.url,
        ])  # fmt: skip
    # folium's own callback, and the popup that its examples add to it.
    popup = """function (row) {
        var marker = L.marker(new L.LatLng(row[0], row[1]));
        marker.setIcon(L.AwesomeMarkers.icon());
        marker.bindPopup(row.slice(2).join('<br>'));
        return marker;
    }"""
    FastMarkerCluster(rows, callback=popup).add_to(made)
    return made.get_root().render()


def from_disk(page: str, peer: Path) -> str:
    """The peer's page with its remote files from npm packages; what is not there (fonts, icons) is empty."""

    def local(address: re.Match[str]) -> str:
        name = address[2].split("?")[0].rsplit("/", 1)[-1]
        path = peer / FILES.get(name, "jquery/dist/jquery.min.js" if "jquery" in name else "missing")
        return f"{address[1]}{path.resolve().as_uri() if path.is_file() else 'data:,'}{address[3]}"

    return re.sub(r'((?:src|href)=")(https?://[^"]+)(")', local, page)


def telling(page: str, selector: str) -> str:
    """A page that says in its title when it is ready: by a script before its policy, which thus need not allow it."""
    script = SETTLED % json.dumps(selector)
    return re.sub(r"<head>\s*<meta[^>]*>", lambda found: f"{found[0]}<script>{script}</script>", page, count=1)


class Unwatched:
    """A Chromium without a debugger: its list of tabs, which has their titles, is all that it is asked for."""

    def __init__(self, path: str, folder: Path) -> None:
        port = folder / "DevToolsActivePort"
        size = "--window-size=1280,800"
        own = ("--headless", "--remote-debugging-port=0", "--remote-allow-origins=*", f"--user-data-dir={folder}", size)
        self.process = subprocess.Popen([path, *own, *FLAGS, "about:blank"], stderr=subprocess.DEVNULL)
        while not port.is_file() or not port.read_text():
            time.sleep(0.1)
        self.address = f"http://127.0.0.1:{port.read_text().split()[0]}/json"

    def _ask(self, what: str, method: str = "GET") -> bytes:
        with urllib.request.urlopen(urllib.request.Request(self.address + what, method=method)) as answer:
            content: bytes = answer.read()
        return content

    def ready(self, path: Path) -> float:
        """Milliseconds from the click to a page that is ready; it is looked at once a second, so as not to disturb.

        Raises:
            TimeoutError: it was not ready in a minute.
        """
        tab = json.loads(self._ask(f"/new?{path.as_uri()}", "PUT"))["id"]
        for _ in range(60):
            time.sleep(1)
            title = next(
                html.unescape(found["title"]) for found in json.loads(self._ask("/list")) if found["id"] == tab
            )
            if title.startswith("ready "):
                self._ask(f"/close/{tab}")
                return float(title.split()[1])
        raise TimeoutError(path.name)


def metrics(session: CDPSession) -> dict[str, float]:
    """Chromium's own counters since the session began."""
    found = session.send("Performance.getMetrics")
    return {item["name"]: item["value"] for item in found["metrics"]}


def load(browser: Browser, path: Path) -> tuple[Loaded, Page, CDPSession]:
    """Open a page that tells when it is ready, in a context of its own, and count."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # processor time, also on a busy machine
    page.goto(path.as_uri(), wait_until="commit", timeout=60_000)
    ready = page.evaluate("window.settled")
    processor = metrics(session)["TaskDuration"] * 1000
    nodes = page.evaluate("document.querySelectorAll('*').length")
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    heap = metrics(session)["JSHeapUsedSize"] / 1e6
    return Loaded(ready, processor, heap, nodes), page, session


def brush(page: Page, session: CDPSession, steps: int = 60) -> tuple[float, float]:
    """Move a window over a quarter of the line: processor a frame, and pointer to painted frame."""
    box = page.locator(".dl-time-canvas").bounding_box()
    assert box is not None
    y = box["y"] + 30
    page.mouse.move(box["x"] + box["width"] * 0.2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.45, y, steps=3)
    page.mouse.up()
    page.wait_for_timeout(400)
    page.evaluate(WATCH)
    page.mouse.move(box["x"] + box["width"] * 0.3, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3 + 8, y)
    page.wait_for_timeout(300)
    page.evaluate("() => { window.delays.length = 0; }")
    before = metrics(session)["TaskDuration"]
    for step in range(steps):
        page.mouse.move(box["x"] + box["width"] * (0.3 + 0.4 * step / steps) + 8, y)
        page.wait_for_timeout(16)
    after = metrics(session)["TaskDuration"]
    page.mouse.up()
    delays = page.evaluate("window.delays")
    return (after - before) * 1000 / max(1, len(delays)), statistics.median(delays)


def peer_brush(page: Page) -> float:
    """What filtering to a quarter costs the peer: its index is built anew."""
    return page.evaluate(
        """() => {
        const cluster = Object.values(window).find(value => value && value.addLayers && value.clearLayers);
        const all = cluster.getLayers();
        const times = [];
        for (let k = 0; k < 3; k++) {
            const part = all.slice(k * all.length / 4, (k + 1) * all.length / 4);
            const start = performance.now();
            cluster.clearLayers();
            cluster.addLayers(part);
            times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b)[1];
    }"""
    )


def middle(loads: list[Loaded]) -> Loaded:
    """Medians, each by itself."""
    return Loaded(
        statistics.median(item.ready for item in loads),
        statistics.median(item.processor for item in loads),
        statistics.median(item.heap for item in loads),
        round(statistics.median(item.nodes for item in loads)),
    )


def measure(
    events: int, browser: Browser, unwatched: Unwatched, folder: Path, peer: Path | None, runs: int
) -> list[Measured]:
    """One size: our page and the peer's, loaded in turn."""
    story = make_story(events)
    made = {"dateline": build(lambda: render_page(story, options=PageOptions(include_text=events <= 10_000)))}
    selectors = {"dateline": "html[data-ready]", "FastMarkerCluster": ".leaflet-marker-icon"}
    if peer and events > 8:
        page, seconds = build(lambda: peer_page(story))
        made["FastMarkerCluster"] = from_disk(page, peer), seconds
    paths = {what: folder / f"{what}.html" for what in made}
    for what, (page, _) in made.items():
        paths[what].write_text(telling(page, selectors[what]), encoding="utf-8")
    ready: dict[str, list[float]] = {what: [] for what in made}
    loads: dict[str, list[Loaded]] = {what: [] for what in made}
    moves: dict[str, tuple[float, float]] = {}
    for what in paths:
        unwatched.ready(paths[what])  # the first has the files read from disk
    for run in range(runs):
        for what, path in paths.items():
            ready[what].append(unwatched.ready(path))
        for what, path in paths.items():
            loaded, opened, session = load(browser, path)
            loads[what].append(loaded)
            if run == runs - 1:
                moves[what] = brush(opened, session) if what == "dateline" else (peer_brush(opened), float("nan"))
            opened.context.close()
    return [
        Measured(
            what, events, len(page) / 1e6, seconds, statistics.median(ready[what]), middle(loads[what]), *moves[what]
        )
        for what, (page, seconds) in made.items()
    ]


def table(rows: list[Measured]) -> str:
    """The rows as Markdown."""
    names = (
        "events", "page", "ready ms", "watched ready ms", "processor ms", "heap MB", "nodes", "file MB", "build s",
        "brush: processor ms", "pointer to frame ms",
    )  # fmt: skip
    lines = [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    for row in rows:
        painted = "–" if row.painted != row.painted else f"{row.painted:.0f}"
        loaded = row.loaded
        cells = (
            f"{row.events:,}", row.what, f"{row.ready:,.0f}", f"{loaded.ready:,.0f}", f"{loaded.processor:,.0f}",
            f"{loaded.heap:.1f}", f"{loaded.nodes:,}", f"{row.megabytes:.2f}", f"{row.build:.2f}", f"{row.brush:.1f}",
            painted,
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", type=Path, help="folder of npm packages that hold the peer's remote files")
    parser.add_argument("--sizes", type=int, nargs="+", default=[8, 1000, 10_000, 50_000, 100_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", type=Path, default=Path(__file__).with_suffix(".md"))
    given = parser.parse_args()
    path = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    rows: list[Measured] = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        unwatched = Unwatched(path or playwright.chromium.executable_path, Path(folder) / "profile")
        version = browser.version
        load = os.getloadavg()[0]
        busy = f"The load was {load:.0f} on {os.cpu_count()} cores: where it is above one, compare waits by rows only."
        for events in given.sizes:
            rows += measure(events, browser, unwatched, Path(folder), given.peer, given.runs)
            print(table(rows[-2:]), flush=True)
        browser.close()
        unwatched.process.terminate()
        unwatched.process.wait()
    text = __doc__.split("\n\n", 1)
    given.write.write_text(
        f"# {text[0]}\n\n{text[1].strip()}\n\nChromium {version} headless, software drawing, {platform.machine()}, "
        f"{given.runs} loads each; made-up stories of `tests/synthetic.py`, texts of articles inside up to 10,000 "
        "events. Heap is V8's own after a collection; our typed arrays lie outside it, 13 MB at 100,000 "
        "plus what the state needs. "
        f"{busy} What the peer does for a brush is `clearLayers` and `addLayers` of a quarter, by the clock.\n\n"
        f"{table(rows)}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
