"""The terminal app: screens, keys and the command line. It imports `annotations`, never the other way."""
