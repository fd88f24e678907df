"""What the child may take of the machine, set by itself before it looks at anything a stranger wrote."""

from __future__ import annotations

import contextlib
import signal
from types import ModuleType

from annotations.articles.messages import Limits

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows
    resource = None

#: Files and sockets that a reading needs open at once, and some to spare.
_OPEN_FILES = 64
#: Seconds after which the child ends itself, beyond those after which it should have been ended: whoever
#: started it may have been killed.
_GRACE = 5


def set_limits(limits: Limits) -> None:
    """Hold this process to these limits from now on. What the system does not know is left out."""
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(limits.clock + _GRACE)
    if resource is None:
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_FSIZE, 0),  # it writes no files
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        # macOS takes no limit of addresses.
        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.getrlimit(what)
            held = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (held, hard))
