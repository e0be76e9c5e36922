"""One change a file, forwards, on both engines, with rows in the tables. Numbered; a number runs once."""
