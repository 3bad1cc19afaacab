"""A page too large for one file: what is beside it loads on demand from disk, and says so where it is missing."""

# ruff: noqa: E501  what is shown and what is expected read better in one line

import base64
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dateline.files import write_folder
from dateline.render.block import pack_story
from dateline.render.options import PageOptions
from dateline.render.page import Rendered, render_folder, render_page
from dateline.render.parts import FILE, part
from tests.browser.conftest import Opened, Opener
from tests.browser.stories import everything
from tests.synthetic import make_story

OLD = "0ld0ld0ld0ld"


def _rendered(room: int = 0) -> Rendered:
    """The page of everything with as little inside as may be."""
    story = everything()
    return render_folder(story, options=PageOptions(room=room, renamed={OLD: story.events[3].id}))


@pytest.fixture(scope="module")
def rendered() -> Rendered:
    """The page of everything, all that may be beside it."""
    return _rendered()


def _beside(opened: Opened) -> set[str]:
    """The files that the page asked for; nothing else may be asked for."""
    folder = opened.page.url.split("#")[0].rsplit("/", 1)[0]
    assert all(address.startswith(f"{folder}/chunks/") for address in opened.requests)
    return {address.rsplit("/", 1)[1] for address in opened.requests}


def test_parts_load_when_they_are_looked_at(open_html: Opener, rendered: Rendered) -> None:
    """Nothing is loaded at first; card, article, sources, what is not shown, and the quotes for search are on demand."""
    opened = open_html(rendered)
    page = opened.page
    assert len(opened.rows()) > 5
    assert opened.requests == []
    page.get_by_role("button", name="Ferry stops").click()
    expect(page.locator(".dl-card blockquote")).to_have_text("The ferry had stopped in the winter of 2023.")
    expect(page.locator(".dl-card figcaption")).to_contain_text("The Ridge")
    asked = len(_beside(opened))
    page.get_by_role("button", name="Open in article").click()
    expect(page.locator("#dl-article .dl-prose mark.dl-current")).to_contain_text("The ferry had stopped")
    assert len(_beside(opened)) > asked
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Method and sources").click()
    page.locator("#dl-sources summary").click()
    expect(page.locator("#dl-sources li")).to_have_count(3)
    page.locator("#dl-drops summary").first.click()
    expect(page.locator("#dl-drops li").first).to_contain_text("no place is called that")
    page.get_by_label("Search events").fill("north of marvik a camp was")
    expect(page.locator(".dl-row .dl-headline")).to_have_text(["Camp opened north of Marvik"])
    assert len(_beside(opened)) <= len(rendered.files)
    assert opened.complaints == []


def test_old_link_is_followed_through_a_file(open_html: Opener, rendered: Rendered) -> None:
    """What an event was called in an older run is in a file as well, and an old link still opens it."""
    opened = open_html(rendered, address=f"#e={OLD}")
    headline = everything().events[3].headline
    expect(opened.page.locator(".dl-row.dl-open .dl-headline")).to_have_text(headline)
    assert opened.complaints == []


def test_page_without_its_folder_says_so(open_html: Opener, rendered: Rendered) -> None:
    """A page sent alone shows map, timeline and list, and names the missing file wherever its part would stand."""
    opened = open_html(replace(rendered, files={}), address=f"#e={OLD}")
    page = opened.page
    assert len(opened.rows()) > 5
    expect(page.locator("#dl-banner")).to_contain_text("send the whole folder")
    page.get_by_role("button", name="Ferry stops").click()
    expect(page.locator(".dl-card .dl-missing")).to_contain_text(re.compile(r"chunks/[0-9a-f]{16}\.js"))
    page.get_by_role("button", name="Method and sources").click()
    page.locator("#dl-sources summary").click()
    expect(page.locator("#dl-sources .dl-missing")).to_have_count(1)
    page.get_by_label("Search events").fill("ferry had stopped in the winter")
    expect(page.locator("#dl-banner")).to_contain_text("Words of the quotes are not searched")
    assert opened.complaints != []
    assert all("ERR_FILE_NOT_FOUND" in complaint for complaint in opened.complaints)


