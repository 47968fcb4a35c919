"""A key under a lock, in a real browser: what the profile keeps does not open, and sheet, room and sign-in ask first."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from parley.talks import Talks
from tests.chromium import PROGRAM, held, until_true
from tests.sitting import TALKS, Room, created, drafted, vouch
from tests.web.serving import Served, listening
from tests.whole.at_table import FLAGS
from tests.whole.test_pages_look import AXE

HEAD = "south-head"
KEPT = """async (name) => await new Promise((resolve, reject) => {
  const asked = indexedDB.open("parley", 1);
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const work = asked.result.transaction("devices").objectStore("devices");
    const [rows, names] = [work.getAll(), work.getAllKeys()];
    work.transaction.oncomplete = () => {
      asked.result.close();
      const holds = (value) => value instanceof CryptoKey ? value.type === "private" :
        value !== null && typeof value === "object" && !ArrayBuffer.isView(value) && Object.values(value).some(holds);
      resolve({ names: names.result, private: rows.result.some(holds), by: rows.result.map((row) => row.lock?.by) });
    };
  };
})"""
ATTENDS = (
    "navigator.locks.query().then(({ held }) => held.some(({ name }) => name.startsWith('parley page')))"
)
LOCKED = "parley-unlock form:visible"


@pytest.fixture
def waiting() -> Room:
    """A table whose south head has yet to come: everybody else is accepted."""
    made = created(empty=HEAD)
    vouch(made, "north-head", ["north-head", "north-lists"])
    made["north-head"].must("roster.devices-accepted.1", devices=[made["chair"].device], party="north")
    return made


@contextmanager
def arrived(room: Room, context: BrowserContext, language: str) -> Iterator[tuple[Page, str]]:
    """Give a page that asks whether this device may hold the key, and the server's address."""
    asked = Command("seat.invite", {"seat": HEAD, "language": "en"}, "invited-to-lock")
    answer = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(answer, Recorded)
    told = dict(answer.extra)
    with listening(Served(room)) as address:
        page = context.new_page()
        page.goto(address + str(told["link"]).replace("#", f"?lang={language}#"))
        page.click("[data-next]")
        page.fill("#code", told["code"])
        page.click("[data-step=code] button")
        page.wait_for_selector("[data-make]:visible")
        yield page, address


def lock_by_words(page: Page) -> list[str]:
    """Take the words that are shown, type them again, and have the key made; return them."""
    page.click("[data-make-words]")
    page.wait_for_selector("[data-drawn] li")
    words = page.locator("[data-drawn] li").all_inner_texts()
    page.fill("[data-again]", " ".join(words))
    page.click("[data-typed] button")
    page.wait_for_selector("[data-step=fingerprint]:visible")
    return words


def seated(room: Room, page: Page, address: str) -> None:
    """Vouch for the head's new device on its sheet, have it accepted, and open the session."""
    device = [d for d in room.app.talks.get(TALKS).of(Talks).devices.values() if d.seat == HEAD][-1]
    page.goto(f"{address}/talks/{TALKS}/{HEAD}/sheet/roster.device-vouched.1?device={device.id}")
    with held(page):
        page.wait_for_url("**/sits")
    room["north-head"].must("roster.devices-accepted.1", devices=[device.id], party="north")
    page.goto(f"{address}/talks/{TALKS}/{HEAD}/sheet/roster.devices-accepted.1")
    with held(page):
        page.wait_for_url("**/sits")
    room["chair"].must("talks.session-opened.1", session="session-1")
    drafted(room)


def offer(page: Page, words: str) -> None:
    page.fill("[data-words]", words)
    page.click("parley-unlock button")


