"""The sample project that ships with Variorum."""
