"""What all tests share: how hypothesis searches."""

from __future__ import annotations

import os

from hypothesis import settings

# In CI the same examples every time, so that a run says something about the change and not about luck;
# everywhere else new ones, so that what CI does not try is found sooner or later.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "search")
