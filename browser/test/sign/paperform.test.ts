// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";

import { fromBase64url } from "../../src/kit/bytes.js";
import { signatureHolds } from "../../src/record/canonical.js";
import { paperKeyStatement } from "../../src/record/statements.js";
import { keepKeys, make } from "../../src/sign/keys.js";
import { madeHere, PaperKey } from "../../src/sign/paperform.js";

customElements.define("parley-paper-key", PaperKey);

const MAKES = `<form><input name="ed25519" value=""><parley-paper-key data-makes><button type="button" data-make disabled></button>
  <div data-made hidden><ol data-words></ol></div></parley-paper-key></form>`;
const USES = `<form><input name="key" value=""><input name="proof" value=""><parley-paper-key data-uses data-talks="t" data-party="north" data-seat="north-head">
  <textarea data-said></textarea><p data-wrong hidden></p></parley-paper-key></form>`;

function field(name: string): HTMLInputElement {
  return document.querySelector<HTMLInputElement>(`[name=${name}]`)!;
}

/** Puts a page there whose elements come to life when all of it has been read, as behind a module's script. */
function stands(html: string): void {
  const page = document.createElement("div");
  page.innerHTML = html;
  document.body.replaceChildren(page);
}

beforeEach(() => sessionStorage.clear());

test("the words are shown, only the public part goes into the form, and the typed words sign this very device", async () => {
  stands(MAKES);
  document.querySelector<HTMLElement>("[data-make]")!.click();
  await vi.waitFor(() => expect(document.querySelectorAll("[data-words] li")).toHaveLength(18));
  const words = [...document.querySelectorAll("[data-words] li")].map((item) => item.textContent).join(" ");
  const made = field("ed25519").value;
  expect(madeHere(made)).toBe(true);
  expect(madeHere("another key that the server put on the sheet")).toBe(false);
  expect(document.querySelector("form")!.outerHTML.match(/name=/g)).toHaveLength(1);

  const keys = await make();
  await keepKeys("t", "north-head", keys);
  stands(USES);
  const form = document.querySelector("form")!;
  const sent = vi.spyOn(form, "submit").mockImplementation(() => undefined);
  field("key").value = made;
  const said = document.querySelector("textarea")!;
  const wrong = document.querySelector<HTMLElement>("[data-wrong]")!;
  said.value = "not these words";
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(wrong.hidden).toBe(false));
  expect(sent).not.toHaveBeenCalled();
  said.value = words;
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(sent).toHaveBeenCalled());
  const statement = paperKeyStatement(keys.device, "north", "north-head", "t");
  expect(await signatureHolds(fromBase64url(made), fromBase64url(field("proof").value), statement)).toBe(true);
  expect(said.value).toBe("");
});
