"""Every function of the page by keyboard, and what a screen reader is told."""

# ruff: noqa: E501  what is shown and what is expected read better in one line

from playwright.sync_api import expect

from tests.browser.conftest import Opened


def _focused(opened: Opened) -> str:
    return opened.page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.innerText")


def test_skip_link_comes_first_and_leads_to_the_list(opened: Opened) -> None:
    """The first Tab offers the list."""
    page = opened.page
    page.keyboard.press("Tab")
    assert _focused(opened) == "Skip to the list of events"
    page.keyboard.press("Enter")
    opened.settle()
    assert "No road at all" in _focused(opened)


def test_one_tab_stop_a_view(opened: Opened) -> None:
    """From the map one Tab leads to the list, another to the legend: marks and rows are no stops of their own."""
    page = opened.page
    page.locator("#map_dateline").focus()
    page.keyboard.press("Tab")
    stops = [_focused(opened)]
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(_focused(opened))
    assert sum("Not placed" in stop for stop in stops) == 1
    assert sum("No road at all" in stop for stop in stops) == 1
    assert not any("No second road" in stop for stop in stops)


def test_list_walks_with_arrows_home_and_end(opened: Opened) -> None:
    """Arrows, Home and End walk the rows and light the marks; the heading of the undated is stepped over."""
    page = opened.page
    page.locator(".dl-row-button").first.focus()
    page.keyboard.press("ArrowDown")
    assert "No second road" in _focused(opened)
    expect(page.locator(".dl-row.dl-lit .dl-headline")).to_have_text("No second road")
    page.keyboard.press("End")
    last = opened.rows()[-1]
    assert last in _focused(opened)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert "Camp opened north of Marvik" in _focused(opened)
    page.keyboard.press("Home")
    assert "No road at all" in _focused(opened)


def test_enter_opens_and_escape_returns(opened: Opened) -> None:
    """Enter opens the card and says one line; Esc closes it and the row keeps the keyboard."""
    page = opened.page
    page.locator(".dl-row-button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".dl-row.dl-open .dl-headline")).to_have_text("No second road")
    expect(page.locator("#dl-live")).to_have_text("since 1998, Marvik: No second road")
    expect(page.locator(".dl-row.dl-open button").first).to_have_attribute("aria-expanded", "true")
    # The card is unpacked when it is opened; before it is there, Tab leads past it.
    expect(page.locator(".dl-card button, .dl-card a").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    opened.settle()
    expect(page.locator(".dl-card")).to_have_count(0)
    assert "No second road" in _focused(opened)


def test_map_walks_from_mark_to_mark(opened: Opened) -> None:
    """On the map arrows go to the next mark on that side and say it; Enter opens, Esc comes back to the map."""
    page = opened.page
    page.locator("#map_dateline").focus()
    page.keyboard.press("Home")
    expect(page.locator("#dl-live")).to_contain_text("events, first")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#dl-live")).to_contain_text("Meeting in the Great Valley")
    page.keyboard.press("Enter")
    opened.settle()
    expect(page.locator(".dl-row.dl-open .dl-headline")).to_have_text("Meeting in the Great Valley")
    assert "Meeting in the Great Valley" in _focused(opened)
    page.keyboard.press("Escape")
    opened.settle()
    assert _focused(opened).startswith("Map of the events")


def test_map_lists_several_and_comes_back(opened: Opened) -> None:
    """Enter on a mark of several lists them and moves there; Esc lists all and comes back."""
    page = opened.page
    page.locator("#map_dateline").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    opened.settle()
    expect(page.locator(".dl-here")).to_be_visible()
    assert "No road at all" in _focused(opened)
    page.keyboard.press("Escape")
    opened.settle()
    expect(page.locator(".dl-here")).to_be_hidden()
    assert _focused(opened).startswith("Map of the events")


def test_map_zooms_and_moves(opened: Opened) -> None:
    """Plus, minus, nought and Shift with arrows move the map."""
    page = opened.page
    page.locator("#map_dateline").focus()
    start = page.evaluate("[map_dateline.getZoom(), map_dateline.getCenter().lng]")
    page.keyboard.press("+")
    opened.settle()
    assert page.evaluate("map_dateline.getZoom()") > start[0]
    page.keyboard.press("-")
    opened.settle()
    page.keyboard.press("Shift+ArrowRight")
    opened.settle()
    assert page.evaluate("map_dateline.getCenter().lng") > start[1]
    page.keyboard.press("0")
    opened.settle()
    assert abs(page.evaluate("map_dateline.getCenter().lng") - start[1]) < 0.02


def test_timeline_walks_and_opens(opened: Opened) -> None:
    """Arrows walk along the line, each step said; Enter opens."""
    page = opened.page
    page.locator(".dl-time-canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#dl-live")).to_have_text("about the 19th century: No road at all")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".dl-row.dl-open .dl-headline")).to_have_text("No second road")


