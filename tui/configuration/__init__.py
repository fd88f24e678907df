"""The user's own configuration: `config.toml` read and checked, keymaps, and settings written back.

Nothing in here imports Textual, so that ``variorum config`` does not.
"""
