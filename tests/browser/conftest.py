"""A browser without a network, and pages to open in it. Where there is no Chromium these tests are left out."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from experiments import compare
from experiments.report.export import run_record
from experiments.report.page import write_report
from experiments.report.scene import Scene
from tests.experiments.tiny import write_tiny

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: no page is opened in a browser"
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
CHOSEN = "[...document.querySelectorAll('[data-control]')].map((control) => control.value).join(' ')"
WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`blocked: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium was found: no page is opened in a browser (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass
class Watched:
    """What a page did that none should do."""

    told: list = field(default_factory=list)

    def watch(self, page, path):
        page.on("console", lambda line: self.told.append(f"{line.type}: {line.text}"))
        page.on("pageerror", lambda error: self.told.append(f"error: {error}"))
        page.on("request", lambda asked: None if asked.url.startswith(path.as_uri()) else self._asked(asked.url))
        page.on("dialog", self._dialog)
        page.on("popup", lambda _: self.told.append("a window"))

    def _asked(self, url):
        # downloads are made within the page
        if not url.startswith("blob:"):
            self.told.append(f"request: {url[:200]}")

    def _dialog(self, dialog):
        self.told.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def opened(browser):
    """Open a page from its file; at its end it must have asked for nothing, said nothing and been refused nothing."""

    @contextmanager
    def open_page(path, state="", *, viewport=DESK, **how):
        context = browser.new_context(viewport=viewport, offline=True, accept_downloads=True, **how)
        context.add_init_script(WATCH)
        page, watched = context.new_page(), Watched()
        page.set_default_timeout(20_000)
        watched.watch(page, path)
        try:
            page.goto(path.as_uri() + state)
            page.wait_for_selector("html[data-drawn]", state="attached")
            yield page
            page.evaluate("new Promise((done) => setTimeout(done, 50))")
            assert watched.told == []
        finally:
            context.close()

    return open_page


def write_page(found, folder):
    """Write the page of a comparison, and nothing else."""
    path = folder / "report.html"
    write_report(Scene.of(found), run_record(found, {}), path)
    return path


def quick(folder, **asked):
    """Comparison that nothing confirms and no draws surround."""
    return compare(str(folder), confirmed=False, draws=0, **asked)


@pytest.fixture(scope="session")
def tiny_page(tmp_path_factory):
    """Page of the tiny region in all its scenarios."""
    folder = tmp_path_factory.mktemp("tiny_page")
    scenarios = ["base", "north-closed", "west-cut", "slow-south", "west-road"]
    return write_page(quick(write_tiny(folder / "region"), scenarios=scenarios), folder)


@pytest.fixture(scope="session")
def bundled_page(tmp_path_factory):
    """Page of the bundled region in all its scenarios, with a few of its hubs."""
    hubs = ["almaty", "astana", "tashkent"]
    return write_page(quick("central-asia", hubs=hubs, p_max=1), tmp_path_factory.mktemp("bundled_page"))


def choose(page, control, value):
    """Choose on the bar of choices, and wait until all is drawn."""
    page.select_option(f'[data-control="{control}"]', value)
    settled(page)


def settled(page):
    """Wait until what was chosen is drawn."""
    until(page, f"document.documentElement.dataset.drawn === {CHOSEN}")


def until(page, condition):
    """Wait until a condition holds; `Page.wait_for_function` would need what the page's policy forbids."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {condition}")
