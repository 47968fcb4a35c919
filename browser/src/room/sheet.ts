/** The keys, what each does, and the switch by which they are off. */
import type { TemplateResult } from "lit";

import type { Inside } from "./inside.js";
import { html, word } from "./lent.js";
import { KEYS } from "./shortcuts.js";
import type { Scene } from "./view.js";

export function sheet(scene: Scene, { own, host: { does } }: Inside): TemplateResult {
  return html`<section class="room-panel" aria-label=${word(scene, "keys")}>
    <h2>${word(scene, "keys")}</h2>
    <p>${word(scene, "keys_note")}</p>
    <dl class="room-keys">
      ${KEYS.map(({ letter, asks }) => html`<div><dt><kbd dir="ltr">${letter === "\u2423" ? word(scene, "key_space") : letter}</kbd></dt><dd>${word(scene, `key_${asks}`)}</dd></div>`)}
    </dl>
    <label class="room-check"
      ><input type="checkbox" name="keys" .checked=${!own.keysOff} @change=${(event: Event) => own.keys(!(event.target as HTMLInputElement).checked)} />
      <span>${word(scene, "keys_on")}</span></label
    >
    <button class="room-close" @click=${() => does.panel("none")}>${word(scene, "close")}</button>
  </section>`;
}
