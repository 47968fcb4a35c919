/** Under which lock an invitation's key is made: none, eight words that are shown once and typed again, or a passkey. */

import { part, reveal, tell } from "../kit/dom.js";
import { listed, wordList } from "../record/words.js";
import type { Locking } from "./keys.js";
import { drawn, keyOfWords, lockByWords, typed } from "./lock.js";
import { newPasskey, passkeysHere } from "./passkey.js";
import { told, wrong } from "./unlock.js";

/** Call `make` when the person has chosen; `show` opens the step where the words stand. */
export function offerLocks(root: HTMLElement, show: (step: "words") => void, make: (button: HTMLButtonElement, locking: Locking | null) => void): void {
  const plain = part<HTMLButtonElement>(root, "make");
  plain?.addEventListener("click", () => make(plain, null));
  const passkey = part<HTMLButtonElement>(root, "make-passkey");
  reveal(root, "make-passkey", passkeysHere());
  passkey?.addEventListener("click", () => {
    void newPasskey().then((made) => {
      if (made) make(passkey, made);
      else tell(part(root, "refusals"), [told(root, "no_passkey")]);
    });
  });
  part(root, "make-words")?.addEventListener("click", () => {
    void ask(root, make).then(() => show("words"), () => tell(part(root, "refusals"), [told(root, "unreachable")]));
  });
}

/** Show fresh words; whoever types them as they stand has written them down, and only then is a key made. */
async function ask(root: HTMLElement, make: (button: HTMLButtonElement, locking: Locking) => void): Promise<void> {
  const lang = listed(document.documentElement.lang);
  const list = await wordList(lang);
  const words = drawn(list);
  part(root, "drawn")?.replaceChildren(
    ...words.map((word) => {
      const item = document.createElement("li");
      item.lang = lang;
      item.textContent = word;
      return item;
    }),
  );
  const again = part<HTMLTextAreaElement>(root, "again");
  const form = part<HTMLFormElement>(root, "typed");
  if (again === null || form === null) return;
  again.value = "";
  form.onsubmit = (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const found = typed(again.value, list);
    const meant = typed(words.join(" "), list);
    const fault = wrong(root, found);
    if (fault !== null) return tell(part(root, "refusals"), [fault]);
    if (!("bytes" in found) || !("bytes" in meant) || button === null) return;
    if (found.bytes.join() !== meant.bytes.join()) return tell(part(root, "refusals"), [told(root, "not_the_same")]);
    const lock = lockByWords(lang);
    button.disabled = true;
    void keyOfWords(found.bytes, lock).then((key) => make(button, { lock, key }));
  };
}
