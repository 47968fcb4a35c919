"""Where a browser gives a stored X25519 key back as null, as Safari 27 does, a key is kept wrapped, and sits and signs as any other."""

from playwright.sync_api import Browser

from parley.talks import Talks
from tests.chromium import until_true
from tests.sitting import TALKS, Room
from tests.whole.test_pages_locked import HEAD, KEPT, arrived, waiting

__all__ = ["waiting"]
FORGETFUL = """
const real = Object.getOwnPropertyDescriptor(IDBRequest.prototype, "result");
const without = (value) => {
  if (value instanceof CryptoKey) return value.algorithm.name === "X25519" && value.type === "private" ? null : value;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || !("device" in value || "privateKey" in value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, without(one)]));
};
Object.defineProperty(IDBRequest.prototype, "result", { ...real, get() { return without(real.get.call(this)); } });
"""
OPENED = """async ([talks, seat]) => {
  const row = await new Promise((resolve) => {
    const asked = indexedDB.open("parley", 1);
    asked.onsuccess = () => {
      const got = asked.result.transaction("devices").objectStore("devices").get(`${talks}/${seat}`);
      got.onsuccess = () => { asked.result.close(); resolve(got.result); };
    };
  });
  return { format: row.format, out: row.by.extractable };
}"""


def test_a_browser_that_forgets_keys_keeps_them_wrapped_and_signs_in_with_them(
    browser: Browser, waiting: Room
) -> None:
    with browser.new_context() as context:
        context.add_init_script(FORGETFUL)
        with arrived(waiting, context, "en") as (page, address):
            page.click("[data-make]")
            page.wait_for_selector("[data-step=fingerprint]:visible")
            assert page.evaluate(OPENED, [TALKS, HEAD]) == {"format": "parley-wrapped/1", "out": False}
            assert page.evaluate(KEPT, "")["names"] == [
                f"{TALKS}/{HEAD}"
            ]  # nothing that was tried stays behind
            context.clear_cookies()
            page.goto(
                f"{address}/talks/{TALKS}/{HEAD}/waiting"
            )  # it signs in by itself, with the key as it is kept
            page.wait_for_selector("#waiting")
            device = next(
                one.id for one in waiting.app.talks.get(TALKS).of(Talks).devices.values() if one.seat == HEAD
            )
            until_true(page, f"document.querySelector('[data-device]').dataset.device === '{device}'")