def barriers(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds on a page as it stands."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]]


def test_every_step_of_locking_and_unlocking_is_for_everybody_and_fits_a_phone(
    waiting: Room, browser: Browser
) -> None:
    small = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    with small as context, arrived(waiting, context, "ps") as (page, address):
        found = {"choice": barriers(page)}
        page.click("[data-make-words]")
        page.wait_for_selector("[data-drawn] li")
        words = page.locator("[data-drawn] li").all_inner_texts()
        page.fill("[data-again]", words[0])
        page.click("[data-typed] button")
        page.wait_for_selector("[data-refusals] .note")
        found["words"] = barriers(page)
        page.fill("[data-again]", " ".join(words))
        page.click("[data-typed] button")
        page.wait_for_selector("[data-step=fingerprint]:visible")
        seated(waiting, page, address)
        base = f"{address}/talks/{TALKS}/{HEAD}"
        page.goto(f"{base}/key")
        page.click("[data-lock]")
        page.wait_for_selector("[data-shut]:visible")
        found["key"] = barriers(page)
        wide = []
        for place in ("sheet/text.clause-adopted.1?clause=1", "room"):
            page.goto(f"{base}/{place}")
            page.wait_for_selector(LOCKED)
            offer(page, "1234")
            page.wait_for_selector("[data-wrong] .note")
            found[place] = barriers(page)
            wide.append(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert max(wide) <= 0


def test_a_key_locked_by_words_opens_with_them_alone_and_is_needed_to_sign_in_sign_and_sit(
    waiting: Room, browser: Browser
) -> None:
    with browser.new_context() as context, arrived(waiting, context, "ps") as (page, address):
        words = lock_by_words(page)
        assert len(words) >= 6
        kept = page.evaluate(KEPT)
        assert kept == {"names": [f"{TALKS}/{HEAD}"], "private": False, "by": ["words"]}
        seated(waiting, page, address)  # page after page: it stays open in memory, and nobody is asked again
        assert page.locator(LOCKED).count() == 0
        base = f"{address}/talks/{TALKS}/{HEAD}"
        page.goto(f"{base}/key")
        page.click("[data-lock]")
        page.wait_for_selector("[data-shut]:visible")
        page.goto(f"{base}/sheet/text.clause-adopted.1?clause=1")
        page.wait_for_selector(LOCKED)
        assert page.locator("[data-hold]").is_hidden()
        page.goto(f"{base}/room")
        page.wait_for_selector(LOCKED)
        page.click(".room-join, parley-room button.do")
        page.wait_for_selector(".room-trouble")
        offer(page, " ".join(words))
        page.wait_for_selector("parley-unlock", state="hidden")
        page.goto(f"{base}/sheet/text.clause-adopted.1?clause=1")
        with held(page):
            page.wait_for_url(re.compile(r"/text(#.*)?$"))
        page.goto(f"{base}/today")
        page.click("form[action$='/sign-out'] button")  # which locks, too
        page.click("[data-go]")
        page.wait_for_selector(LOCKED)
        for wrong in ("1234", " ".join(words[:5]), " ".join(words[::-1]), " ".join([*words[:7], "qqq"])):
            offer(page, wrong)
            page.wait_for_selector("[data-wrong] .note")
            assert page.url.endswith("/sign-out")
            page.evaluate("document.querySelector('[data-wrong]').replaceChildren()")
        assert page.evaluate(KEPT) == kept  # nothing is lost by it
        offer(page, "، ".join(words))
        page.wait_for_url("**/today")


def test_words_that_were_not_written_down_lock_nothing_and_make_no_key(
    waiting: Room, browser: Browser
) -> None:
    with browser.new_context() as context, arrived(waiting, context, "en") as (page, _):
        page.click("[data-make-words]")
        words = page.locator("[data-drawn] li").all_inner_texts()
        for wrong in ("123456", " ".join(words[:6]), " ".join(words[1:] + words[:1])):
            page.fill("[data-again]", wrong)
            page.click("[data-typed] button")
            page.wait_for_selector("[data-refusals] .note")
            page.evaluate("document.querySelector('[data-refusals]').replaceChildren()")
        assert page.evaluate(KEPT)["names"] == []
        assert [d for d in waiting.app.talks.get(TALKS).of(Talks).devices.values() if d.seat == HEAD] == []


def test_words_that_were_written_down_before_an_answer_was_lost_are_those_of_the_key(
    waiting: Room, browser: Browser
) -> None:
    with browser.new_context() as context, arrived(waiting, context, "ar") as (page, address):
        right = page.input_value("#code")
        page.route("**/redeem", lambda route: route.abort())
        page.click("[data-make-words]")
        page.wait_for_selector("[data-drawn] li")
        words = page.locator("[data-drawn] li").all_inner_texts()
        page.fill("[data-again]", " ".join(words))
        page.click("[data-typed] button")
        page.wait_for_selector("[data-refusals] li:visible")
        page.unroute("**/redeem")
        page.reload()
        page.click("[data-next]")
        page.fill("#code", right)
        page.click("[data-step=code] button")
        page.wait_for_selector("[data-chosen]:visible")
        assert page.locator(
            "[data-make-words]"
        ).is_hidden()  # or other words would be shown that open nothing
        page.click("[data-make]")
        page.wait_for_selector("[data-step=fingerprint]:visible")
        page.goto(f"{address}/talks/{TALKS}/{HEAD}/key")
        page.click("[data-lock]")
        page.wait_for_selector("[data-shut]:visible")
        page.click("form[action$='/sign-out'] button")
        page.click("[data-go]")
        offer(page, " ".join(words))
        page.wait_for_url("**/waiting")


def test_a_key_that_one_window_locks_is_locked_in_all(waiting: Room, browser: Browser) -> None:
    with browser.new_context() as context, arrived(waiting, context, "en") as (page, address):
        lock_by_words(page)
        other = context.new_page()
        other.goto(f"{address}/talks/{TALKS}/{HEAD}/key")
        other.wait_for_selector("[data-open]:visible")  # another window of this browser needs no words
        page.goto(f"{address}/talks/{TALKS}/{HEAD}/key")
        page.click("[data-lock]")
        other.wait_for_selector("[data-shut]:visible")


def test_half_a_minute_after_the_last_window_is_closed_the_key_is_locked(
    waiting: Room, browser: Browser
) -> None:
    with browser.new_context() as context, arrived(waiting, context, "en") as (page, address):
        lock_by_words(page)
        page.goto(f"{address}/talks/{TALKS}/{HEAD}/key")
        page.wait_for_selector("[data-open]:visible")
        tools = browser.new_browser_cdp_session()

        def holder() -> list[str]:
            found = tools.send("Target.getTargets")["targetInfos"]
            return [one["url"] for one in found if one["type"] == "shared_worker"]

        assert len(holder()) == 1
        page.goto(
            f"{address}/talks/{TALKS}/{HEAD}/waiting"
        )  # which needs no key, and keeps it open all the same
        until_true(page, ATTENDS)
        page.goto("about:blank")
        end = time.monotonic() + 240
        while holder():
            assert time.monotonic() < end, holder()
            page.wait_for_timeout(500)  # between looks
        page.goto(f"{address}/talks/{TALKS}/{HEAD}/key")
        page.wait_for_selector("[data-shut]:visible")


@contextmanager
def authenticator(page: Page) -> Iterator[None]:
    """Give the page's browser a virtual authenticator that has the PRF extension and verifies its person."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "hasPrf": True,
        "isUserVerified": True,
    }
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made["authenticatorId"]})


def test_a_key_locked_by_a_passkey_opens_with_that_passkey_alone(waiting: Room, browser: Browser) -> None:
    with browser.new_context() as context, arrived(waiting, context, "en") as (page, address):
        base = f"{address}/talks/{TALKS}/{HEAD}"
        with authenticator(page):
            page.click("[data-make-passkey]")
            page.wait_for_selector("[data-step=fingerprint]:visible")
            assert page.evaluate(KEPT) == {
                "names": [f"{TALKS}/{HEAD}"],
                "private": False,
                "by": ["passkey"],
            }
            seated(waiting, page, address)
            page.goto(f"{base}/key")
            page.click("[data-lock]")
            page.wait_for_selector("[data-shut]:visible")
            page.goto(f"{base}/sheet/text.clause-adopted.1?clause=1")
            page.wait_for_selector(LOCKED)
            assert page.locator("[data-words]").is_hidden()
            page.click("parley-unlock button")
            with held(page):
                page.wait_for_url(re.compile(r"/text(#.*)?$"))
            page.goto(f"{base}/key")
            page.click("[data-lock]")
            page.wait_for_selector("[data-shut]:visible")
        drafted(waiting, "1", 2)
        with authenticator(page):  # another one, whose PRF gives other bytes
            page.goto(f"{base}/sheet/text.clause-adopted.1?clause=1")
            page.wait_for_selector(LOCKED)
            page.click("parley-unlock button")
            page.wait_for_selector("[data-wrong] .note")
            assert page.locator("[data-hold]").is_hidden()


def test_the_profiles_files_hold_no_seed_of_a_locked_key(
    waiting: Room, browser: Browser, tmp_path: Path
) -> None:
    """Beside a key without a lock, whose seed does stand there: so the search finds what there is to find."""
    profile = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(
        str(profile), executable_path=PROGRAM, args=list(FLAGS)
    )
    seeds: list[list[int]] = []
    try:
        context.expose_function("seedMade", lambda seed: seeds.append(seed))  # noqa: PLW0108 - it is marked by what calls it
        context.add_init_script(WATCH)
        with arrived(waiting, context, "en") as (page, _):
            lock_by_words(page)
            clear = page.evaluate(KEEP_CLEAR)
    finally:
        context.close()
    files = [path.read_bytes() for path in profile.rglob("*") if path.is_file()]
    assert len(seeds) == 2  # of Ed25519 and of X25519
    assert any(bytes(clear) in data for data in files)
    for seed in seeds:
        assert not any(bytes(seed) in data for data in files)


WATCH = """
const exportKey = crypto.subtle.exportKey.bind(crypto.subtle);  // what locking reads, it reads once
crypto.subtle.exportKey = async (format, key) => {
  const found = await exportKey(format, key);
  if (format === "pkcs8") await window.seedMade([...new Uint8Array(found).slice(16)]);
  return found;
};
"""
KEEP_CLEAR = """async () => {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const { d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const seed = Uint8Array.from(atob(d.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const key = await crypto.subtle.importKey("jwk", await crypto.subtle.exportKey("jwk", pair.privateKey), "Ed25519", false, ["sign"]);
  await new Promise((resolve, reject) => {
    const asked = indexedDB.open("parley", 1);
    asked.onsuccess = () => {
      const work = asked.result.transaction("devices", "readwrite", { durability: "strict" });
      work.objectStore("devices").put({ device: "", key }, "clear");
      work.oncomplete = () => { asked.result.close(); resolve(); };
      work.onerror = () => reject(work.error);
    };
  });
  return [...seed];
}"""
