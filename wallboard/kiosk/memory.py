"""How much memory a child holds."""

import psutil


def held_bytes(pid: int) -> int | None:
    """What the process alone holds and its share of what it has in common with others (PSS); where the system does
    not say, what it has in memory (RSS). None for a process that is gone or not to be looked at.
    """
    try:
        process = psutil.Process(pid)
        try:
            return int(process.memory_full_info().pss)
        except (psutil.AccessDenied, AttributeError):
            return int(process.memory_info().rss)
    except (psutil.Error, OSError):
        return None
