"""Exactly once: whatever network, phone and server do meanwhile, one request arrives, with all its photos.

The app's own outbox in a real browser, the real server, and between them a network that loses requests and
answers; what was sent is sent again by nobody, later and in any order; page and server are killed in between.
"""

import os
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Final, Literal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from playwright.sync_api import Page, Request

from tests.browser.chaos import Chaos, Fate
from tests.browser.conftest import Site
from tests.browser.residents import ask, at_home, kept_pictures, rows, shelf, stored, until
from tests.pictures import a_photo

ROUNDS: Final = int(os.environ.get("LINLI_TEST_ROUNDS", "2"))
PHOTOS: Final = [a_photo(1), a_photo(6)]

Crash = Literal["", "page", "server"]


class Attempt(Struct, frozen=True):
    """What happens to one PUT, who dies after it, and whether something older comes once more then."""

    fate: Fate
    crash: Crash
    replay: bool


ATTEMPTS: Final = st.lists(
    st.builds(
        Attempt,
        st.sampled_from(["pass", "cut", "lose"]),
        st.sampled_from(["", "", "", "page", "server"]),
        st.booleans(),
    ),
    max_size=6,
)


class Sent(Struct, frozen=True):
    """A PUT as it left the browser, so that it can come again."""

    path: str
    headers: dict[str, str]
    body: bytes

    def again(self, site: Site) -> int:
        """Straight to the server, as a network that doubles and delays does; the status."""
        kept = ("content-type", "linli-key", "linli-client", "content-digest")
        headers = {name: value for name, value in self.headers.items() if name in kept}
        call = urllib.request.Request(site.url + self.path, self.body, headers, method="PUT")
        try:
            with urllib.request.urlopen(call, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


class Trouble:
    """Lets each PUT meet its fate, and remembers what left."""

    def __init__(self, net: Chaos, attempts: list[Attempt]) -> None:
        self.attempts, self.met, self.sent = attempts, 0, list[Sent]()
        net.hook = self.fate_of

    def fate_of(self, data: bytes) -> Fate:
        """The next one's; the rest of the list is silence, and then all is well."""
        if not data.startswith(b"PUT "):
            return "pass"
        self.met += 1
        return self.attempts[self.met - 1].fate if self.met <= len(self.attempts) else "pass"

    def listen(self, page: Page) -> None:
        """What leaves this page."""

        def note(request: Request) -> None:
            body = request.post_data_buffer
            if request.method == "PUT" and body:
                path = "/" + request.url.split("/", 3)[3]
                self.sent.append(Sent(path, request.headers, body))

        page.on("request", note)


@settings(
    max_examples=2 * ROUNDS,  # beside the worst that we thought of
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example([Attempt("lose", "server", True), Attempt("cut", "page", True), Attempt("lose", "page", True)], 2, 0)
@given(attempts=ATTEMPTS, photos=st.integers(0, 2), seed=st.integers(0, 1000))
def test_one_request_arrives_whatever_happens(
    own_site: Site, open_phone: Callable[..., Page], attempts: list[Attempt], photos: int, seed: int
) -> None:
    net, order = Chaos(own_site.port), Random(seed)  # not drawn as we go: how often depends on the clock
    try:
        words = f"一件求助 {os.urandom(6).hex()}"
        page = at_home(open_phone(), net.url)
        page.context.set_offline(True)
        id = ask(page, words, PHOTOS[:photos])
        trouble = Trouble(net, attempts)
        trouble.listen(page)
        page.context.set_offline(False)
        for number, attempt in enumerate(attempts, 1):
            until(partial(nudged, page, trouble, words, own_site, number), page)
            if attempt.replay and trouble.sent:
                assert order.choice(trouble.sent).again(own_site) in {
                    200,
                    201,
                    404,
                }  # a photo before its words
            if attempt.crash == "server":
                own_site.kill()
                own_site.start()
            elif attempt.crash == "page":
                context = page.context
                page.close()
                page = context.new_page()
                trouble.listen(page)
                page.goto(f"{net.url}/help")
        until(partial(nudged, page, trouble, words, own_site, 1000), page)
        late = [*trouble.sent]
        order.shuffle(late)
        assert {sent.again(own_site) for sent in late} <= {200}

        (request,) = stored(own_site, words)
        steps = rows(own_site, "SELECT act FROM request_step WHERE request = ?", id)
        assert [step["act"] for step in steps] == ["submit"]
        assert len(kept_pictures(own_site, id)) == photos == request["photos_expected"]
        (mine,) = [each for each in shelf(page, "mine") if each["id"] == id]
        assert mine["received"]["number"] == request["number"]
        assert [shelf(page, store) for store in ("outbox", "photos", "drafts")] == [[], [], []]
        page.context.close()
    finally:
        net.close()


def nudged(page: Page, trouble: Trouble, words: str, site: Site, number: int) -> bool:
    """That many PUTs have met their fate, or all has arrived; the phone hears that there may be a network."""
    if trouble.met >= number or (not shelf(page, "outbox") and bool(stored(site, words))):
        return True
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(200)
    return False
