"""The parts of the documentation that are made from the program, each by the module of its name."""
