"""The report in a real browser, through which nothing gets that is not seen here."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from annotations import Project
from annotations.exports import export

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="there is no Chromium, in which to look at the report"
)
#: What it asks for by itself, whatever page it shows, is left out as far as it can be.
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--incognito"),
    *("--disable-background-networking", "--disable-component-update", "--disable-default-apps"),
    *("--disable-domain-reliability", "--disable-client-side-phishing-detection"),
    "--disable-features=OptimizationHints,MediaRouter,Translate,DialMediaRouteProvider",
)
#: Whom it asks for news of itself all the same.
MAKER = re.compile(r"(https?://)?([\w.-]+\.)?(google|googleapis|gvt1|gstatic|chromium)\.(com|org)\b")
OUTSIDE = "outside.example"


class Proxy(ThreadingHTTPServer):
    """Takes every request that a browser makes, notes what it asks for, and answers that there is nothing."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def _nothing(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            do_GET = do_POST = do_CONNECT = do_HEAD = _nothing

            def log_message(self, format: str, *arguments: object) -> None:
                """Print nothing."""

        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = asked


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    proxy = Proxy()
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    yield proxy
    proxy.shutdown()
    proxy.server_close()


def seen(page: Path, proxy: Proxy) -> tuple[str, set[str]]:
    """The page as the browser has it in the end, and what was asked for meanwhile for its sake."""
    proxy.asked.clear()
    assert BROWSER is not None
    profile = page.with_suffix(".profile")
    run = subprocess.run(
        [
            BROWSER, *QUIET, f"--user-data-dir={profile}", f"--proxy-server=127.0.0.1:{proxy.server_port}",
            "--virtual-time-budget=3000", "--dump-dom", page.as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )  # fmt: skip
    return run.stdout, {asked for asked in proxy.asked if not MAKER.match(asked)}


def test_the_report_is_shown_and_nothing_is_asked_for(project: Project, tmp_path: Path, proxy: Proxy) -> None:
    for article in project.articles:
        project.set_article(article.id, url=f"http://{OUTSIDE}/{article.label}")
    claim = project.claims[0]
    hostile = f'<img src="http://{OUTSIDE}/text.png"><script>document.title = "run"</script>'
    project.set_claim(claim.id, note=hostile, verdict=hostile)
    report, control = tmp_path / "report.html", tmp_path / "control.html"
    export(project, "html", report)
    control.write_text(f"<!DOCTYPE html><title>control</title>{hostile}", "utf-8")
    shown, asked = seen(control, proxy)
    assert asked == {f"http://{OUTSIDE}/text.png"}
    assert "<title>run</title>" in shown
    shown, asked = seen(report, proxy)
    assert asked == set()
    assert "<title>run</title>" not in shown
    for number in range(1, len(project.claims) + 1):
        assert f'id="c{number}"' in shown
