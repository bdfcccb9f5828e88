"""The words of the demo company's two case systems: the same codes, which each writes in its own way."""

from typing import Final

from wallboard.sources.demo_company.staff import CSRS

TYPES: Final = ("Order", "Quote", "Return", "Technical", "Invoice")
QUEUES: Final = ("Front line", "Quotes desk", "Returns", "Technical", "Experts", "Invoices")
PRIORITIES: Final = ("low", "normal", "high")
STATUSES: Final = (
    "New", "Active", "Awaiting Vendor", "Awaiting Customer", "Resolved", "Closed", "Spam", "Merged",
)  # fmt: skip
ERP_STATUSES: Final = (
    "Entered", "In progress", "Back-ordered", "Query with client", "Completed", "Archived", "Void", "Void",
)  # fmt: skip
ERP_QUEUES: Final = ("FL", "QD", "RT", "TE", "EX", "IN")

# Code 0 is "none", a value too.
NONE: Final = 0
STATUS: Final = 1
TYPE: Final = STATUS + len(STATUSES)
PRIORITY: Final = TYPE + len(TYPES)
QUEUE: Final = PRIORITY + len(PRIORITIES)
CSR: Final = QUEUE + len(QUEUES)

NEW, ACTIVE, VENDOR, HOLD, RESOLVED, CLOSED, SPAM, MERGED = range(STATUS, STATUS + len(STATUSES))
FRONT_LINE, QUOTES_DESK, RETURNS, TECHNICAL, EXPERTS, INVOICES = range(QUEUE, QUEUE + len(QUEUES))

HELPDESK_WORDS: Final = (None, *STATUSES, *TYPES, *PRIORITIES, *QUEUES, *(person.login for person in CSRS))
ERP_WORDS: Final = (
    None, *ERP_STATUSES, *TYPES, *PRIORITIES, *ERP_QUEUES, *(person.initials for person in CSRS),
)  # fmt: skip

_NAMES: Final = (
    "Alder", "Brook", "Castle", "Dunmore", "Elm", "Foxley", "Grange", "Harbour", "Ivy", "Kestrel", "Linden",
    "Mersey", "Norfolk", "Orchard", "Pennine", "Quay", "Rowan", "Severn", "Thames", "Welland",
)  # fmt: skip
CLIENTS: Final = tuple(f"{name} {what}" for what in ("Laboratories", "Foods", "Engineering") for name in _NAMES)
