"""Colours and shapes that map, page, timeline and pictures share, so that one event looks alike everywhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """How a category is drawn: a colour for light and dark ground, a matplotlib marker, a word for the legend."""

    light: str
    dark: str
    marker: str
    label: str


# Okabe and Ito's palette (2008), darkened until each stands at 3:1 or better on white, lightened likewise for dark
# ground; the marker says the same to those who see no colour.
LOOKS: dict[str, Look] = {
    "conflict": Look("#c0392b", "#ff7a66", "o", "Conflict"),
    "politics": Look("#1f5f99", "#6db3f2", "s", "Politics"),
    "disaster": Look("#b35a00", "#ffa64d", "^", "Disaster"),
    "health": Look("#00785a", "#3fd0a4", "P", "Health"),
    "economy": Look("#6a4c93", "#b79ae0", "D", "Economy"),
    "crime": Look("#7a4a21", "#d0a274", "v", "Crime and courts"),
    "science": Look("#2f7f86", "#67c5cd", "X", "Science and environment"),
    "culture": Look("#b0418d", "#f08fd0", "*", "Culture and sport"),
    "other": Look("#5c6670", "#a9b4bf", "h", "Other"),
}
