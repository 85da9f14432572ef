"""Makes the pictures of the documentation: `python scripts/screenshots.py http://127.0.0.1:8000` beside `make run`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
# name, address, width and height of the window
PICTURES = (("home", "/", 1280, 800),)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(origin: str) -> None:
    """One picture a line of PICTURES, what fits into the window."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, address, width, height in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            page.goto(f"{origin}{address}", wait_until="networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
            print(f"docs/images/{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