def test_part_that_comes_back_is_read(open_html: Opener, rendered: Rendered, tmp_path: Path) -> None:
    """Where the folder is put beside the page later, opening the card again is enough."""
    opened = open_html(replace(rendered, files={}))
    row = opened.page.get_by_role("button", name="Ferry stops")
    row.click()
    opened.page.locator(".dl-missing").wait_for()
    row.click()
    folder = Path(opened.page.url.removeprefix("file://")).parent
    assert folder.is_relative_to(tmp_path)
    for name, data in rendered.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    row.click()
    expect(opened.page.locator(".dl-card blockquote")).to_have_text("The ferry had stopped in the winter of 2023.")


def test_policies_let_no_other_file_run(open_html: Opener, rendered: Rendered, tmp_path: Path) -> None:
    """A script that stands in the markup does not run, inline or from a file; only one that our own script adds does."""
    (tmp_path / "foreign.js").write_text("window.intruder = 1", encoding="utf-8")
    address = (tmp_path / "foreign.js").as_uri()
    added = f'<script src="{address}"></script><script>window.intruder = 2</script>'
    opened = open_html(replace(rendered, html=rendered.html.replace("</main>", f"</main>{added}")))
    assert opened.page.evaluate("window.intruder") is None
    assert sum("Content Security Policy" in complaint for complaint in opened.complaints) >= 2
    add = "([tag, name, value]) => document.body.append(Object.assign(document.createElement(tag), {[name]: value}))"
    opened.page.evaluate(add, ["iframe", "srcdoc", "<script>parent.intruder = 3</script>"])
    opened.page.evaluate(add, ["script", "src", "https://evil.example/x.js"])
    opened.settle()
    assert opened.page.evaluate("window.intruder") is None
    assert any("https://evil.example/x.js" in text and "Content Security" in text for text in opened.complaints)


def test_only_as_much_goes_out_as_must() -> None:
    """Texts go first, then cards; with room enough the page is one file, the same bytes as without the limit."""
    story = make_story(600)
    whole = render_folder(story)
    assert whole.files == {}
    assert whole.html == render_page(story)
    assert "strict-dynamic" not in whole.html
    blocks = pack_story(story, include_text=True)
    packed = len(blocks.head) + sum(map(len, blocks.chunks.values()))
    assert render_folder(story, options=PageOptions(room=packed)) == whole
    texts_out = render_folder(story, options=PageOptions(room=packed - 1))
    assert 'id="dl-texts-0"' not in texts_out.html
    assert 'id="dl-cards-0"' in texts_out.html
    cards_out = render_folder(story, options=PageOptions(room=1000))
    assert 'id="dl-cards-0"' not in cards_out.html
    assert len(cards_out.html) < len(texts_out.html) < len(whole.html)
    assert cards_out == render_folder(story, options=PageOptions(room=1000))


def test_files_hold_base64_in_one_call() -> None:
    """A file is one call with names and base64, of about the size that was set, and named by its content."""
    blocks = {f"texts-{number}": base64.b64encode(bytes([number]) * 150_000).decode() for number in range(7)}
    parts = part({**blocks, "cards-0": "QUJD"}, 1000)
    found: dict[str, str] = {}
    for name, data in parts.files.items():
        assert re.fullmatch(r"chunks/[0-9a-f]{16}\.js", name)
        call = re.fullmatch(r'dateline\.take\((\{(?:"[a-z]+-\d+":"[A-Za-z0-9+/=]*",?)+\})\);\n', data.decode("ascii"))
        assert call is not None
        assert len(data) < FILE + 1000
        found |= json.loads(call[1])
    assert found == blocks
    assert set(parts.inside) == {"cards-0", "files"}


def test_next_run_sweeps_the_files_of_the_last(tmp_path: Path) -> None:
    """A folder that needs no files any more has none, and files of the page before are gone with it."""
    for rendered in (_rendered(), _rendered(10**9)):
        write_folder(tmp_path, {**rendered.files, "index.html": rendered.html.encode()})
        assert len(list(tmp_path.glob("chunks/*.js"))) == len(rendered.files)
    assert not (tmp_path / "chunks").exists()
