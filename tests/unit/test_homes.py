"""A publisher's home, earned from its articles before they are parsed."""

import random

import pytest

from dateline.homes import publisher_of, settle
from dateline.model import Article
from dateline_geo.gazetteer import Gazetteer

LOCAL = (
    "Police in Palestine arrested a man on Tuesday. The council of Palestine met in Elkhart, and Jackson spoke.",
    "PALESTINE, Texas — A barn burned down near Elkhart. A Palestine man called the fire department of Frankston.",
    "The Anderson County commissioners met in Palestine. A road to Frankston is to be mended, Lincoln Murray said.",
    "Students from Elkhart and Palestine won prizes in Tyler, Texas. Madison Warren was the best of them.",
)
WORLD = (
    "Fighting broke out in Khartoum and in Omdurman, the army said.",
    "Voters in Lima went to the polls. In Cusco the count was slow.",
    "A ferry sank near Manila. Divers from Cebu came to help.",
    "The court in Oslo heard the case of a man from Bergen.",
)


def articles(texts: tuple[str, ...], url: str) -> list[Article]:
    """Articles of one publisher."""
    return [Article(id=f"{i}-{url}", title="", text=text, url=f"{url}/{i}") for i, text in enumerate(texts)]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The embedded gazetteer."""
    return Gazetteer.open()


def test_local_paper_settles_at_its_town(gazetteer: Gazetteer) -> None:
    """Four articles about a town and its neighbours are a home there, for each of them."""
    for article in settle(articles(LOCAL, "https://www.local.example"), gazetteer):
        assert article.home_point == pytest.approx((31.76, -95.63), abs=0.5)


def test_world_paper_has_no_home(gazetteer: Gazetteer) -> None:
    """A paper whose articles are all over the world is at home nowhere."""
    assert [a.home_point for a in settle(articles(WORLD, "https://world.example"), gazetteer)] == [None] * 4


def test_one_article_is_no_home(gazetteer: Gazetteer) -> None:
    """What a single article says of where it is, the resolver hears anyway."""
    assert settle(articles(LOCAL[:1], "https://local.example"), gazetteer)[0].home_point is None


def test_people_are_not_at_home(gazetteer: Gazetteer) -> None:
    """A person named like a town doesn't draw the home there, however often he is named."""
    texts = tuple(f"{text} Jackson laughed. Madison and Jackson left with Lincoln." * 3 for text in LOCAL)
    homes = {a.home_point for a in settle(articles(texts, "https://local.example"), gazetteer)}
    assert homes == {a.home_point for a in settle(articles(LOCAL, "https://local.example"), gazetteer)}


def test_order_and_neighbours_change_nothing(gazetteer: Gazetteer) -> None:
    """Articles keep their order, and their homes don't depend on it nor on other publishers' articles."""
    both = articles(LOCAL, "https://local.example") + articles(WORLD, "https://world.example")
    expected = {a.id: a.home_point for a in settle(both[:4], gazetteer) + settle(both[4:], gazetteer)}
    random.Random(7).shuffle(both)
    settled = settle(both, gazetteer)
    assert [a.id for a in settled] == [a.id for a in both]
    assert {a.id: a.home_point for a in settled} == expected


def test_home_that_was_said_is_left(gazetteer: Gazetteer) -> None:
    """An article whose home somebody gave is not given another."""
    said = Article(id="x", title="", text=LOCAL[0], url="https://local.example/9", home="Tyler, Texas")
    settled = settle([*articles(LOCAL, "https://local.example"), said], gazetteer)
    assert settled[-1] == said


def test_publisher_is_host_else_name() -> None:
    """Articles belong together by the host of their address, without "www.", else by the publisher's name."""
    assert publisher_of(Article(id="", title="", text="", url="https://www.a.example/x")) == "a.example"
    assert publisher_of(Article(id="", title="", text="", publisher="The Herald")) == "The Herald"
