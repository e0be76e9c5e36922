"""How well requests are looked after: what is counted, how it is added up, what everybody may read of it."""
