"""dateline: reads news articles and draws the events they report, on one map and one timeline."""

__version__ = "0.1.0"
