"""The numbers of :mod:`ui.metering` as Prometheus has them; loaded where it is asked for."""

import logging
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from ui.metering import Source

# A hand is answered in milliseconds, a page in tenths of a second; what takes longer, somebody waits for.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
FROM = logging.WARNING

_registry = CollectorRegistry()
ProcessCollector(registry=_registry)
PlatformCollector(registry=_registry)
_seconds = Histogram(
    "vae_section_seconds", "Time of one run of a section", ("section", "way"), buckets=BUCKETS, registry=_registry
)
_logged = Counter("vae_log_records", "Warnings and errors in the log", ("level",), registry=_registry)
_make_record = logging.getLogRecordFactory()


def _counted(*told, **more) -> logging.LogRecord:
    record = _make_record(*told, **more)
    if (record.levelno or 0) >= FROM:  # one that is made of what another process has said has none yet
        _logged.labels(record.levelname.lower()).inc()
    return record


logging.setLogRecordFactory(_counted)  # no handler would do: Streamlit's loggers keep their records to themselves


def took(section: str, way: str, seconds: float) -> None:
    """Count a run of a section."""
    _seconds.labels(section.removeprefix("sections."), way).observe(seconds)


class _Now:
    """Sources, as a collector of their own."""

    def __init__(self, sources: Iterable[Source]):
        self._sources = sources

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for source in self._sources:
            family = GaugeMetricFamily(source.name, source.says, labels=[source.label] if source.label else [])
            for value, number in source.count().items():
                family.add_metric([value] if source.label else [], number)
            yield family


def page(sources: Iterable[Source]) -> tuple[bytes, str]:
    """All numbers, and their media type."""
    now = CollectorRegistry()
    now.register(_Now(list(sources)))
    return generate_latest(_registry) + generate_latest(now), CONTENT_TYPE_PLAIN_0_0_4
