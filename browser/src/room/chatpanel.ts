/** What was written, and a place to write: with the names of all who will read it. */
import type { TemplateResult } from "lit";

import type { Inside } from "./inside.js";
import { html, repeat, word } from "./lent.js";
import type { Scene } from "./view.js";

export function written(scene: Scene, table: Inside): TemplateResult {
  const ready = scene.lock === "encrypted" && scene.phase === "inside";
  return html`<section class="room-panel room-chat" aria-label=${word(scene, "chat")}>
    <h2>${word(scene, "chat")}</h2>
    <div class="room-written" role="log" tabindex="0" aria-label=${word(scene, "chat")}>
      ${repeat(table.said, (_, at) => at, (one) => html`<div><b><bdi>${one.name}</bdi></b> <time dir="ltr">${one.at.toTimeString().slice(0, 5)}</time><p dir="auto">${one.text}</p></div>`)}
    </div>
    <form @submit=${(event: SubmitEvent) => void send(event, table)}>
      <label for="room-write">${word(scene, "read_by", { names: readers(scene) })}</label>
      <textarea id="room-write" name="text" rows="2" maxlength="1500" dir="auto" required></textarea>
      <p>${word(scene, "chat_note")}</p>
      <button class="room-choice" data-do="send" ?disabled=${!ready}>${word(scene, ready ? "send" : "securing")}</button>
      <button type="button" class="room-choice" @click=${() => table.host.does.panel("none")}>${word(scene, "close")}</button>
    </form>
  </section>`;
}

/** By name whoever holds the key; a device without a name on this page by its number. */
function readers(scene: Scene): string {
  const tiles = scene.rows.flatMap((row) => row.tiles);
  const others = scene.decrypt.filter((device) => !tiles.some((tile) => tile.mine && tile.device === device));
  const names = others.map((device) => `\u2068${tiles.find((tile) => tile.device === device)?.name ?? device.slice(0, 16)}\u2069`);
  return names.length === 0 ? word(scene, "nobody_else") : names.join(" · ");
}

async function send(event: SubmitEvent, table: Inside): Promise<void> {
  event.preventDefault();
  const field = (event.target as HTMLFormElement).elements.namedItem("text") as HTMLTextAreaElement;
  const text = field.value.trim();
  if (text === "") return;
  try {
    await table.write(text);
    field.value = ""; // only now: what was not passed on is not lost
  } catch {
    table.say("not_sent");
  }
}
