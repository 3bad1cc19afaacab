"""Made-up stories of any size, the same for the same seed: what the drawing rooms are tested and measured with."""

import datetime as dt
import hashlib
import random

from dateline.model import Article, Dated, Event, Evidence, Manner, Status, Story, Voice, Where
from dateline_geo.place import Extent, Kind, Mention, Place, Precision, Resolution
from dateline_timeline.when import Basis, Grain, When

CATEGORIES = ("conflict", "politics", "disaster", "health", "economy", "crime", "science", "culture", "other")
WORDS = [
    "fire",
    "election",
    "border",
    "river",
    "army",
    "police",
    "union",
    "market",
    "hospital",
    "bridge",
    "court",
    "storm",
    "school",
    "port",
    "talks",
]
VERBS = ["hits", "closes", "opens", "reaches", "leaves", "joins", "blocks", "calls", "signs", "loses"]
TOWNS = (
    ("Khachmaz", 41.46, 48.80, "AZ"), ("Lima", -12.04, -77.03, "PE"), ("Urmia", 37.55, 45.07, "IR"),
    ("Valparaíso", -33.05, -71.62, "CL"), ("Kisumu", -0.09, 34.77, "KE"), ("Osaka", 34.69, 135.50, "JP"),
    ("Graz", 47.07, 15.44, "AT"), ("Halifax", 44.65, -63.57, "CA"), ("Suva", -18.14, 178.44, "FJ"),
    ("Тбилиси", 41.69, 44.83, "GE"), ("القاهرة", 30.04, 31.24, "EG"), ("廣州", 23.12, 113.25, "CN"),
)  # fmt: skip


def _when(rng: random.Random, first: dt.date, days: int) -> Dated | None:
    day = first + dt.timedelta(days=rng.randrange(days))
    roll = rng.random()
    if roll < 0.04:
        return None
    if roll < 0.75:
        when = When(day, day, Grain.DAY, day.isoformat(), Basis.EXPLICIT, f"“{day:%d %B %Y}” in the text")
    elif roll < 0.82:
        monday = day - dt.timedelta(days=day.weekday())
        last = monday + dt.timedelta(days=6)
        when = When(monday, last, Grain.WEEK, f"{monday}/{last}", Basis.RELATIVE, "“last week” before the article")
    elif roll < 0.91:
        start = day.replace(day=1)
        end = (start + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        when = When(start, end, Grain.MONTH, f"{day:%Y-%m}", Basis.EXPLICIT, f"“{day:%B %Y}” in the text")
    elif roll < 0.95:
        when = When(
            dt.date(day.year, 1, 1),
            dt.date(day.year, 12, 31),
            Grain.YEAR,
            f"{day.year}",
            Basis.EXPLICIT,
            "“in the year”",
            approximate=True,
        )
    elif roll < 0.98:
        when = When(day, None, Grain.DAY, f"{day}/..", Basis.EXPLICIT, "“since” in the text", open_end=True)
    else:
        when = When(
            None,
            None,
            Grain.DAY,
            f"XXXX-{day:%m-%d}",
            Basis.EXPLICIT,
            "the text does not say the year",
            year_known=False,
        )
    return Dated(when, "in the same clause", 0.9)


def _where(rng: random.Random) -> Where | None:
    roll = rng.random()
    if roll < 0.05:
        return None
    if roll < 0.12:
        place = Place("ne:AZE", "Azerbaijan", Kind.COUNTRY, Precision.COUNTRY, 40.4, 47.6, "AZ", radius_km=200)
    elif roll < 0.18:
        place = Place("gn:111453", "West Azerbaijan", Kind.REGION, Precision.REGION, 37.6, 45.2, "IR", radius_km=140)
    else:
        name, lat, lon, country = rng.choice(TOWNS)
        lat, lon = lat + rng.gauss(0, 3), lon + rng.gauss(0, 4)
        lon = (lon + 180) % 360 - 180
        kind, precision = rng.choice(
            [(Kind.SETTLEMENT, Precision.SETTLEMENT)] * 6
            + [(Kind.SITE, Precision.SITE), (Kind.SETTLEMENT, Precision.NEAR), (Kind.DISTRICT, Precision.DISTRICT)]
        )
        place = Place(
            f"gn:{int(abs(lat) * 1e4)}{int(abs(lon) * 1e4)}",
            name,
            kind,
            precision,
            round(lat, 4),
            round(lon, 4),
            country,
            radius_km=20,
        )
    mention = Mention(0, len(place.name), place.name)
    return Where(
        Resolution(mention, place, 0.9, "the only place of that name", place.precision), "named in the same clause", 0.9
    )


def make_event(number: int, rng: random.Random, article: Article, first: dt.date, days: int) -> Event:
    """One event of the given article."""
    words = " ".join(rng.sample(WORDS, rng.randint(1, 3)))
    headline = f"{words.capitalize()} {rng.choice(VERBS)} {rng.choice(WORDS)} number {number}"
    status = rng.choice([Status.HAPPENED] * 8 + [Status.ONGOING, Status.PLANNED, Status.DENIED])
    voice = rng.choice(
        [Voice(Manner.STATED), Voice(Manner.ATTRIBUTED, "police", "said"), Voice(Manner.ALLEGED, "", "allegedly")]
    )
    quote = article.text.split("\n")[0]
    return Event(
        id=hashlib.sha256(f"{number}".encode()).hexdigest()[:12], headline=headline, quote=quote,
        category=rng.choice(CATEGORIES), when=_when(rng, first, days), where=_where(rng), voice=voice, status=status,
        evidence=(Evidence(article.id, 0, len(quote)),), salience=round(rng.random(), 3), trigger=(0, 4),
    )  # fmt: skip


def make_story(events: int, *, seed: int = 7, first: dt.date = dt.date(2015, 1, 1), days: int = 3200) -> Story:
    """A story with that many events, about five to an article."""
    rng = random.Random(seed)
    articles: list[Article] = []
    made: list[Event] = []
    for number in range(max(1, events // 5)):
        day = first + dt.timedelta(days=rng.randrange(days))
        text = f"Something happened in article {number}, officials said.\nMore was said later.\n"
        digest = hashlib.sha256(text.encode()).hexdigest()
        articles.append(
            Article(
                digest[:12],
                f"Article {number}",
                text,
                day,
                "front matter",
                f"Paper {number % 7}",
                path=f"{number}.txt",
                sha256=digest,
                url=f"https://news.example/{number}",
            )
        )
    made.extend(make_event(number, rng, articles[number % len(articles)], first, days) for number in range(events))

    def key(event: Event) -> tuple[bool, dt.date, str]:
        day = event.when and (event.when.when.earliest or event.when.when.latest)
        return day is None, day or dt.date.max, event.id

    ring = ((44.0, 36.0), (46.5, 36.2), (46.8, 39.0), (44.3, 39.5), (44.0, 36.0))
    azerbaijan = ((44.8, 39.4), (49.9, 38.4), (50.4, 40.4), (48.5, 41.9), (46.2, 41.8), (44.8, 39.4))
    return Story(
        "A made-up story", tuple(sorted(made, key=key)), tuple(articles), (),
        extents={"gn:111453": Extent((ring,)), "ne:AZE": Extent((azerbaijan,))},
    )  # fmt: skip
