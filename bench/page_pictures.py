"""The README's two pictures of the page: `python bench/page_pictures.py output/index.html docs`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SHOTS = (("page.png", 1280, 800), ("phone.png", 390, 844))


def main() -> None:
    page_file, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    path = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, width, height in SHOTS:
            page = browser.new_page(
                viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce"
            )
            page.goto(page_file.as_uri())
            page.wait_for_selector("html[data-ready]")
            page.wait_for_timeout(300)
            page.screenshot(path=folder / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
