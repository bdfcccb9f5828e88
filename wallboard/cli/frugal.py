"""What the collector does with less of the machine: told to allocators and polars before polars is there."""

import os

from wallboard.memory import keep_until_given_back, share_one_heap

_POLARS = "background_thread:true,dirty_decay_ms:500,muzzy_decay_ms:0"


def be_frugal() -> None:
    """Let the process keep no more memory than it uses, or will use in a moment, and its work stay on one core; to be
    called before polars is imported.

    A collector works for a tenth of a second and rests for some. What polars' allocator keeps for the next time, and
    what each of the sources' threads keeps for itself, is a third of all that the process would hold. Of frames that
    fit a wall, a second thread of polars makes nothing quicker, but looks for work in vain: a fifth of the processor
    time of a busy wall.
    """
    os.environ.setdefault("_RJEM_MALLOC_CONF", _POLARS)
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    share_one_heap()
    keep_until_given_back()
