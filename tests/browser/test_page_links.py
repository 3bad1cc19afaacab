"""Links into a page of many events, whose list holds only the rows in sight."""

from dataclasses import replace

from playwright.sync_api import expect

from dateline.build import BuildOptions, build_files
from dateline.changes import Changes, EventRecord
from dateline.model import Drop
from dateline.render.options import PageOptions
from dateline.render.page import render_page
from dateline.telling import Told
from tests.browser.conftest import Opener
from tests.synthetic import make_story


def test_a_link_leads_down_a_long_list(open_html: Opener) -> None:
    """The row that a link means is scrolled to and opened, at the start as well as when the address is changed."""
    story = make_story(600, seed=4)
    shown = [event for event in story.events if event.when is not None]
    opened = open_html(render_page(story), address=f"#e={shown[400].id}")
    row = opened.page.locator(".dl-row.dl-open .dl-headline")
    expect(row).to_be_in_viewport()
    expect(row).to_have_text(shown[400].headline)
    opened.page.evaluate("id => { location.hash = `#e=${id}` }", shown[250].id)
    expect(row).to_have_text(shown[250].headline)
    expect(row).to_be_in_viewport()


def test_new_shows_what_the_last_run_brought(open_html: Opener) -> None:
    """#new is short for new, changed and merged; cards say what changed and what became one, a line what is gone."""
    story = make_story(300, seed=4)
    gone = Drop("gone-since-last-run", "", 0, 0, "“A bridge opens” (2024-05-03, Graz)")
    told = [event for event in story.events if event.status == "happened"]
    options = PageOptions(
        new=frozenset({told[5].id, told[80].id}),
        changed={told[7].id: ("date: 2024-05 → 2024-05-03", "reports: 1 → 2")},
        merged={told[9].id: ("“A fire” (2024-05, Graz)", "“A blaze”")},
    )
    opened = open_html(render_page(replace(story, drops=(gone,)), options=options), address="#new")
    page = opened.page
    expect(page.locator(".dl-row")).to_have_count(4)
    expect(page.locator(".dl-row .dl-new")).to_have_text(["new", "changed", "merged", "new"])
    page.locator(".dl-row-button").nth(1).click()
    expect(page.locator(".dl-card")).to_contain_text("Since the last run: date: 2024-05 → 2024-05-03; reports: 1 → 2")
    page.locator(".dl-row-button").nth(2).click()
    expect(page.locator(".dl-card")).to_contain_text("Since the last run, of “A fire” (2024-05, Graz) and “A blaze”")
    expect(page.locator("#dl-since")).to_contain_text("Since the last run: 2 new, 1 changed, 1 merged, 1 gone.")
    page.get_by_role("button", name="Show what is gone").press("Enter")
    expect(page.get_by_text("“A bridge opens” (2024-05-03, Graz)")).to_be_in_viewport()
    expect(page.locator("#dl-drops summary")).to_be_focused()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("checkbox", name="Merged of several").uncheck()
    expect(page.locator(".dl-row")).to_have_count(3)
    page.locator("#dl-filters .dl-clear").click()
    expect(page.locator("#dl-since")).to_be_hidden()


def test_what_is_gone_is_listed(open_html: Opener) -> None:
    """An event of the last run that is not told any more stands among what is not shown, with its day and place."""
    told = Told(make_story(8), (), (), (("dateline", "1"),))
    gone = EventRecord("g0ne00000000", "A bridge opens", "2024-05-03", where="Graz")
    page = dict(build_files(told, BuildOptions(), Changes(vanished=(gone,))))["index.html"].decode()
    opened = open_html(page)
    opened.page.get_by_role("button", name="Method and sources").click()
    opened.page.locator("#dl-drops summary").first.click()
    expect(opened.page.locator("#dl-drops")).to_contain_text("“A bridge opens” (2024-05-03, Graz)")
