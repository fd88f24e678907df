"""How Sphinx builds the site: ``python -m sphinx -W --keep-going docs FOLDER``.

Nothing on it comes from elsewhere: no fonts, no scripts, no counting of readers.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from annotations import __version__

project = "Variorum"
author = "The Variorum maintainers"
version = release = __version__
language = "en"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["making"]
# Every heading can be led to, as on a page of the repository.
myst_heading_anchors = 3
# The code says `name` for whatever is a name.
default_role = "code"
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
html_theme = "furo"
html_title = "Variorum"
html_show_sphinx = False
html_copy_source = False
