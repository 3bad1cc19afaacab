"""Every function of the page by mouse."""

# ruff: noqa: E501  what is shown and what is expected read better in one line

from pathlib import Path

from playwright.sync_api import expect

from dateline.corrections import Spot, load_corrections
from tests.browser.conftest import Opened


def test_list_is_in_order_of_time_and_says_what_has_no_date(opened: Opened) -> None:
    """The list runs from the earliest to the latest, undated events last under a heading; denied ones are off."""
    assert opened.rows() == [
        "No road at all", "No second road", "Ferry stops", *opened.rows()[3:5], "Minister speaks", "Ships held in the Inner Sea",
        "Camp opened north of Marvik", *opened.rows()[8:],
    ]  # fmt: skip
    assert set(opened.rows()[8:]) == {"Meeting in the Great Valley", "Other side names the valley"}
    expect(opened.page.locator(".dl-tray-heading")).to_contain_text("Not dated: 2 events")
    expect(opened.page.locator("#dl-counts")).to_have_text("10 of 12 events, 13 reports in 3 articles")
    assert opened.page.locator(".dl-list > ol > li").first.get_attribute("aria-setsize") == "10"


def test_row_opens_its_card_with_all_reasons(opened: Opened) -> None:
    """The card says when, where, who and why, marks the words in the quote, and names both reports and what differs."""
    opened.page.get_by_role("button", name="Bridge at Marvik burns").click()
    card = opened.page.locator(".dl-card")
    expect(card.locator("blockquote").first).to_have_text(
        "The bridge at Marvik burned on 3 March 2024, the harbour police said."
    )
    expect(card.locator("mark.dl-e").first).to_have_text("burned")
    expect(card.locator("mark.dl-d").first).to_have_text("3 March 2024")
    expect(card.locator("mark.dl-p").first).to_have_text("bridge at Marvik")
    for text in (
        "Stated: in the same sentence: the day is written out.", "a site, near a point",
        "Named in the same clause. The larger of two, in the publisher's country.",
        "the harbour police (“said”), reported by The Ridge", "2 reports of this event", "same day; same place", "three people",
        "A. Reader, 2024-04-01", "The Ridge", "10 March 2024", "harbour police", "injured: two people",
    ):  # fmt: skip
        expect(card).to_contain_text(text)
    expect(card.locator(".dl-facts strong").first).to_have_attribute("title", "2024-03-03")
    expect(card.get_by_role("link", name="Bridge burns at Marvik")).to_have_attribute("href", "https://news.example/1")
    opened.page.get_by_role("button", name="Bridge at Marvik burns").click()
    expect(card).to_have_count(0)


def test_card_says_each_thing_once(opened: Opened) -> None:
    """No reason stands twice on a card, and what of a sentence lies around the quote is shown quietly beside it."""
    opened.page.get_by_role("button", name="No second road").click()
    card = opened.page.locator(".dl-card")
    expect(card.locator(".dl-facts .dl-why")).to_have_count(3)
    reasons = [part for text in card.locator(".dl-facts .dl-why").all_inner_texts() for part in text.split(". ")]
    assert len(reasons) >= 3
    assert len(reasons) == len(set(reasons))
    expect(card.locator("blockquote")).to_have_text(
        "Since 1998 the town has had no second road, and in the 19th century it had none at all."
    )
    expect(card.locator(".dl-around")).to_have_text(", and in the 19th century it had none at all.")


def test_other_places_and_contested_names_are_said(opened: Opened) -> None:
    """A place prints as written beside its neutral name, with the remark of a contested one and the alternatives."""
    opened.page.get_by_role("button", name="Meeting in the Great Valley").click()
    card = opened.page.locator(".dl-card")
    for text in (
        "Great Valley → Upper Vell",
        "Contested name.",
        "The name is used by one side only",
        "5 June, year not stated",
    ):
        expect(card).to_contain_text(text)
    expect(card.locator(".dl-facts strong").first).to_have_attribute("title", "XXXX-06-05")
    opened.page.get_by_role("button", name="Two injured on the bridge").click()
    expect(opened.page.locator(".dl-card")).to_contain_text("Could also mean Marvik (Norway)")


