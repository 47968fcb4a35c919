/** What one can do about one person at the table: for oneself all of it, and as the host mute them. */
import type { TemplateResult } from "lit";

import type { Inside } from "./inside.js";
import { html, nothing, word } from "./lent.js";
import type { Tile } from "./model.js";
import type { Scene } from "./view.js";

export function person(scene: Scene, table: Inside, seat: string): TemplateResult | typeof nothing {
  const tile = scene.rows.flatMap((row) => row.tiles).find((each) => each.id === seat);
  if (tile === undefined) return nothing; // they have left
  const { own, host } = table;
  const pinned = own.pinned === seat;
  return html`<section class="room-panel room-person" aria-label=${tile.name}>
    <h2><bdi>${tile.name}</bdi></h2>
    ${tile.mine ? nothing : volume(scene, table, seat, "volume_of", tile.name)}
    <p class="room-buttons">
      <button class="room-choice" data-do="pin" aria-pressed=${pinned} @click=${() => own.pin(pinned ? null : seat)}>${word(scene, pinned ? "unpin" : "pin")}</button>
      ${tile.mine ? html`<button class="room-choice" data-do="hide" @click=${() => own.hideSelf(true)}>${word(scene, "hide_self")}</button>` : nothing}
      <button class="room-choice" data-do="full" @click=${() => table.full()}>${word(scene, "full")}</button>
      ${mute(scene, table, tile)}
    </p>
    <p>${word(scene, "for_you_alone")}</p>
    <button class="room-close" @click=${() => host.does.panel("none")}>${word(scene, "close")}</button>
  </section>`;
}

function mute(scene: Scene, table: Inside, tile: Tile): TemplateResult | typeof nothing {
  if (scene.page.mutes !== true || tile.mine || !tile.signal.microphone) return nothing;
  return html`<button class="room-choice" data-do="mute" @click=${() => table.mute(tile.identity)}>${word(scene, "mute_them", { name: tile.name })}</button>
    <small>${word(scene, "mute_note")}</small>`;
}

function volume(scene: Scene, { own }: Inside, of: string, name: string, who: string): TemplateResult {
  return html`<label class="room-volume"
    ><span>${word(scene, name, { name: who })}</span>
    <input type="range" min="0" max="100" step="5" .value=${String(Math.round(own.volume(of) * 100))} @input=${(event: Event) => own.turn(of, Number((event.target as HTMLInputElement).value) / 100)} />
    <output>${Math.round(own.volume(of) * 100)} %</output></label
  >`;
}
