/** How the room is drawn: from the model to HTML. Every sentence comes ready from the server. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { canonical, concat, fromBase64url, toBase64url, utf8 } from "../kit/bytes.js";
import { signatureHolds } from "../record/canonical.js";
import type { DeviceKind } from "../kit/chosen.js";
import type { Devices, Refused } from "./media.js";
import type { Inside } from "./inside.js";
import type { Lent } from "./lent.js";
import { fill, type Party, type Row, type Seat, type Tile } from "./model.js";
import type { Lock, Shown } from "./phases.js";

/** The sentences, in the reader's language; `{name}` is filled in here. */
export type Words = Readonly<Record<string, string>>;

/** What the server put into the page. */
export type Page = {
  readonly talks: string;
  readonly seat: string;
  readonly base: string;
  readonly space: string;
  readonly worker: string;
  /** Where LiveKit is, so that a line that broke is no reason to open the page anew. */
  readonly engine?: string;
  /** The style of the table, which nobody at the door needs. */
  readonly style?: string;
  readonly parties: readonly Party[];
  readonly seats: readonly Seat[];
  /** Whether this seat may ask the server to mute somebody. */
  readonly mutes?: boolean;
  readonly words: Words;
  readonly kept: readonly string[];
  /** The digest of the program that the server serves, by its own word. */
  readonly program: string;
};

export type Scene = {
  readonly page: Page;
  readonly phase: Shown;
  readonly rows: readonly Row[];
  readonly camera: boolean;
  readonly microphone: boolean;
  /** The microphone is on, and nothing comes out of it. */
  readonly silent: boolean;
  readonly lock: Lock;
  /** What came and is not played. */
  readonly refused: Refused;
  /** Device ids of all who can decrypt, by the bundle this device believed. */
  readonly decrypt: readonly string[];
  readonly trouble: string | null;
  /** Who shows a screen now, by identity. */
  readonly share: string | null;
  readonly panel: "none" | "padlock" | "devices" | "shortcuts" | "person" | "chat";
  readonly devices: Devices;
  /** What draws the table, once it has come. */
  readonly inside: Inside | null;
};

export type Does = {
  readonly join: () => void;
  readonly leave: () => void;
  readonly camera: () => void;
  readonly microphone: () => void;
  readonly speak: (on: boolean) => void;
  readonly panel: (panel: Scene["panel"]) => void;
  readonly use: (kind: DeviceKind, device: string) => void;
};

export function room(scene: Scene, does: Does): TemplateResult {
  const inside = scene.phase === "inside" || scene.phase === "returning";
  return html`
    ${bar(scene, does, inside)}
    <div class="room-notes">
      ${scene.trouble === null ? nothing : html`<p class="room-trouble" role="alert">${word(scene, scene.trouble)}</p>`} ${warnings(scene)} ${inside ? scene.inside?.notes(scene) : nothing}
    </div>
    ${scene.panel === "padlock" ? padlock(scene, does) : nothing} ${inside ? scene.inside?.panel(scene) : nothing}
    <div class="room-table">${inside ? scene.inside?.table(scene) : (scene.inside?.shut(scene) ?? threshold(scene, does))}</div>
    ${inside ? scene.inside?.controls(scene) : nothing}
  `;
}

function word(scene: Scene, name: string, values: Readonly<Record<string, string>> = {}): string {
  return fill(scene.page.words[name] ?? name, values);
}

function bar(scene: Scene, does: Does, inside: boolean): TemplateResult {
  const space = html`<b>${word(scene, "space")}</b> <span>${word(scene, "hearers")}</span>`;
  return html`<div class="room-bar">
    ${inside ? html`<h1>${space}</h1>` : html`<p>${space}</p>`}
    <button
      class="room-lock ${scene.lock === "encrypted" ? "secured" : ""}"
      aria-expanded=${scene.panel === "padlock"}
      @click=${() => does.panel(scene.panel === "padlock" ? "none" : "padlock")}
    >
      ${lock()} <span role="status">${word(scene, scene.lock)}</span> · <u>${word(scene, "who")}</u>
    </button>
    <span class="room-kept">${word(scene, "not_recorded")}</span>
  </div>`;
}

function warnings(scene: Scene): TemplateResult {
  const tiles = scene.rows.flatMap((row) => row.tiles);
  const unopened = scene.refused.unopened.flatMap((identity) => tiles.filter((tile) => tile.identity === identity));
  return html`${scene.refused.strange ? html`<p class="room-trouble" data-refused="strange" role="alert">${word(scene, "strange")}</p>` : nothing}
  ${unopened.map((tile) => html`<p class="room-trouble" data-refused="unopened" role="alert">${word(scene, "unopened", { name: tile.name })}</p>`)}`;
}

