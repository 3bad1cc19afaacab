"""Every error that dateline raises on purpose: all are DatelineError and say what to do next."""


class DatelineError(Exception):
    """Something that the person who ran dateline can understand and mend."""


class SourceError(DatelineError, ValueError):
    """An input that can't be read. A build turns it into a drop and goes on."""


class OutputError(DatelineError, OSError):
    """The output can't be written; what stood there before is untouched."""


class ModelError(DatelineError, ImportError):
    """The language model is missing or damaged."""


class SettingsError(DatelineError, ValueError):
    """A configuration or corrections file that does not say what it may; the message names file and line."""


class WorkersError(DatelineError, RuntimeError):
    """The processes that read articles can't be started or don't live."""
