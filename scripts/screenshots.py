"""Takes the pictures for the install sheet, of a running demonstration; by hand, when the look changes.

python scripts/screenshots.py http://127.0.0.1:8000 pwa/public/screenshots
"""

import json
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

COMMUNITY = "330102003055"  # 岳王路社区
PICTURES = [
    ("narrow", "/", 390, 844, 2),
    ("service", "/search?q=量血压", 390, 844, 2),
    ("wide", "/", 1280, 800, 1),
]
KEEP = """async (code) => {
  const { name, name_en, level, path, centre } = await (await fetch(`/api/divisions/${code}`)).json();
  localStorage.setItem("linli.places", JSON.stringify([{ code, name, name_en, level, path, centre }]));
}"""


def main(url: str, folder: Path) -> None:
    """One file a picture, with few colours so that it stays small."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, path, width, height, scale in PICTURES:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                device_scale_factor=scale,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
            )
            page.goto(url)
            page.evaluate(KEEP, COMMUNITY)
            page.goto(url + path)
            page.wait_for_load_state("networkidle")
            file = folder / f"{name}.png"
            page.screenshot(path=file)
            with Image.open(file) as picture:
                picture.convert("RGB").quantize(128).save(file, optimize=True)
            print(json.dumps({"file": str(file), "bytes": file.stat().st_size}))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
