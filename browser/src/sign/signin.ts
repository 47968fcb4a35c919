/** Signing in is signing a challenge with the seat's key. */

import { fromBase64url, toBase64url } from "../kit/bytes.js";
import { part, post, reasons, reveal, tell, trouble, worded, type Reason } from "../kit/dom.js";
import { signInStatement } from "../record/statements.js";
import { forgetKeys, keysOf, sign, type Keys } from "./keys.js";

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
    const keys = await keysOf(talks, seat).catch(() => undefined);
    reveal(this, keys ? "ready" : "none");
    if (!keys) reveal(this, "for-good", false);
    if (!keys) return;
    const button = part<HTMLButtonElement>(this, "go");
    button?.addEventListener("click", () => void this.#go(talks, seat, keys, button));
    part(this, "forget")?.addEventListener("click", () => void this.#forget(talks, seat));
    const waits = this.dataset["waits"] !== undefined; // there is something to read before this page goes on
    if (button && !waits) await this.#go(talks, seat, keys, button);
  }

  async #go(talks: string, seat: string, keys: Keys, button: HTMLButtonElement): Promise<void> {
    const idle = button.textContent ?? "";
    button.disabled = true;
    button.textContent = button.dataset["busy"] ?? idle;
    const refused = await signIn(talks, seat, keys).catch(() => [{ code: "unreachable", sentence: trouble(this, "unreachable") }]);
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
