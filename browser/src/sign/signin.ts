/** Signing in is signing a challenge with the seat's key. */

import { fromBase64url, toBase64url } from "../kit/bytes.js";
import { part, post, reasons, reveal, tell, trouble, worded, type Reason } from "../kit/dom.js";
import { signInStatement } from "../record/statements.js";
import { forgetKeys, isLockedNow, lockKeys, rowOf, sign, type Keys } from "./keys.js";
import { opened } from "./unlock.js";

/** Returns the reasons against it; none: signed in. */
export async function signIn(talks: string, seat: string, keys: Keys): Promise<readonly Reason[]> {
  const path = `/talks/${talks}/${seat}/sign-in`;
  const asked = await post(path, {});
  if (!asked.ok) return reasons(asked);
  const { challenge } = (await asked.json()) as { challenge: string };
  const statement = signInStatement(fromBase64url(challenge), keys.device, location.origin, seat, talks);
  const signature = toBase64url(await sign(keys, statement));
  const answer = await post(path, { challenge, device: keys.device, signature });
  return answer.ok ? [] : reasons(answer);
}

export class SignIn extends HTMLElement {
  async connectedCallback(): Promise<void> {
    const talks = this.getAttribute("talks") ?? "";
    const seat = this.getAttribute("seat") ?? "";
    if (this.dataset["left"] !== undefined) await lockKeys(talks, seat);
    const row = await rowOf(talks, seat).catch(() => undefined);
    reveal(this, row ? "ready" : "none");
    if (!row) reveal(this, "for-good", false);
    if (!row) return;
    const button = part<HTMLButtonElement>(this, "go");
    button?.addEventListener("click", () => void this.#go(talks, seat, button));
    part(this, "forget")?.addEventListener("click", () => void this.#forget(talks, seat));
    const waits = this.dataset["waits"] !== undefined; // there is something to read before this page goes on
    if (button && !waits) await this.#go(talks, seat, button);
  }

  async #go(talks: string, seat: string, button: HTMLButtonElement): Promise<void> {
    if (await isLockedNow(talks, seat)) reveal(this, "ready", false); // one button at a time
    const keys = await opened(this, talks, seat).catch(() => undefined);
    reveal(this, "ready");
    const idle = button.textContent ?? "";
    button.disabled = true;
    button.textContent = button.dataset["busy"] ?? idle;
    const refused = await (keys ? signIn(talks, seat, keys) : Promise.reject(new Error("no key"))).catch(() => [{ code: "unreachable", sentence: trouble(this, "unreachable") }]);
    if (refused.length === 0) {
      const next = this.getAttribute("next") ?? "";
      location.replace(next.startsWith("/talks/") ? next : `/talks/${talks}/${seat}/today`);
      return;
    }
    button.disabled = false;
    button.textContent = idle;
    button.hidden = refused.some(({ code }) => code === "device_revoked"); // pressing again would change nothing
    tell(part(this, "refusals"), refused.map(worded));
  }

  /** Nothing of the seat is left in this browser; who comes back needs another invitation. */
  async #forget(talks: string, seat: string): Promise<void> {
    const gone = await forgetKeys(talks, seat).then(() => true, () => false);
    if (!gone) return tell(part(this, "refusals"), [trouble(this, "not_deleted")]);
    for (const name of ["refusals", "ready", "for-good"]) reveal(this, name, false);
    reveal(this, "gone");
  }
}
