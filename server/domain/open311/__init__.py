"""Open311 GeoReport v2: requests of the public space for other people's software (docs/open311.md).

`offered` says what may be asked for, `receiving` takes requests, `showing` and `listing` tell of them without
anybody's personal data, `updates` exchanges news with the program that sent one. `placing` finds where it is,
`fetching` gets pictures, `markup` writes XML and JSON. A request that came so is one like any other.
"""
