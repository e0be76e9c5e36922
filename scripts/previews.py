"""Draws the pictures that a chat shows beside a service's link, one a category; by hand, for a new one.

python scripts/previews.py pwa/public/previews
"""

import json
import shutil
import sys
from html import escape
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from server.domain.categories import TERMS, Term, is_for_services

ROOT = Path(__file__).parents[1]
ICONS = ROOT / "node_modules/@phosphor-icons/core/assets/duotone"
WIDTH, HEIGHT = 800, 420
COLOURS = 64  # smooth edges of two colours on two grounds
FAMILIES = {  # ground and ink of a door, as in pwa/src/style/tokens.css
    "care": ("#fbe4de", "#9a3520"),
    "home": ("#fdecc8", "#784b00"),
    "law": ("#d9eeeb", "#09574f"),
    "know": ("#dfeafa", "#1b4b8a"),
    "each": ("#e8efcb", "#475a0c"),
}
STYLE = """
* { margin: 0; box-sizing: border-box; }
body { width: 800px; height: 420px; padding: 0 56px; background: #f3f5f2; color: #14211f;
  font-family: "Noto Sans CJK SC", sans-serif;
  display: grid; grid-template-columns: 260px 1fr; gap: 48px; align-items: center; }
.door { width: 260px; height: 290px; border-radius: 130px 130px 28px 28px;
  display: grid; place-items: center; }
.door svg { width: 150px; height: 150px; margin-top: 24px; }
h1 { font-size: 60px; line-height: 1.2; font-weight: 700; }
.en { font-size: 28px; margin-top: 10px; color: #4b5a58; }
.word { margin-top: 48px; font-size: 28px; font-weight: 700; color: #0b655f;
  display: flex; align-items: center; gap: 14px; }
.word svg { width: 44px; height: 44px; }
"""


def html(term: Term) -> str:
    """The picture as a page."""
    ground, ink = FAMILIES[term.family]
    icon = (ICONS / f"{term.icon}-duotone.svg").read_text()
    logo = (ROOT / "pwa/public/icons/icon.svg").read_text()
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>'
        f'<div class="door" style="background:{ground};color:{ink}">{icon}</div>'
        f'<div><h1>{escape(term.zh)}</h1><p class="en">{escape(term.en)}</p>'
        f'<p class="word">{logo}邻里 Linli</p></div>'
    )


def main(folder: Path) -> None:
    """One file a category, with few colours so that it stays small."""
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for term in (term for code, term in TERMS.items() if is_for_services(code)):
            file = folder / f"{term.code}.png"
            page.set_content(html(term))
            page.screenshot(path=file)
            with Image.open(file) as picture:
                picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)
            total += file.stat().st_size
        browser.close()
    print(json.dumps({"files": len(list(folder.glob("*.png"))), "bytes": total}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
