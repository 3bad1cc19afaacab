"""Every error that this package raises on purpose: all are GeoError and say what to do next."""


class GeoError(Exception):
    """Something about places that the person who ran the program can understand and mend."""


class GazetteerError(GeoError, OSError):
    """A gazetteer that is missing, damaged or in another format than this version reads."""


class TableError(GeoError, ValueError):
    """A table, a custom gazetteer or a dump whose content can't be used; the message names the file and the line."""


class OnlineError(GeoError, OSError):
    """A geocoding service that refused, failed or may not be asked any more."""
