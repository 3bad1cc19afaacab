"""Puts what was found into the calendar, left to right: publication date, tense, and the dates said before.

One walk with one memory, so one class; what needs neither is in `civil` and `memory`.
"""

# ruff: noqa: SIM905  (word lists are easier to read and to change as words)

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from dateline_timeline import civil, foreign
from dateline_timeline.civil import Stretch
from dateline_timeline.feasts import FEASTS, Feast
from dateline_timeline.meaning import Asked, Bad, Found, Point, Repeat, Span, Vague
from dateline_timeline.memory import Answer, Memory, interval, near_year, rounded
from dateline_timeline.published import PublicationBound
from dateline_timeline.tense import Tense, nearby
from dateline_timeline.tokens import Tokens
from dateline_timeline.when import Basis, Grain, Refusal, Timex, TimexType, When

TenseOf = Callable[[int, int], Tense | None]

# Sentences over which a text that is neither dated nor history hands a year on.
NEAR = 2
# Tokens between a time of day and the day that it is of ("9 a.m. local time (1300 GMT) on Thursday").
REACH = 9

# A weekday and a date recur after five, six or eleven years: within five, the first year that fits is the only one.
WEEKDAY_YEARS = 4
# Years from the story's own, beyond which a year in mid-sentence is an aside that months do not inherit.
ASIDE = 8
# A day further back than this, and not said just now, is not the day of "earlier in the day".
STALE_DAYS = 7

# Participles of what lasts: with "is" and "today" they mean nowadays.
NOWADAYS = frozenset(
    "bordered known called located found considered inhabited regarded recognised recognized divided situated home "
    "populated spoken practised practiced used remembered named".split()
)

# What may stand between a verb of saying and the day on which it was said ("told reporters late Wednesday").
_SAYING = frozenset(
    "said says say told tells added announced reported stated confirmed wrote tweeted testified acknowledged quoted "
    "according".split()
)
_SAID_TO = frozenset(
    "on late early in a an the statement statements reporters journalists interview email news conference press "
    "briefing parliament lawmakers to at by phone telephone state television tv radio court them him her us".split()
)

# What stands before the first word of a line or a sentence.
_STOPS = frozenset([".", "!", "?", '"', "”", "''", ")", "*", "•"])
# "The past year": not last year, but the twelve months up to now.
_ROLLING = re.compile(r"the (?:past|last) (year|month|week|twelve months|12 months)", re.IGNORECASE)
_ROLLING_DAYS = {"year": 365, "month": 30, "week": 7, "twelve months": 365, "12 months": 365}
_WITHIN = frozenset("in over during within throughout".split())

_MONTHS = "January February March April May June July August September October November December".split()


def resolve(
    tokens: Tokens,
    found: list[Found],
    *,
    published: dt.date | None,
    narrative: bool,
    day_first: bool,
    tense: TenseOf | None,
    sentence_of: Callable[[int], int],
    bound: PublicationBound | None,
    southern: bool = False,
) -> tuple[list[Timex], list[Refusal]]:
    """Resolve expressions in the order of the text."""
    return _Resolver(tokens, found, published, narrative, day_first, tense, sentence_of, bound, southern).run()


