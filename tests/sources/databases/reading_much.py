"""A process that reads one query and tells how many rows came and how much its memory grew at most, as JSON."""

import json
import resource
import sys

from tests.sources.databases.erp import read_server


def peak_mib() -> float:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


told = json.load(sys.stdin)
first = {"query": "SELECT 1 AS no, 'Open' AS state, 'Kim' AS agent, '2026-11-02' AS created", "fields": told["fields"]}
read_server(told["url"], told["password"], cases=first)  # what is imported and made once does not count
before = peak_mib()
batch = read_server(told["url"], told["password"], cases={**first, "query": told["query"]})
json.dump({"rows": batch.rows, "grown_mib": peak_mib() - before}, sys.stdout)