def test_hover_lights_all_three_views(opened: Opened) -> None:
    """A row under the pointer lights up; a mark under the pointer lights its row and says what it is."""
    page = opened.page
    page.locator(".dl-row").nth(1).hover()
    expect(page.locator(".dl-row.dl-lit")).to_have_count(1)
    area = next(mark for mark in opened.marks() if mark["kind"] == "area")
    page.mouse.move(area["x"], area["y"])
    expect(page.locator(".dl-row.dl-lit .dl-headline")).to_have_text("Meeting in the Great Valley")
    expect(page.locator(".dl-tip")).to_contain_text("Meeting in the Great Valley")


def test_click_on_a_mark_opens_its_event(opened: Opened) -> None:
    """One event under a mark opens in the list, and its row comes into sight."""
    area = next(mark for mark in opened.marks() if mark["count"] == 1)
    opened.page.mouse.click(area["x"], area["y"])
    expect(opened.page.locator(".dl-row.dl-open .dl-headline")).to_have_text("Meeting in the Great Valley")
    expect(opened.page.locator(".dl-row.dl-open")).to_be_in_viewport()


def test_click_on_several_lists_them(opened: Opened) -> None:
    """A mark of several events lists them, and "List all" brings the others back."""
    several = next(mark for mark in opened.marks() if mark["count"] > 1)
    opened.page.mouse.click(several["x"], several["y"])
    expect(opened.page.locator(".dl-here")).to_contain_text(f"{several['count']} events at this spot")
    expect(opened.page.locator(".dl-row")).to_have_count(several["count"])
    opened.page.get_by_role("button", name="Zoom there").click()
    opened.settle()
    opened.page.get_by_role("button", name="List all").click()
    expect(opened.page.locator(".dl-row")).to_have_count(10)


def test_countries_and_seas_are_badges_and_no_marks(opened: Opened) -> None:
    """A country and a sea stand at the margin; no mark on the map holds their events."""
    page = opened.page
    ids = {name for mark in opened.marks() for name in mark["events"]}
    for name, headline in (("Sunland", "Minister speaks"), ("Inner Sea", "Ships held in the Inner Sea")):
        page.get_by_role("button", name=f"{name}: 1 event").click()
        expect(page.locator(".dl-row.dl-open .dl-headline")).to_have_text(headline)
        selected = opened.hash().split("e=")[1]
        assert selected not in ids


def test_unplaced_and_undated_have_their_trays(opened: Opened) -> None:
    """What has no place and what has no date is counted at its view and can be listed."""
    page = opened.page
    page.get_by_role("button", name="Not placed: 1").click()
    opened.settle()
    assert opened.rows() == ["Other side names the valley"]
    page.get_by_role("button", name="Not dated: 2").click()
    expect(page.locator(".dl-row")).to_have_count(2)


def test_brush_filters_map_and_list_and_leaves_the_undated(opened: Opened) -> None:
    """Dragging over the line shows only events of that stretch; undated ones stay."""
    page = opened.page
    box = page.locator(".dl-time-canvas").bounding_box()
    assert box is not None
    before = len(opened.marks())
    page.mouse.move(box["x"] + 5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 20, steps=4)
    page.mouse.up()
    opened.settle()
    rows = opened.rows()
    assert "No road at all" in rows
    assert "Bridge at Marvik burns" not in rows
    assert "Meeting in the Great Valley" in rows
    assert "t=1801" in opened.hash()
    assert len(opened.marks()) <= before
    page.get_by_role("button", name="All time").click()
    expect(page.locator(".dl-row")).to_have_count(10)


def test_click_on_the_line_opens_an_event_and_on_nothing_shows_all(opened: Opened) -> None:
    """The shapes on the line are the events."""
    page = opened.page
    box = page.locator(".dl-time-canvas").bounding_box()
    assert box is not None
    page.get_by_role("button", name="Camp opened north of Marvik").hover()
    # The topmost lane holds the last of the crowded week.
    found = None
    for x in range(int(box["x"] + box["width"] * 0.5), int(box["x"] + box["width"] - 40), 4):
        page.mouse.move(x, box["y"] + 8)
        if page.locator(".dl-row.dl-lit").count():
            found = page.locator(".dl-row.dl-lit .dl-headline").inner_text()
            page.mouse.click(x, box["y"] + 8)
            break
    assert found is not None
    expect(page.locator(".dl-row.dl-open .dl-headline")).to_have_text(found)


