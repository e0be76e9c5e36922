"""Facts that ship with Linli: categories, holidays, the demonstration, and one folder a city."""