function threshold(scene: Scene, does: Does): TemplateResult {
  const joining = scene.phase === "joining";
  return html`<section class="room-threshold">
    <h1>${word(scene, "threshold")}</h1>
    <p>${word(scene, "threshold_note")}</p>
    <p class="room-choices">
      ${toggle(scene, "camera", scene.camera, does.camera)} ${toggle(scene, "microphone", scene.microphone, does.microphone)}
    </p>
    <button class="room-join" ?disabled=${joining} @click=${does.join}>
      ${word(scene, joining ? "joining" : "join")}
    </button>
    <p class="room-quiet" role="status">${joining ? word(scene, "securing") : word(scene, "join_note")}</p>
  </section>`;
}

function toggle(scene: Scene, what: "camera" | "microphone", on: boolean, act: () => void): TemplateResult {
  return html`<button class="room-control ${on ? "" : "off"}" data-control=${what} aria-pressed=${on} @click=${act}>
    ${what === "camera" ? cameraIcon(on) : microphoneIcon(on)}
    <span>${word(scene, `${what}_${on ? "on" : "off"}`)}</span>
  </button>`;
}

/** Who hears and who can decrypt, as one table in words; what is kept; and for experts how to look behind it. */
function padlock(scene: Scene, does: Does): TemplateResult {
  const tiles = scene.rows.flatMap((row) => row.tiles.map((tile) => ({ tile, party: row.party })));
  const says = (so: boolean) => word(scene, so ? "yes" : "not_yet_so");
  return html`<section class="room-panel" aria-label=${word(scene, "who")}>
    <h2>${word(scene, "who_title")}</h2>
    <div class="room-scroll" tabindex="0" role="group" aria-label=${word(scene, "who_title")}><table>
      <thead><tr><th scope="col">${word(scene, "person")}</th><th scope="col">${word(scene, "hear_title")}</th><th scope="col">${word(scene, "decrypt_title")}</th></tr></thead>
      <tbody>
        ${tiles.map(
          ({ tile, party }) => html`<tr>
            <th scope="row"><bdi>${tile.name}</bdi><small><bdi>${party.name}</bdi> · <bdi>${tile.role}</bdi> · <bdi>${tile.place}</bdi></small></th>
            <td>${says(!tile.away)}</td><td>${says(scene.decrypt.includes(tile.device))}</td>
          </tr>`,
        )}
        ${unnamed(scene, tiles.map(({ tile }) => tile))}
      </tbody>
    </table></div>
    ${tiles.length === 0 ? html`<p>${word(scene, "nobody_yet")}</p>` : nothing}
    <p>${word(scene, "decrypt_note")}</p>
    <h2>${word(scene, "kept_title")}</h2>
    <ul>
      ${scene.page.kept.map((each) => html`<li>${each}</li>`)}
    </ul>
    <h2>${word(scene, "program_title")}</h2>
    <p>${word(scene, "program_note")}</p>
    <details>
      <summary>${word(scene, "program_how")}</summary>
      <p><code dir="ltr">python tools/program.py ${location.origin}</code></p>
      <p>${word(scene, "program_digest", { digest: scene.page.program.slice(0, 16) })}</p>
    </details>
    ${close(scene, does)}
  </section>`;
}

/** Whoever holds the key and has no name on this page is listed too, by its device. */
function unnamed(scene: Scene, tiles: readonly Tile[]): TemplateResult {
  const shown = new Set(tiles.map((tile) => tile.device));
  const others = scene.decrypt.filter((device) => !shown.has(device));
  return html`${others.map(
    (device) => html`<tr class="room-unnamed">
      <th scope="row">${word(scene, "unnamed_device", { device: device.slice(0, 16) })}</th><td>${word(scene, "not_known")}</td><td>${word(scene, "yes")}</td>
    </tr>`,
  )}`;
}

function close(scene: Scene, does: Does): TemplateResult {
  return html`<button class="room-close" @click=${() => does.panel("none")}>${word(scene, "close")}</button>`;
}

const icon = (inner: TemplateResult) =>
  html`<svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6">${inner}</svg>`;
const slash = svg`<path d="M3 17 17 3"/>`;

function microphoneIcon(on: boolean): TemplateResult {
  return icon(svg`<rect x="7.5" y="2.5" width="5" height="9" rx="2.5"/><path d="M4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5"/>${on ? nothing : slash}`);
}
function cameraIcon(on: boolean): TemplateResult {
  return icon(svg`<rect x="2.5" y="5.5" width="10" height="9" rx="1.5"/><path d="m12.5 9 5-2.5v7l-5-2.5"/>${on ? nothing : slash}`);
}
function lock(): TemplateResult {
  return icon(svg`<rect x="4.5" y="9" width="11" height="8" rx="1.5"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>`);
}

/** What the table draws with, so that none of it comes twice. */
export const LENT: Lent = { html, svg, nothing, repeat, word, icon, microphoneIcon, cameraIcon, canonical, concat, utf8, toBase64url, fromBase64url, signatureHolds };
