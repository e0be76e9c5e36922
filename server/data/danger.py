"""The app's copy of the words of danger: `python -m server.data.danger > pwa/src/data/danger.gen.ts`."""

import json

from server.domain.danger import WORDS

HEAD = "/** Made from server/data/danger.toml by `python -m server.data.danger`; change it there. */\n"


def typescript() -> str:
    """The module, byte for byte."""
    codes = " | ".join(json.dumps(each.code) for each in WORDS.dangers)
    harmless = "".join(f"  {_literal(pattern)}g,\n" for pattern in WORDS.harmless)
    dangers = "".join(
        f"  [{json.dumps(each.code)}, {_literal(sign)}],\n" for each in WORDS.dangers for sign in each.signs
    )
    return (
        f"{HEAD}export type Danger = {codes};\n"
        f"\nexport const HARMLESS: readonly RegExp[] = [\n{harmless}];\n"
        f"\nexport const DANGER: readonly [Danger, RegExp][] = [\n{dangers}];\n"
    )


def _literal(pattern: str) -> str:
    return f"/{pattern.replace('/', chr(92) + '/')}/"


if __name__ == "__main__":
    print(typescript(), end="")
