"""A page opened from disk reloads when `dateline build --watch` has built it anew, and not before."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

from playwright.sync_api import Browser

from building import command


def test_the_open_page_follows_the_folder(root: Path, chromium: Browser, tmp_path: Path) -> None:
    """An article that is dropped into a watched folder appears on the open page; Ctrl-C ends the watch with 130."""
    folder, output = tmp_path / "articles", tmp_path / "output"
    folder.mkdir()
    shutil.copy(root / "seeds/beirut-port-blast.md", folder)
    watching = subprocess.Popen(
        command("build", folder, "-o", output, "--cache", "none", "--watch"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert watching.stdout is not None
        while "Watching" not in (line := watching.stdout.readline()):
            assert line, "the watch ended before it began"
        page = chromium.new_page()
        page.goto((output / "index.html").as_uri())
        page.evaluate("window.mark = 1")
        page.wait_for_timeout(2500)
        assert page.evaluate("window.mark") == 1
        shutil.copy(root / "seeds/urmia-lake-protests.md", folder)
        page.get_by_text("in 2 articles").first.wait_for(timeout=60_000)
        assert page.evaluate("window.mark") is None
        page.close()
    finally:
        time.sleep(0.5)
        watching.send_signal(signal.SIGINT)
        watching.communicate(timeout=30)
    assert watching.returncode == 130
