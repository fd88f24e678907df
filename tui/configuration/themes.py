"""The names of the themes that there are: known without Textual, and held against it by a test."""

from __future__ import annotations

#: Those that Textual brings along.
TEXTUAL = (
    "textual-dark",
    "textual-light",
    "nord",
    "gruvbox",
    "catppuccin-mocha",
    "dracula",
    "tokyo-night",
    "monokai",
    "flexoki",
    "catppuccin-latte",
    "catppuccin-frappe",
    "catppuccin-macchiato",
    "solarized-light",
    "solarized-dark",
    "rose-pine",
    "rose-pine-moon",
    "rose-pine-dawn",
    "atom-one-dark",
    "atom-one-light",
    "ansi-dark",
    "ansi-light",
)
#: Those of Variorum itself.
OWN = ("variorum-dark", "variorum-light")
THEMES = (*OWN, *TEXTUAL)