def test_date_inputs_set_the_window(opened: Opened) -> None:
    """The two date inputs are the window in writing."""
    page = opened.page
    page.get_by_role("textbox", name="From").fill("2024-03-04")
    page.get_by_role("textbox", name="From").blur()
    opened.settle()
    assert "Bridge at Marvik burns" not in opened.rows()
    assert "Camp opened north of Marvik" in opened.rows()
    page.get_by_role("button", name="Zoom in", exact=True).nth(1).click()
    opened.settle()
    assert opened.hash().startswith("#t=2024-03-04..")


def test_kinds_filter(opened: Opened) -> None:
    """A kind in the legend filters; two kinds add up; pressing again takes it away."""
    page = opened.page
    page.get_by_role("button", name="Economy 1").click()
    expect(page.locator(".dl-row")).to_have_count(1)
    page.get_by_role("button", name="Politics 2").click()
    expect(page.locator(".dl-row")).to_have_count(3)
    expect(page.locator("#dl-counts")).to_have_text("3 of 12 events, 13 reports in 3 articles")
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.locator(".dl-row")).to_have_count(10)


def test_planned_and_denied_are_off_at_first_but_counted(opened: Opened) -> None:
    """The chip says how many there are, and brings them in."""
    opened.page.get_by_role("button", name="Planned or denied 2").click()
    expect(opened.page.locator(".dl-row")).to_have_count(12)
    expect(opened.page.locator(".dl-row", has_text="Work on a new bridge to begin")).to_contain_text("planned")


def test_filter_panel(opened: Opened) -> None:
    """Place, publisher, voice, precision and news filter, each with its count; places unfold."""
    page = opened.page
    page.get_by_role("button", name="Filters").click()
    panel = page.get_by_role("region", name="Filters")
    panel.get_by_label("Coast Courier 4").check()
    expect(page.locator(".dl-row")).to_have_count(4)
    panel.get_by_label("Coast Courier 4").uncheck()
    panel.get_by_role("button", name="Places in Austria").click()
    panel.get_by_label("Vell 7").check()
    expect(page.locator(".dl-row")).to_have_count(7)
    expect(page.locator(".dl-filter-count")).to_have_text("1")
    panel.get_by_role("button", name="Clear all").click()
    panel.get_by_label("Alleged 1").check()
    assert opened.rows() == ["Ships held in the Inner Sea"]
    panel.get_by_role("button", name="Clear all").click()
    panel.get_by_label("At least 2").check()
    assert opened.rows() == ["Bridge at Marvik burns"]
    panel.get_by_role("button", name="Clear all").click()
    panel.get_by_label("New 1").check()
    expect(page.locator(".dl-row")).to_have_count(1)
    panel.get_by_role("button", name="Close the filters").click()
    expect(panel).to_be_hidden()


def test_search_finds_headlines_places_publishers_and_quotes(opened: Opened) -> None:
    """Search reads what the reader reads, without regard to case and accents; nothing found says so."""
    page = opened.page
    box = page.get_by_label("Search events")
    for text, expected in (
        ("FERRY", ["Ferry stops"]),
        ("inner sea", ["Ships held in the Inner Sea"]),
        ("twenty kilometres", ["Camp opened north of Marvik"]),
    ):
        box.fill(text)
        page.wait_for_timeout(350)
        assert opened.rows() == expected
    box.fill("no such words")
    page.wait_for_timeout(350)
    expect(page.locator(".dl-empty")).to_be_visible()
    page.get_by_role("button", name="Show all events").nth(1).click()
    expect(page.locator(".dl-row")).to_have_count(10)


def test_article_opens_with_its_events_marked(opened: Opened) -> None:
    """The whole text stands in the page, every event's words marked and numbered, the looked-at ones in sight."""
    page = opened.page
    page.get_by_role("button", name="Ferry stops").click()
    page.get_by_role("button", name="Open in article").click()
    dialog = page.get_by_role("dialog", name="Bridge burns at Marvik")
    expect(dialog).to_contain_text("🔥 Work on a new bridge is to begin")
    expect(dialog.locator("mark.dl-current")).to_have_text("The ferry had stopped in the winter of 2023.")
    dialog.get_by_role("button", name="Show event 1: No road at all").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".dl-row.dl-open .dl-headline")).to_have_text("No road at all")


