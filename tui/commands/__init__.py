"""What a person can do, each once: palette entry, key, footer text and help from one definition."""