class _Resolver:
    def __init__(
        self,
        tokens: Tokens,
        found: list[Found],
        published: dt.date | None,
        narrative: bool,
        day_first: bool,
        tense: TenseOf | None,
        sentence_of: Callable[[int], int],
        bound: PublicationBound | None,
        southern: bool,
    ) -> None:
        self.tokens = tokens
        self.found = found
        self.published = published
        self.narrative = narrative
        self.day_first = day_first
        self.tense_of = tense
        self.sentence_of = sentence_of
        self.bound = bound
        self.southern = southern
        self.memory = Memory()
        self.sentence = 0

    def run(self) -> tuple[list[Timex], list[Refusal]]:
        timexes: list[Timex] = []
        refusals: list[Refusal] = []
        for at, one in enumerate(self.found):
            start, end = self.tokens.starts[one.first], self.tokens.ends[one.stop - 1]
            text = self.tokens.text[start:end]
            meaning = one.meaning
            self.sentence = self.sentence_of(start)
            match meaning:
                case Bad(code, detail):
                    refusals.append(Refusal(start, end, text, code, detail))
                case Span(value):
                    refusals += self.of_event(one, start, end, text)
                    timexes.append(Timex(start, end, text, TimexType.DURATION, value, None))
                case Repeat(value):
                    timexes.append(Timex(start, end, text, TimexType.SET, value, None))
                case Asked(words):
                    timex, refusal = self.asked(words, start, end, text)
                    if timex is not None:
                        timexes.append(timex)
                    if refusal is not None:
                        refusals.append(refusal)
                case Vague(value):
                    timexes.append(Timex(start, end, text, TimexType.DATE, value, None))
                case Point():
                    timex, refusal = self.point(at, one, meaning, start, end, text)
                    timexes.append(timex)
                    if refusal is not None:
                        refusals.append(refusal)
        return timexes, refusals

    def asked(self, words: str, start: int, end: int, text: str) -> tuple[Timex | None, Refusal | None]:
        if self.published is None:
            reason = f"'{text}' has no publication date to be counted from"
            return None, Refusal(start, end, text, "no-publication-date", reason)
        day = foreign.ask(words, self.tokens.language, self.published)
        if day is None:
            return None, Refusal(start, end, text, "not-understood", f"'{text}' is of time and was not understood")
        when = When(
            day,
            day,
            Grain.DAY,
            day.isoformat(),
            Basis.RELATIVE,
            f"'{text}' counted from the article of {self.published}",
        )
        return Timex(start, end, text, TimexType.DATE, day.isoformat(), when, "published"), None

    def of_event(self, one: Found, start: int, end: int, text: str) -> list[Refusal]:
        """As in "10 days before the murder": what it is counted from is no date, so it stays an amount, and says so."""
        if one.rule != "duration" or one.stop + 2 > len(self.tokens.words):
            return []
        word, article = self.tokens.words[one.stop : one.stop + 2]
        if word not in ("before", "after") or article not in ("the", "a", "an", "his", "her", "their", "its"):
            return []
        detail = f"'{text} {word}' an event: it is counted from something that is no date in the words"
        return [Refusal(start, end, text, "counted-from-event", detail)]

    # one expression

    def point(self, at: int, one: Found, point: Point, start: int, end: int, text: str) -> tuple[Timex, Refusal | None]:
        if point.mod == "ORDER":
            assert point.month is not None  # noqa: S101  for the type checker
            assert point.day is not None  # noqa: S101  for the type checker
            point = replace(point, mod=None)
            if self.day_first:
                point = replace(point, month=point.day, day=point.month)
        answer = self.answer(at, one, point, text)
        stretch = answer.stretch
        value = answer.value
        kind = TimexType.DATE
        time = ""
        if point.clock or point.part:
            kind = TimexType.TIME
            time = point.clock or point.part or ""
            if "T" not in value:
                value = f"{value}T{time}"
            if point.zone:
                time += point.zone
        when = None
        if stretch is not None:
            before = self.tokens.words[one.first - 1] if one.first else ""
            if self.tokens.classes[one.stop : one.stop + 1] == "'":
                before = ""  # "after Sunday's attack" is after the attack, which was on Sunday
            when = self.up_to_now(rounded(point, interval(point, answer, stretch, time, before)), text, before)
            self.remember(
                one,
                stretch,
                text,
                point.year,
                spoken=point.unit != "Q"
                and (answer.basis is Basis.EXPLICIT or (point.step is None and not self.narrative)),
            )
        elif not answer.year_known and answer.value.startswith("XXXX-") and point.month:
            edtf = f"XXXX-{point.month:02}" + (f"-{point.day:02}" if point.day else "")
            when = When(
                None,
                None,
                Grain.DAY if point.day else Grain.MONTH,
                edtf,
                answer.basis,
                answer.reason,
                point.approximate,
                year_known=False,
                time=time,
            )
        refusal = None
        if answer.refusal:
            refusal = Refusal(start, end, text, answer.refusal, answer.reason)
        return Timex(start, end, text, kind, value, when, answer.anchored_by), refusal

    def up_to_now(self, when: When, text: str, before: str) -> When:
        """The stretch up to publication for "in the past year", whose TIMEX3 value is a calendar year all the same."""
        rolling = _ROLLING.fullmatch(text)
        if text.lower() == "last week" and self.published is not None and self.published.isoweekday() == 7:
            return replace(
                when, latest=self.published, grain=Grain.DAYS, edtf=f"{when.earliest}~/{self.published}~",
                approximate=True, reason=f"{when.reason}, a Sunday: the week just ending or the one before",
            )  # fmt: skip
        if rolling is None or self.published is None or before not in _WITHIN:
            return when
        first = civil.shift_days(self.published, -_ROLLING_DAYS[rolling[1].lower()])
        if first is None:
            return when
        return replace(
            when, earliest=first, latest=self.published, grain=Grain.DAYS, edtf=f"{first}~/{self.published}",
            approximate=True, reason=f"'{text}' up to the article of {self.published}",
        )  # fmt: skip

    def aside(self, stretch: Stretch, one: Found) -> bool:
        """Is this a year far from the story's, in mid-sentence ("the castle, built in 1740, fell")?"""
        if stretch.grain is not Grain.YEAR or stretch.first is None or self.memory.month is None:
            return False
        if abs(stretch.first.year - self.memory.month[0]) <= ASIDE:
            return False
        return one.first >= 2 and self.tokens.classes[one.first - 2] != "." and not self.tokens.capital(one.first - 1)

    def remember(self, one: Found, stretch: Stretch, text: str, year: int | None, *, spoken: bool) -> None:
        if stretch.first is None or stretch.last is None:
            if year is not None and year < 0:
                self.memory = Memory(year=year, year_text=text, year_sentence=self.sentence)
            return
        memory = self.memory
        memory.last = stretch
        if self.aside(stretch, one):
            return
        if stretch.first.year == stretch.last.year or stretch.grain in (Grain.WEEK, Grain.SEASON):
            if memory.year != stretch.first.year or spoken:
                memory.year_text = text
            memory.year = stretch.first.year
            memory.year_sentence = self.sentence
        if stretch.grain is Grain.DAY:
            memory.day = stretch.first
            told = self.is_of_saying(one)
            if memory.scene_told or not told or self.sentence - memory.scene_sentence > NEAR:
                memory.scene, memory.scene_sentence, memory.scene_told = stretch.first, self.sentence, told
        if stretch.grain in (Grain.DAY, Grain.MONTH, Grain.DAYS):
            memory.month = (stretch.first.year, stretch.first.month)
        if stretch.grain is Grain.QUARTER and spoken:
            memory.quarter = (stretch.first.year, (stretch.first.month + 2) // 3)

    def is_of_saying(self, one: Found) -> bool:
        """Is this the day on which somebody spoke ("officials said on Wednesday")?"""
        words = self.tokens.words
        if self.tokens.classes[one.stop : one.stop + 1] == "'":
            return False  # "said Wednesday's fire …"
        at = one.first - 1
        while at > one.first - REACH and at >= 0 and words[at] in _SAID_TO:
            at -= 1
        return at >= 0 and words[at] in _SAYING

    # what it is counted from

    def tense(self, one: Found) -> Tense | None:
        if self.tense_of is not None:
            said = self.tense_of(self.tokens.starts[one.first], self.tokens.ends[one.stop - 1])
            if said in (Tense.PAST, Tense.FUTURE):  # "meets Tuesday" may be either: the words nearby are asked
                return said
        before = self.tokens.words[one.first - 1] if one.first else ""
        if before in ("by", "until", "till"):
            after = self.tokens.words[one.stop : one.stop + 5]
            # "Until Thursday, they had not called him": it is over
            return Tense.PAST if after[:1] == [","] and "had" in after else Tense.FUTURE
        return nearby(self.tokens, one.first, one.stop)

    def answer(self, at: int, one: Found, point: Point, text: str) -> Answer:
        if point.feast is not None:
            return self.feast(one, point, text)
        if point.step is not None:
            return self.stepped(one, point, text)
        if point.year is not None:
            basis, reason = Basis.EXPLICIT, f"'{text}' says it"
            if point.text_year:
                reason = f"'{text}', the year from the other end of the range"
                basis = Basis.INHERITED
            if not self.weekday_fits(point, point.year):
                reason += "; its weekday is of another day"
            return self.in_year(point, point.year, basis, reason)
        if point.millennium is not None:
            stretch = civil.millennium_stretch(point.millennium)
            return Answer(stretch, stretch.value, Basis.EXPLICIT, f"'{text}' says it")
        if point.century is not None:
            stretch = civil.century_stretch(point.century, point.mod, point.half)
            return Answer(stretch, stretch.value, Basis.EXPLICIT, f"'{text}' says it")
        if point.decade is not None:
            stretch = civil.decade_stretch(point.decade, point.mod)
            return Answer(stretch, stretch.value, Basis.EXPLICIT, f"'{text}' says it")
        if point.decade_digit is not None:
            reference = self.published.year if self.published else (self.memory.year or 1999)
            start = reference // 100 * 100 + point.decade_digit * 10
            if start > reference:
                start -= 100
            stretch = civil.decade_stretch(start, point.mod)
            return Answer(stretch, stretch.value, Basis.INFERRED, f"'{text}', the latest such decade")
        if point.month is not None:
            return self.yearless(one, point, text)
        if point.weekday is not None:
            return self.weekday(one, point, text)
        if point.season is not None:
            return self.season(one, point, text)
        if point.quarter is not None or point.half is not None:
            return self.quarter(one, point, text)
        if point.ordinal_day is not None:
            return self.day_of_month(point.ordinal_day, text)
        if point.clock or point.part:
            return self.time_alone(at, one, text)
        return Answer(None, "XXXX", Basis.INFERRED, f"'{text}' says too little")

    def in_year(self, point: Point, year: int, basis: Basis, reason: str, anchored: str = "") -> Answer:
        stretch: Stretch
        if point.month is not None and point.day is not None:
            if not 1 <= year <= 9999:
                value = f"{civil.timex_year(year)}-{point.month:02}-{point.day:02}"
                edtf = civil.edtf_within(year, point.month, point.day)
                stretch = Stretch(None, None, Grain.DAY, value, edtf)
            else:
                try:
                    day = dt.date(year, point.month, point.day)
                    stretch = (civil.week_stretch(day) if point.unit == "W" else None) or civil.day_stretch(day)
                except ValueError:
                    return Answer(
                        None,
                        f"{year:04}-{point.month:02}",
                        basis,
                        f"{_MONTHS[point.month - 1]} {year} has no day {point.day}",
                        refusal="impossible",
                    )
        elif point.month is not None and point.week is not None:
            stretch = civil.week_of_month(year, point.month, point.week)
        elif point.month is not None:
            stretch = civil.month_stretch(year, point.month, point.mod)
        elif point.season is not None:
            stretch = civil.season_stretch(year, point.season, southern=self.southern)
        elif point.quarter is not None:
            stretch = civil.quarter_stretch(year, point.quarter)
        elif point.half is not None:
            stretch = civil.half_stretch(year, point.half)
        elif point.unit == "Q" and self.memory.quarter is not None:
            stretch = civil.quarter_stretch(year, self.memory.quarter[1])
        else:
            stretch = civil.year_stretch(year, point.mod)
        return Answer(stretch, stretch.value, basis, reason, anchored)

    def yearless(self, one: Found, point: Point, text: str) -> Answer:
        """As in "5 June", "October": which year?"""
        month = point.month
        assert month is not None  # noqa: S101
        memory = self.memory
        if memory.year is not None and self.is_of_that_year(one):
            reason = f"'{text}' of the year of '{memory.year_text}' earlier in the text"
            return self.in_year(point, memory.year, Basis.INHERITED, reason, "text")
        close = self.sentence - memory.year_sentence
        if memory.year is not None and (self.narrative or (self.published is None and close <= NEAR)):
            year = self.carry(month)
            if self.weekday_fits(point, year):
                reason = f"'{text}', the year carried over from '{memory.year_text}' earlier in the text"
                return self.in_year(point, year, Basis.INHERITED, reason, "text")
        inferred = self.inferred_year(point) if self.published is None else None
        if inferred is not None:
            year, why = inferred
            return self.in_year(point, year, Basis.INFERRED, f"'{text}': {why}", "text")
        if self.published is None:
            unknown = f"XXXX-{month:02}" + (f"-{point.day:02}" if point.day else "")
            return Answer(
                None,
                unknown,
                Basis.EXPLICIT,
                f"'{text}' does not say the year, and nothing else does",
                year_known=False,
            )
        published = self.published
        tense = self.tense(one)
        if tense is None and self.opens_entry(one):
            tense = Tense.PAST
        if (
            close == 0
            and tense is not Tense.FUTURE
            and memory.year is not None
            and memory.month is not None
            and memory.month[0] == memory.year < published.year - 1
        ):
            return self.in_year(
                point,
                self.carry(month),
                Basis.INHERITED,
                f"'{text}', the year carried over from '{memory.year_text}' in the same sentence",
                "text",
            )
        if point.weekday is not None and point.day is not None:
            for year in (published.year, published.year - 1, published.year + 1):
                if self.weekday_fits(point, year):
                    reason = f"'{text}', the year taken from the article of {published}"
                    return self.in_year(point, year, Basis.RELATIVE, reason, "published")
        how = {Tense.PAST: ", past tense", Tense.FUTURE: ", future tense"}.get(tense, "") if tense else ""
        year = near_year(month, point.day, tense, published)
        reason = f"'{text}', the year taken from the article of {published}{how}"
        return self.in_year(point, year, Basis.RELATIVE, reason, "published")

    def is_of_that_year(self, one: Found) -> bool:
        """Do the words behind it say that its year is the one said before ("25 June that year")?"""
        after = self.tokens.words[one.stop : one.stop + 4]
        after = after[1:] if after[:1] == ["of"] else after
        return after[:2] == ["that", "year"] or after[:3] == ["the", "same", "year"]

    def awaited(self, one: Found) -> bool:
        """Is it something people get ready for ("preparations for Saturday's concert", "ahead of Sunday's vote")?"""
        before = self.tokens.words[max(0, one.first - 2) : one.first]
        return before[-1:] == ["for"] or before == ["ahead", "of"]

    def opens_entry(self, one: Found) -> bool:
        """Does the day head a line of a chronicle ("February 17 - Protests begin"), told in the present?"""
        after = self.tokens.words[one.stop : one.stop + 1]
        before = self.tokens.words[one.first - 1] if one.first else "."
        gap = self.tokens.text[self.tokens.ends[one.first - 1] if one.first else 0 : self.tokens.starts[one.first]]
        return after[:1] in (["-"], ["–"], ["—"], ["--"], [":"]) and (before in _STOPS or "\n" in gap)

    @staticmethod
    def weekday_fits(point: Point, year: int) -> bool:
        """May a day with its weekday be of that year? Without a weekday, or before our calendar, any day may."""
        if point.weekday is None or point.month is None or point.day is None or not 1583 <= year <= 9999:
            return True
        try:
            return dt.date(year, point.month, point.day).isoweekday() == point.weekday
        except ValueError:
            return False

    def inferred_year(self, point: Point) -> tuple[int, str] | None:
        """The year that the bounds of an unknown publication date give a day, and why."""
        bound = self.bound
        if bound is None or not bound.years:
            return None
        if bound.latest is not None:
            return bound.years[0], bound.reason
        if point.weekday and bound.earliest is not None and bound.years[0] - bound.earliest.year <= WEEKDAY_YEARS:
            return bound.years[0], f"the first year that its weekday fits; {bound.reason}"
        return None

    def carry(self, month: int) -> int:
        """The year for a month that follows in a story: the last year, or the next one after an autumn."""
        memory = self.memory
        assert memory.year is not None  # noqa: S101
        if memory.month is not None and memory.month[0] == memory.year:
            gap = month - memory.month[1]
            if gap <= -8:
                return memory.year + 1
            if gap >= 10:
                return memory.year - 1
        return memory.year

    def weekday(self, one: Found, point: Point, text: str) -> Answer:
        weekday = point.weekday
        assert weekday is not None  # noqa: S101
        base, anchored = self.published, "published"
        if self.memory.day is not None and (self.narrative or base is None):
            base, anchored = self.memory.day, "text"
        if base is None:
            return Answer(
                None,
                f"XXXX-WXX-{weekday}",
                Basis.RELATIVE,
                f"'{text}' has no publication date to be counted from",
                refusal="no-publication-date",
            )
        if anchored == "text":
            day = civil.shift_days(base, (weekday - base.isoweekday()) % 7)
            reason = f"'{text}' after {base} in the text"
        else:
            tense = self.tense(one)
            if self.tokens.classes[one.stop : one.stop + 1] == "'" and tense is Tense.FUTURE and not self.awaited(one):
                tense = None  # "Friday's ruling" is known, whatever the verb
            if self.tokens.words[max(0, one.first - 2) : one.first] == ["ahead", "of"]:
                tense = Tense.FUTURE  # "sold ahead of Saturday's concert"
            if tense is Tense.FUTURE:
                day = civil.shift_days(base, (weekday - base.isoweekday()) % 7)
                reason = f"'{text}' {'on the day of' if day == base else 'after'} the article of {base}, future tense"
            else:
                day = civil.shift_days(base, -((base.isoweekday() - weekday) % 7))
                how = ", past tense" if tense is Tense.PAST else ""
                reason = f"'{text}' {'on the day of' if day == base else 'before'} the article of {base}{how}"
        if day is None:
            return Answer(None, f"XXXX-WXX-{weekday}", Basis.RELATIVE, "outside the calendar", refusal="impossible")
        return self.of_day(day, reason, anchored)

    def of_day(self, day: dt.date, reason: str, anchored: str) -> Answer:
        stretch = civil.day_stretch(day)
        return Answer(stretch, stretch.value, Basis.RELATIVE, reason, anchored)

    def season(self, one: Found, point: Point, text: str) -> Answer:
        season = point.season
        assert season is not None  # noqa: S101
        memory = self.memory
        if memory.year is not None and (self.narrative or self.published is None):
            return self.in_year(
                point, memory.year, Basis.INHERITED, f"'{text}', the year from '{memory.year_text}'", "text"
            )
        if self.published is None:
            return Answer(None, f"XXXX-{season}", Basis.EXPLICIT, f"'{text}' does not say the year", year_known=False)
        year = self.published.year
        begin = civil.season_month(season, southern=self.southern)
        tense = self.tense(one)
        if tense is Tense.PAST and begin > self.published.month:
            year -= 1
        return self.in_year(point, year, Basis.RELATIVE, f"'{text}' near the article of {self.published}", "published")

    def quarter(self, one: Found, point: Point, text: str) -> Answer:
        memory = self.memory
        quarter = point.quarter
        if self.published is None or self.narrative:
            if memory.year is None:
                name = f"Q{quarter}" if quarter else f"H{point.half}"
                return Answer(None, f"XXXX-{name}", Basis.EXPLICIT, f"'{text}' does not say the year", year_known=False)
            return self.in_year(
                point, memory.year, Basis.INHERITED, f"'{text}', the year from '{memory.year_text}'", "text"
            )
        year = self.published.year
        now = (self.published.month + 2) // 3
        if quarter is not None and quarter - now >= 2 and self.tense(one) is not Tense.FUTURE:
            year -= 1
        if point.half == 2 and now == 1 and self.tense(one) is not Tense.FUTURE:
            year -= 1
        return self.in_year(point, year, Basis.RELATIVE, f"'{text}' near the article of {self.published}", "published")

    def feast(self, one: Found, point: Point, text: str) -> Answer:
        """As in "Christmas", "last Thanksgiving", "Easter 1916"."""
        assert point.feast is not None  # noqa: S101
        feast = FEASTS[point.feast]
        if point.year is not None:
            return self.feast_in(feast, point.year, Basis.EXPLICIT, f"'{text}' says it", "")
        if self.published is not None and not self.narrative:
            year = self.published.year
            if point.step is not None and point.unit == "Y":
                year += point.step
            else:
                this_year = feast.first_day(year)
                if this_year is not None:
                    if point.step is None:
                        tense = self.tense(one)
                        year = near_year(this_year.month, this_year.day, tense, self.published)
                    elif point.step < 0:
                        year -= this_year >= self.published
                    elif point.step > 0:
                        year += this_year <= self.published
            reason = f"'{text}', the year taken from the article of {self.published}"
            return self.feast_in(feast, year, Basis.RELATIVE, reason, "published")
        if self.memory.year is not None:
            reason = f"'{text}', the year carried over from '{self.memory.year_text}' earlier in the text"
            return self.feast_in(feast, self.memory.year, Basis.INHERITED, reason, "text")
        fixed = feast.fixed
        value = f"XXXX-{fixed[0]:02}-{fixed[1]:02}" if fixed else "XXXX-XX-XX"
        return Answer(None, value, Basis.EXPLICIT, f"'{text}' does not say the year", year_known=False)

    @staticmethod
    def feast_in(feast: Feast, year: int, basis: Basis, reason: str, anchored: str) -> Answer:
        first = feast.first_day(year)
        if first is None:
            return Answer(None, civil.timex_year(year), basis, f"{feast.name} of {year} is not known", anchored)
        if feast.days == 1:
            stretch = civil.day_stretch(first)
        else:
            last = first + dt.timedelta(days=feast.days - 1)
            stretch = Stretch(first, last, Grain.DAYS, first.isoformat(), f"{first}/{last}")
        return Answer(stretch, stretch.value, basis, reason, anchored)

    def day_of_month(self, number: int, text: str) -> Answer:
        """As in "On the 15th": of the month said before, else the month of the article."""
        year, month = self.memory.month or (None, None)
        anchored = "text"
        if year is None and self.published is not None:
            year, month, anchored = self.published.year, self.published.month, "published"
        if year is None or month is None:
            return Answer(None, f"XXXX-XX-{number:02}", Basis.EXPLICIT, f"'{text}' of no month", year_known=False)
        point = Point(month=month, day=number)
        return self.in_year(point, year, Basis.INHERITED, f"'{text}' of {_MONTHS[month - 1]} {year}", anchored)

    def time_alone(self, at: int, one: Found, text: str) -> Answer:
        """As in "10:35 a.m.": of the next day said in the sentence, else of the last one, else of the publication's.

        The day on which somebody said so ("…, police said on Wednesday") counts only where no other day is near.
        """
        scene = self.memory.scene
        near = scene is not None and not self.memory.scene_told and self.sentence - self.memory.scene_sentence <= 1
        for next_at in range(at + 1, min(at + 4, len(self.found))):
            follow = self.found[next_at]
            if follow.first - one.stop > REACH or not isinstance(follow.meaning, Point):
                break
            if self.sentence_of(self.tokens.starts[follow.first]) != self.sentence:
                break
            said = follow.meaning
            if (said.day and said.month) or said.weekday or (said.unit == "D" and said.step is not None):
                inner = self.answer(next_at, follow, said, text)
                if near and self.is_of_saying(follow):
                    break
                if inner.stretch is not None:
                    return inner
            if not said.clock:
                break
        if scene is not None:
            return self.of_day(scene, f"'{text}' on the day said before", "text")
        if self.published is not None:
            return self.of_day(self.published, f"'{text}' on the day of the article", "published")
        return Answer(None, "XXXX-XX-XX", Basis.EXPLICIT, f"'{text}' of a day that is not said", year_known=False)

    # counted

    def stepped(self, one: Found, point: Point, text: str) -> Answer:
        step, unit = point.step, point.unit
        assert step is not None  # noqa: S101  for the type checker
        assert unit is not None  # noqa: S101  for the type checker
        if one.rule == "deictic" and step == 0 and point.part is None and self.nowadays(one):
            return Answer(None, "PRESENT_REF", Basis.RELATIVE, f"'{text}' means nowadays")
        base: dt.date | None = self.published
        anchored = "published"
        memory = self.memory
        if point.anchor == "text" and unit == "Y" and memory.year is not None and memory.year < 0:
            year = memory.year + step  # there is no year 0
            year += step > 0 and year >= 0
            return self.in_year(
                replace(point, step=None, unit=None),
                year,
                Basis.RELATIVE,
                f"'{text}' counted from the text's {civil.timex_year(memory.year)}",
                "text",
            )
        told = point.anchor == "text" or (point.anchor == "either" and (self.narrative or self.published is None))
        if told and unit == "D" and memory.last is not None and memory.day is None:
            base = None  # "that day" after "in 1987": no day has been said
        elif told:
            said = memory.day if unit in ("D", "W", "WE", "H", "M") or (unit == "self" and point.weekday) else None
            if unit == "MO" and memory.month and memory.last and memory.last.grain is Grain.YEAR:
                # "In August of that year … The same month": the month is still the last one said
                year, month = memory.month
                said = dt.date(year, month, 1) if memory.last.value == f"{year:04}" else None
            if said is not None and unit == "D" and text.lower().endswith("in the day") and self.is_stale(said):
                said = None
            elif memory.last is not None and memory.last.first is not None:
                inside = said is not None and said >= memory.last.first
                if not inside and unit == "D" and memory.last.grain not in (Grain.DAY, Grain.DAYS, Grain.WEEK):
                    base, said = None, None  # "four days later" after "the following month": no day has been said
                else:
                    said = said if inside else memory.last.first
            if said is not None:
                base, anchored = said, "text"
        if base is None:
            unknown = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "MO": "XXXX-XX", "Q": "XXXX-QX", "WE": "XXXX-WXX-WE"}
            if unit == "self" and point.weekday:
                value = f"XXXX-WXX-{point.weekday}"
            elif point.month:
                value = f"XXXX-{point.month:02}"
            elif point.season:
                value = f"XXXX-{point.season}"
            else:
                value = unknown.get(unit, "XXXX")
            if one.rule == "deictic" and step == 0 and not point.part:
                value = "PRESENT_REF"
            if self.published is not None or (told and memory.last is not None):
                reason = f"'{text}' is counted from a day, and the text has said none"
                return Answer(None, value, Basis.RELATIVE, reason, refusal="no-day-said")
            reason = f"'{text}' has no publication date to be counted from"
            return Answer(None, value, Basis.RELATIVE, reason, refusal="no-publication-date")
        source = "the article of" if anchored == "published" else "the text's"
        reason = f"'{text}' counted from {source} {base}"
        stretch = self.step(base, point, one)
        if stretch is None:
            return Answer(None, "XXXX", Basis.RELATIVE, f"'{text}' leads outside the calendar", refusal="impossible")
        return Answer(stretch, stretch.value, Basis.RELATIVE, reason, anchored)

    def is_stale(self, said: dt.date) -> bool:
        """Is the day said last so long ago, in days and sentences, that "earlier in the day" means that of the news?"""
        near = self.sentence - self.memory.scene_sentence <= NEAR
        return self.published is not None and not near and (self.published - said).days > STALE_DAYS

    def nowadays(self, one: Found) -> bool:
        """Is this "today" no day: "bordered today by", "known today as", or in a text that tells history?"""
        if self.narrative and self.published is not None:
            return True
        before = self.tokens.words[max(0, one.first - 2) : one.first]
        after = self.tokens.words[one.stop : one.stop + 1]
        return bool(NOWADAYS & {*before[-1:], *after}) and bool({"is", "are", "remains", "remain"} & {*before, *after})

    def step(self, base: dt.date, point: Point, one: Found) -> Stretch | None:
        step, unit = point.step or 0, point.unit
        match unit:
            case "D":
                day = civil.shift_days(base, step)
                return civil.day_stretch(day) if day else None
            case "H" | "M":
                day = civil.shift_days(base, step // 24 if unit == "H" else 0) if one.rule != "step" else base
                return civil.day_stretch(day) if day else None
            case "W" | "WE":
                if unit == "WE" and step == 0 and point.anchor == "published":
                    step = -1 if base.isoweekday() <= 4 and self.tense(one) is not Tense.FUTURE else 0
                day = civil.shift_days(base, 7 * step)
                if day is None:
                    return None
                return civil.weekend_stretch(day) if unit == "WE" else civil.week_stretch(day)
            case "MO":
                year, month = civil.shift_months(base.year, base.month, step)
                return civil.month_stretch(year, month, point.mod) if 1 <= year <= 9999 else None
            case "Q":
                reported = self.reported_quarter(base)
                if (
                    reported
                    and point.anchor == "published"
                    and step <= 0
                    and "H" not in self.tokens.classes[one.first : one.stop]
                ):
                    return civil.quarter_stretch(*reported)
                if (
                    step == 0
                    and self.tense(one) is not Tense.FUTURE
                    and self.tokens.classes[one.first : one.stop] == "tq"
                ):
                    step = -1  # "the quarter" in a report is the one that is over
                year, month = civil.shift_months(base.year, base.month, 3 * step)
                return civil.quarter_stretch(year, (month + 2) // 3) if 1 <= year <= 9999 else None
            case "Y":
                year = base.year + step
                if not 1 <= year <= 9999:
                    return None
                if point.quarter or point.month or point.season or point.half:
                    return self.in_year(point, year, Basis.RELATIVE, "").stretch
                reported = self.reported_quarter(self.published) if self.published else None
                if reported and one.rule == "step" and step == -1:
                    return civil.quarter_stretch(reported[0] - 1, reported[1])
                return civil.year_stretch(year, point.mod)
            case "DE":
                start = base.year // 10 * 10 + 10 * step
                return civil.decade_stretch(start, point.mod) if 1 <= start <= 9980 else None
            case "CE":
                century = base.year // 100 + 1 + step
                return civil.century_stretch(century, point.mod) if 1 < century < 99 else None
            case "self":
                return self.occurrence(base, point)
            case _:
                return None

    def reported_quarter(self, day: dt.date) -> tuple[int, int] | None:
        """The quarter that the text speaks of, if it is over on that day; else the one before that day's."""
        if self.memory.quarter is None:
            return None
        now = (day.year, (day.month + 2) // 3)
        if self.memory.quarter < now:
            return self.memory.quarter
        return (now[0], now[1] - 1) if now[1] > 1 else (now[0] - 1, 4)

    def occurrence(self, base: dt.date, point: Point) -> Stretch | None:
        """As in "Last October", "next Friday", "this summer"."""
        step = point.step or 0
        if point.weekday is not None:
            gap = (point.weekday - base.isoweekday()) % 7
            if step < 0:
                gap = gap - 7
            elif step > 0:
                gap = gap or 7
            else:
                gap = point.weekday - base.isoweekday()
            day = civil.shift_days(base, gap)
            return civil.day_stretch(day) if day else None
        month = point.month or (civil.season_month(point.season, southern=self.southern) if point.season else None)
        if month is None and point.quarter is not None:
            month = 3 * point.quarter - 2
        if month is None:
            return None
        year = base.year
        if step < 0:
            length = 1 if point.month else 3
            year -= (month, 0) >= (base.month, 0) or (point.month is None and month + length > base.month)
        elif step > 0:
            year += month <= base.month
        elif point.season and month == 12 and base.month <= 2:
            year -= 1
        if not 1 <= year <= 9999:
            return None
        return self.in_year(replace(point, step=None), year, Basis.RELATIVE, "").stretch
