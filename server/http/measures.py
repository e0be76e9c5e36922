"""How many calls, how they ended and how long they took: plain numbers, read by /metrics when it is asked."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from server.http.gauges import Gauge

BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


class Measures(Collector):
    """The counters of one process. Cheaper than the client's own: a dict and a list, no locks."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.calls: dict[tuple[str, str, int], int] = defaultdict(int)
        self.buckets: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self.seconds: dict[str, float] = defaultdict(float)
        self.sms_sent = 0
        self.gauges: list[Gauge] = []  # looked up just before they are asked for

    def add(self, route: str, method: str, status: int, seconds: float) -> None:
        """One call."""
        self.calls[route, method, status] += 1
        self.buckets[route][bisect_left(BUCKETS, seconds)] += 1
        self.seconds[route] += seconds

    def count(self, route: str, method: str, status: int) -> None:
        """One call of which not even the duration is kept."""
        self.calls[route, method, status] += 1

    def collect(self) -> Iterable[Metric]:
        """For prometheus_client."""
        calls = CounterMetricFamily(
            "linli_http_requests", "Calls answered", labels=["route", "method", "status"]
        )
        for (route, method, status), times in self.calls.items():
            calls.add_metric([route, method, str(status)], times)
        yield calls
        seconds = HistogramMetricFamily("linli_http_seconds", "Seconds until the answer", labels=["route"])
        for route, counts in self.buckets.items():
            seconds.add_metric([route], _cumulative(counts), self.seconds[route])
        yield seconds
        build = GaugeMetricFamily("linli_build_info", "Always 1", labels=["version"])
        build.add_metric([self.version], 1)
        yield build
        yield CounterMetricFamily("linli_sms_sent", "Text messages sent", self.sms_sent)
        for gauge in self.gauges:
            labels = [gauge.label] if gauge.label else []
            family = GaugeMetricFamily(f"linli_{gauge.name}", gauge.name.replace("_", " "), labels=labels)
            for label, value in gauge.values.items():
                family.add_metric([label] if labels else [], value)
            yield family


def _cumulative(counts: list[int]) -> list[tuple[str, float]]:
    total, found = 0, []
    for bound, count in zip([*map(str, BUCKETS), "+Inf"], counts, strict=True):
        total += count
        found.append((bound, float(total)))
    return found