def test_correction_lines_are_what_corrections_toml_takes(opened: Opened, tmp_path: Path) -> None:
    """The lines that "Correct this" shows are read by the reader of corrections.toml, for this very event."""
    page = opened.page
    page.get_by_role("button", name="Ferry stops").click()
    page.get_by_role("button", name="Correct this").click()
    dialog = page.get_by_role("dialog", name="Correct this")
    path = tmp_path / "corrections.toml"
    boxes = dialog.get_by_role("textbox").all()
    lines = "\n".join(box.input_value() for box in boxes).replace('merge = [""]', 'merge = ["77ab01cd93ef"]')
    path.write_text(lines, encoding="utf-8")
    corrections = load_corrections(path)
    selected = opened.hash().split("e=")[1]
    place, date, merge, hide, right = corrections.events
    assert {event.id for event in corrections.events} == {selected}
    assert {event.quote for event in corrections.events} == {"The ferry had stopped in the winter of 2023."}
    assert (place.place, date.date, merge.merge) == ("Marvik", "2023-24", ["77ab01cd93ef"])
    assert (hide.hide, right.reviewed) == (True, True)
    assert [article.published for article in corrections.articles] == ["2024-03-10"]
    assert corrections.places == ()  # "the town" means another one in the next article
    position = next(line for line in lines.splitlines() if line.startswith("# or its position: "))
    path.write_text(f'[[event]]\nid = "{selected}"\n{position.split(": ", 1)[1]}', encoding="utf-8")
    assert load_corrections(path).events[0].place == Spot(name="Marvik", lat=47.2, lon=13.1, precision="site")
    dialog.get_by_role("button", name="Copy these lines").first.click()
    expect(page.locator("#dl-live")).to_have_text("Lines copied")
    page.get_by_role("button", name="Close the corrections").click()
    expect(dialog).to_be_hidden()


def test_copy_link_says_so(opened: Opened) -> None:
    """The link goes to the clipboard and is announced."""
    opened.page.get_by_role("button", name="Ferry stops").click()
    opened.page.get_by_role("button", name="Copy link").click()
    expect(opened.page.locator("#dl-live")).to_have_text("Link copied")


def test_sources_and_what_is_not_shown(opened: Opened) -> None:
    """Below stand the articles with links, and what was left out by reason with the words."""
    page = opened.page
    page.get_by_role("button", name="Method and sources").click()
    about = page.locator("#dl-about")
    about.get_by_text("articles were read").click()
    expect(about.locator("#dl-sources li")).to_have_count(3)
    expect(about.get_by_role("link", name="From the coast")).to_have_attribute("href", "https://news.example/3")
    expect(about.locator("#dl-drop-count")).to_have_text("4 things")
    about.locator("summary", has_text="A place that the gazetteer does not know.").click()
    # How many, the sentence, the code beside it; a code without a sentence is read as words.
    reason = about.locator("#dl-drops summary", has_text="A place that the gazetteer does not know.")
    expect(reason).to_have_text("2 A place that the gazetteer does not know. not-in-gazetteer")
    expect(about.locator("#dl-drops summary", has_text="Unreadable file")).to_have_count(1)
    drops = about.locator("#dl-drops details", has_text="not-in-gazetteer").locator("li")
    expect(drops).to_have_count(2)
    expect(drops.first).to_contain_text("Ships")
    expect(drops.first).to_contain_text("no place is called that")
    expect(about.get_by_role("link", name="Table")).to_have_attribute("href", "events.csv")
    expect(about).to_contain_text("dateline 0.0.0")


def test_zoom_buttons_and_fit(opened: Opened) -> None:
    """The map zooms by its buttons and comes back to all events."""
    page = opened.page
    before = page.evaluate("map_dateline.getZoom()")
    page.get_by_label("Zoom in", exact=True).first.click()
    opened.settle()
    assert page.evaluate("map_dateline.getZoom()") > before
    page.get_by_label("Zoom out").click()
    opened.settle()
    page.get_by_label("Show all events").click()
    opened.settle()
    assert page.evaluate("map_dateline.getZoom()") == before
    assert before <= 6


def test_theme_button_turns_the_page_dark(opened: Opened) -> None:
    """Light and dark by hand, the canvases with the page."""
    page = opened.page
    page.get_by_label("Light or dark").click()
    opened.settle()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 27)"


def test_help_lists_the_keys(opened: Opened) -> None:
    """The question mark opens the help."""
    opened.page.get_by_role("button", name="Help and keys").click()
    expect(opened.page.get_by_role("dialog", name="Help and keys")).to_contain_text(
        "search headlines, places, people and publishers, and the quotes"
    )
