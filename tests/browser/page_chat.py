"""The web page as somebody uses it."""

from playwright.sync_api import Locator, Page, expect

CODE = "H22.38.9-261116-0001"


class Chat:
    """The page as somebody uses it. What goes wrong in the browser is kept in `faults`."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text))
        page.goto(url)

    def say(self, text: str) -> None:
        """Type a message and send it."""
        box = self.page.get_by_label("Câu hỏi của bà con")
        box.fill(text)
        box.press("Enter")

    def answer(self, number: int) -> Locator:
        """Return the desk's answer with this number; the greeting is number 0."""
        found = self.page.locator("article.desk").nth(number)
        expect(found).to_be_visible()
        return found

    @property
    def said(self) -> Locator:
        """Return what the citizen said."""
        return self.page.locator("article.citizen .bubble")
