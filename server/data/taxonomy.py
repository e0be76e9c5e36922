"""The app's copy of the categories: `python -m server.data.taxonomy > pwa/src/data/taxonomy.gen.ts`."""

import json
from collections.abc import Mapping, Sequence

from server.domain.categories import TOPS, Term

HEAD = """/** Made from server/data/categories.toml by `python -m server.data.taxonomy`; change it there. */
export type Family = "care" | "home" | "law" | "know" | "each";
export interface Term {
  readonly code: string;
  readonly parent: string;
  readonly zh: string;
  readonly en: string;
  readonly icon: string;
  readonly family: Family;
  readonly services: boolean;
  readonly requests: boolean;
  readonly publicSpace: boolean;
}
export interface Top {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}
"""


def typescript() -> str:
    """The module, byte for byte."""
    tops = [{"code": top.code, "zh": top.zh, "en": top.en} for top in TOPS]
    terms = [_term(term) for top in TOPS for term in top.terms]
    return f"{HEAD}{_list('TOPS', 'Top', tops)}{_list('TERMS', 'Term', terms)}"


def _term(term: Term) -> dict[str, object]:
    return {
        "code": term.code,
        "parent": term.parent,
        "zh": term.zh,
        "en": term.en,
        "icon": term.icon,
        "family": term.family,
        "services": term.use != "requests",
        "requests": term.use != "services",
        "publicSpace": term.public_space,
    }


def _list(name: str, kind: str, rows: Sequence[Mapping[str, object]]) -> str:
    lines = "".join(f"  {json.dumps(row, ensure_ascii=False)},\n" for row in rows)
    return f"\nexport const {name}: readonly {kind}[] = [\n{lines}];\n"


if __name__ == "__main__":
    print(typescript(), end="")
