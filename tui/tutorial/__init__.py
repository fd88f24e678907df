"""The tutorial: lessons as data, what waits for each step, and where one was."""
