"""Costing, working days: how many lie between two days in France, and which day is so many further on. Pure.

Printers count from the BAT and deliver on days when people work: Monday to Friday, without the public holidays of the
Code du travail, art. L. 3133-1 (Alsace-Moselle has two more, which are not counted).
"""

from datetime import date, timedelta

DAY = timedelta(days=1)
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))  # month, day
AFTER_EASTER = (1, 39, 50)  # Monday, Ascension, Whit Monday: days after Easter Sunday


def works(day: date) -> bool:
    """Whether it is a working day."""
    if day.weekday() > 4 or (day.month, day.day) in FIXED:
        return False
    return (day - easter(day.year)).days not in AFTER_EASTER


def between(first: date, last: date) -> int:
    """Working days after `first` up to `last`, which is one of them; none when it is not later."""
    return sum(works(first + DAY * n) for n in range(1, (last - first).days + 1))


def after(first: date, days: int) -> date:
    """The day that is so many working days after another one."""
    day = first
    while days > 0:
        day += DAY
        days -= works(day)
    return day


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by Gauss's rule as Meeus and others give it without exceptions."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
