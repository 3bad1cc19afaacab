"""What a reader corrects on a card, taken away as a file and put beside the articles, is what the next page says."""

import datetime as dt
from pathlib import Path

from playwright.sync_api import expect

from dateline.render.page import render_page
from dateline.story.say import say_day
from dateline.telling import read_story
from tests.browser.conftest import Opener
from tests.browser.opened import Opened

TEXT = """---
published: 2024-03-12
---
Ferry fire in Porto

A ferry burned in the harbour of Porto on Friday. Nobody was hurt.
"""


def _save(opened: Opened, path: Path) -> None:
    with opened.page.expect_download() as downloading:
        opened.page.keyboard.press("Enter")
    downloading.value.save_as(path)
    assert downloading.value.suggested_filename == path.name


def test_a_downloaded_correction_is_taken(open_html: Opener, tmp_path: Path) -> None:
    """By keyboard alone: change the date, sign, download; the next page shows that date, who said so and when."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "ferry.txt").write_text(TEXT, encoding="utf-8")
    opened = open_html(render_page(read_story([folder]).story))
    page = opened.page
    page.get_by_role("button", name="A ferry burned").press("Enter")
    page.get_by_role("button", name="Correct this").press("Enter")
    dialog = page.get_by_role("dialog", name="Correct this")
    box = dialog.get_by_role("textbox", name="The date is another one")
    lines = box.input_value()
    assert 'date = "2024-03-08"' in lines
    day = next(line.removeprefix("on = ") for line in lines.splitlines() if line.startswith("on = "))
    corrected = lines.replace('"2024-03-08"', '"2024-03-01"').replace('by = ""', 'by = "Jane Roe"')
    box.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(corrected)
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Copy these lines").nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    saving = dialog.get_by_role("button", name="Download corrections.toml").nth(1)
    expect(saving).to_be_focused()
    expect(saving).to_have_accessible_description("The date is another one")
    _save(opened, folder / "corrections.toml")
    expect(page.locator("#dl-live")).to_have_text("corrections.toml downloaded")
    expect(dialog).to_be_visible()
    assert not opened.complaints

    told = read_story([folder])
    assert not told.unmatched  # what `dateline check` lists
    again = open_html(render_page(told.story))
    again.page.get_by_role("button", name="A ferry burned").click()
    facts = again.page.locator(".dl-card .dl-facts")
    expect(facts).to_contain_text("1 March 2024")
    expect(facts).to_contain_text(f"Corrected by Jane Roe on {say_day(dt.date.fromisoformat(day))}.")
    expect(facts).to_contain_text(f"Jane Roe, {day}")


def test_lines_for_the_file_need_no_net(opened: Opened) -> None:
    """Every lines' box has a name and both buttons, and what is taken away never leaves the browser."""
    page = opened.page
    page.get_by_role("button", name="Ferry stops").click()
    page.get_by_role("button", name="Correct this").click()
    dialog = page.get_by_role("dialog", name="Correct this")
    boxes = dialog.get_by_role("textbox").count()
    assert boxes == dialog.get_by_role("button", name="Copy these lines").count() >= 6
    assert boxes == dialog.get_by_role("button", name="Download corrections.toml").count()
    with page.expect_download() as downloading:
        dialog.get_by_role("button", name="Download corrections.toml").first.click()
    assert downloading.value.url.startswith("blob:")
    assert Path(downloading.value.path()).read_text("utf-8").startswith("[[event]]\nid = ")
