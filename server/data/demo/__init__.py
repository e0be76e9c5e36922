"""Demonstration content: a made-up city life, drawn by seeded code, the same from every seed.

Here are the makers and the words that any city could use (`services/`, `hours.toml`, `phrases.toml`,
`organizations.toml`); what plays in one city (places, people, stories, the survey's sample) is data of that
city, in `../<city>/demo/`. Nothing here is served: `linli demo` writes it into an empty database. Start with
`fill`. No telephone number can ring anybody (`phones`); passwords are of the installation, not of the seed.
"""
