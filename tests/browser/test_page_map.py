"""What stands on the map keeps apart: marks, names, and the furniture that lies over it."""

import pytest

from tests.browser.conftest import Opener


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844), (320, 640)])
def test_names_meet_nothing(open_html: Opener, html: str, width: int, height: int) -> None:
    """No name on the map is cut by its edge, meets another, a mark, a badge, the tray or the attribution."""
    opened = open_html(html, width=width, height=height)
    page = opened.page
    if width < 761:
        page.get_by_role("button", name="Map", exact=True).click()
        opened.settle()
    boxes = page.evaluate(
        """async () => {
            const own = document.querySelector("#map_dateline").getBoundingClientRect();
            const standing = document.querySelectorAll(
                "#map_dateline :is(.dl-tools, .dl-tray, .dl-badges button, .leaflet-control-attribution)");
            return {
                names: dateline.names(map_dateline).map(name => [name.text, name.x1, name.y1, name.x2, name.y2]),
                others: [...standing].map(element => element.getBoundingClientRect()).filter(box => box.width)
                    .map(box => [box.left - own.left, box.top - own.top, box.right - own.left, box.bottom - own.top]),
                marks: (await dateline.marks(map_dateline)).map(
                    mark => [mark.x - 5, mark.y - 5, mark.x + 5, mark.y + 5]),
                size: [own.width, own.height],
            };
        }"""
    )
    assert len(boxes["names"]) > 3
    assert len(boxes["others"]) > 4
    taken = [("", *box) for box in boxes["others"] + boxes["marks"]]
    for text, x1, y1, x2, y2 in boxes["names"]:
        assert min(x1, y1, boxes["size"][0] - x2, boxes["size"][1] - y2) >= 0, text
        meets = [other for other, a1, b1, a2, b2 in taken if x1 < a2 and x2 > a1 and y1 < b2 and y2 > b1]
        assert meets == [], text
        taken.append((text, x1, y1, x2, y2))
