"""Makes the pictures of the documentation: `python scripts/screenshots.py http://127.0.0.1:8000` beside `make run`.

The pictures of the editors' guide need a fresh copy with the samples: the script works there as its demo accounts do
(it saves and submits a page, asks for an approval). `--home` makes the picture of the home page alone.
"""

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PASSWORD = "sample-password-s3"
WRITER, MODERATOR = "writer@s3cop.example", "editor@s3cop.example"
GUIDE_WINDOW = {"width": 1280, "height": 760}
COLOURS = 96


def main(origin: str, *, home_only: bool) -> None:
    """One picture after the other, what fits into the window."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(f"{origin}/", wait_until="networkidle")
        page.screenshot(path=FOLDER / "home.png")
        print("docs/images/home.png")
        if not home_only:
            Guide(browser, origin).make()
        browser.close()


class Guide:
    """The pictures of docs/editors-guide.md, in the order in which the guide tells them."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.browser = browser
        self.origin = origin

    def make(self) -> None:
        visitor = self.window()
        self.show(visitor, "/accounts/login/", "guide-sign-in")
        writer = self.window(WRITER)
        self.show(writer, "/account/second-factor/", "guide-second-factor")
        self.show(writer, "/admin/", "guide-home")
        page_id = self.page_id(writer, "Secretariat and partners", "home.standardpage")
        edit = f"/admin/pages/{page_id}/edit/"

        self.show(writer, edit, "guide-edit")
        self.open_actions(writer)
        self.take(writer, "guide-submit")
        writer.get_by_role("button", name=re.compile("^(Submit|Resubmit) to")).first.click()
        writer.wait_for_load_state("networkidle")

        moderator = self.window(MODERATOR)
        self.show(moderator, "/admin/", "guide-waiting")
        moderator.goto(f"{self.origin}{edit}", wait_until="networkidle")
        self.open_actions(moderator)
        self.take(moderator, "guide-moderate")
        self.show(moderator, edit, "guide-schedule", before=self.open_schedule)

        approvals = f"/admin/approvals/page/{page_id}/"
        moderator.goto(f"{self.origin}{approvals}", wait_until="networkidle")
        moderator.get_by_label("Name").fill("Dora Desk")
        moderator.get_by_label("E-mail address").fill("dora.desk@ministry.example")
        moderator.get_by_label("Message").fill("Please check the names of the partners.")
        self.take(moderator, "guide-ask")
        moderator.get_by_role("button", name="Send the letter").click()
        moderator.wait_for_load_state("networkidle")
        self.take(moderator, "guide-approvals")
        self.show(visitor, self.link_in_letter(visitor, "/approval/"), "guide-draft")
        self.show(visitor, visitor.url.removeprefix(self.origin) + "answer/", "guide-answer")

        self.show(moderator, "/admin/reviews/", "guide-reviews")
        event_id = self.page_id(moderator, "diffusion survey", "events.eventpage")
        self.show(moderator, f"/admin/setups/{event_id}/", "guide-set-up")
        self.show(moderator, f"/admin/registrations/event/{event_id}/", "guide-registrations")
        self.show(moderator, "/admin/cookies/", "guide-cookies")
        moderator.goto(f"{self.origin}/admin/newsletter/new/", wait_until="networkidle")
        moderator.get_by_label("Subject").fill("What we learned this month")
        moderator.get_by_role("button", name="Begin").click()
        moderator.wait_for_load_state("networkidle")
        self.take(moderator, "guide-newsletter")

    def window(self, account: str = "") -> Page:
        """A window of its own, logged in with the demo's password."""
        context = self.browser.new_context(viewport=GUIDE_WINDOW, color_scheme="light", reduced_motion="reduce")
        page = context.new_page()
        if account:
            page.goto(f"{self.origin}/accounts/login/password/")
            page.fill("input[name=login]", account)
            page.fill("input[type=password]", PASSWORD)
            page.press("input[type=password]", "Enter")
            page.wait_for_load_state("networkidle")
        return page

    def show(self, page: Page, address: str, name: str, before: Callable[[Page], None] | None = None) -> None:
        page.goto(f"{self.origin}{address}", wait_until="networkidle")
        refuse = page.get_by_role("button", name="Reject all")
        if refuse.is_visible():
            refuse.click()
        if before:
            before(page)
        self.take(page, name)

    def take(self, page: Page, name: str) -> None:
        """What is in the window, in few colours: words on plain ground need no more."""
        page.wait_for_timeout(400)
        file = FOLDER / f"{name}.png"
        page.screenshot(path=file)
        with Image.open(file) as picture:
            small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(file, optimize=True)
        print(f"docs/images/{name}.png")

    def page_id(self, page: Page, words: str, kind: str) -> int:
        """The number of the first page of this kind that the admin's search finds."""
        page.goto(f"{self.origin}/admin/pages/search/?q={words}&content_type={kind}", wait_until="networkidle")
        return int(re.findall(r"/admin/pages/(\d+)/edit/", page.content())[0])

    def open_actions(self, page: Page) -> None:
        page.get_by_role("button", name="More actions").first.click()

    def open_schedule(self, page: Page) -> None:
        page.get_by_role("button", name="Toggle status").click()
        page.get_by_role("button", name=re.compile("schedule", re.IGNORECASE)).first.click()

    def link_in_letter(self, page: Page, part: str) -> str:
        """The address that holds `part` in the newest letter of the demo's mailbox."""
        page.goto(f"{self.origin}/dev/letters/", wait_until="networkidle")
        newest = page.locator("main th a").first.get_attribute("href")
        page.goto(f"{self.origin}{newest}?show=text", wait_until="networkidle")
        return re.search(rf"https?://[^/\s]+({part}[^\s\"<]+)", page.content())[1]  # type: ignore[index]


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    main(given[0].rstrip("/") if given else "http://127.0.0.1:8000", home_only="--home" in sys.argv)