def test_handles_are_sliders(opened: Opened) -> None:
    """The window's ends are sliders with spoken dates; arrows, Home and End move them."""
    page = opened.page
    first = page.get_by_role("slider", name="Beginning of the time shown")
    last = page.get_by_role("slider", name="End of the time shown")
    expect(first).to_have_attribute("aria-valuetext", "1 January 1801")
    last.focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    opened.settle()
    assert "Bridge at Marvik burns" not in opened.rows()
    page.keyboard.press("End")
    opened.settle()
    expect(page.locator(".dl-row")).to_have_count(10)
    first.focus()
    page.keyboard.press("Shift+ArrowRight")
    opened.settle()
    expect(first).to_have_attribute("aria-valuetext", "2 January 1801")


def test_slash_searches_and_escape_clears(opened: Opened) -> None:
    """`/` goes to the search; Esc empties it, and again leaves it."""
    page = opened.page
    page.keyboard.press("/")
    page.keyboard.type("ferry")
    page.wait_for_timeout(300)
    assert opened.rows() == ["Ferry stops"]
    page.keyboard.press("Escape")
    opened.settle()
    expect(page.locator(".dl-row")).to_have_count(10)
    expect(page.locator("#dl-search")).to_have_value("")


def test_question_mark_opens_help_and_escape_closes_it(opened: Opened) -> None:
    """`?` shows the keys."""
    page = opened.page
    page.locator(".dl-row-button").first.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help and keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Help and keys")).to_be_hidden()
    assert "No road at all" in _focused(opened)


def test_filters_keep_the_keyboard(opened: Opened) -> None:
    """The panel takes the keyboard, keeps it on the box that was checked, and Esc gives it back to its button."""
    page = opened.page
    page.get_by_role("button", name="Filters").focus()
    page.keyboard.press("Enter")
    assert _focused(opened) == "Close the filters"
    box = page.get_by_label("Coast Courier")
    box.focus()
    page.keyboard.press("Space")
    opened.settle()
    expect(page.get_by_label("Coast Courier")).to_be_focused()
    expect(page.locator(".dl-row")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Filters")).to_be_focused()


def test_article_dialog_returns_the_keyboard(opened: Opened) -> None:
    """Closing the article comes back to the button that opened it."""
    page = opened.page
    page.locator(".dl-row-button").first.focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Open in article")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Bridge burns at Marvik")).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_accessible_names(opened: Opened) -> None:
    """The tree has one main, the three views by name, the list with its size, and every control a name."""
    tree = opened.page.locator("body").aria_snapshot()
    for text in (
        'heading "Fire at the Marvik bridge" [level=1]', "main", 'region "Map"', 'region "Events in order of time"',
        'region "Timeline"', 'searchbox "Search events"', 'button "Filters"', 'list "Events"', 'application "Map of the events.',
        'slider "Beginning of the time shown"', 'slider "End of the time shown"', 'textbox "From"', 'textbox "to"',
        'group "Kinds of events"', 'contentinfo "Method and sources"',
    ):  # fmt: skip
        assert text in tree, text
    assert "button:" not in tree.replace('button: "', "")
