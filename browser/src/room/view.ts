/** How the room is drawn: from the model to HTML. Every sentence comes ready from the server. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { DeviceKind } from "../kit/chosen.js";
import type { Devices, Refused } from "./media.js";
import { columns, fill, initials, type Party, type Row, type Seat, type Tile } from "./model.js";
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
  readonly parties: readonly Party[];
  readonly seats: readonly Seat[];
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
  readonly lock: Lock;
  /** What came and is not played. */
  readonly refused: Refused;
  /** Device ids of all who can decrypt, by the bundle this device believed. */
  readonly decrypt: readonly string[];
  readonly trouble: string | null;
  readonly panel: "none" | "padlock" | "devices";
  readonly devices: Devices;
};

export type Does = {
  readonly join: () => void;
  readonly leave: () => void;
  readonly camera: () => void;
  readonly microphone: () => void;
  readonly panel: (panel: Scene["panel"]) => void;
  readonly use: (kind: DeviceKind, device: string) => void;
};

export function room(scene: Scene, does: Does): TemplateResult {
  const inside = scene.phase === "inside" || scene.phase === "returning";
  return html`
    ${bar(scene, does, inside)}
    <div class="room-notes">
      ${scene.trouble === null ? nothing : html`<p class="room-trouble" role="alert">${word(scene, scene.trouble)}</p>`} ${warnings(scene)}
    </div>
    ${scene.panel === "padlock" ? padlock(scene, does) : nothing} ${scene.panel === "devices" ? devices(scene, does) : nothing}
    <div class="room-table" data-columns=${columns(scene.rows)}>${inside
      ? repeat(scene.rows, (row) => row.party.id, (row) => side(scene, row))
      : threshold(scene, does)}</div>
    ${controls(scene, does, inside)}
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

/** Tiles are keyed by identity: a picture's element never becomes somebody else's. */
function side(scene: Scene, row: Row): TemplateResult {
  return html`<section class="room-side" data-hue=${row.party.hue} aria-label=${row.party.name}>
    ${repeat(row.tiles, (tile) => tile.identity, (tile) => tileOf(scene, row.party, tile))}
  </section>`;
}

function tileOf(scene: Scene, party: Party, tile: Tile): TemplateResult {
  const shown = tile.signal.camera && !tile.away;
  const muted = !tile.signal.microphone && scene.phase === "inside"; // while our own line is down we know nothing of theirs
  const facts = [tile.role, tile.place, ...(tile.mine ? [word(scene, "you")] : [])];
  return html`<figure
    class="room-tile ${tile.signal.speaking ? "speaking" : ""} ${tile.away ? "away" : ""}"
    data-identity=${tile.identity}
    data-seat=${tile.id}
  >
    <video ?hidden=${!shown} class=${tile.mine ? "mine" : ""} autoplay playsinline .muted=${tile.mine}></video>
    ${tile.away
      ? html`<p class="room-away" role="status">${word(scene, "reconnecting", { party: party.name })}</p>`
      : shown
        ? nothing
        : html`<span class="room-initials" aria-hidden="true" dir="auto">${initials(tile.name)}</span>`}
    ${muted ? html`<span class="room-mute" aria-hidden="true">${microphoneIcon(false)}</span>` : nothing}
    <figcaption>
      <span class="room-mark" aria-hidden="true">${party.mark}</span>
      <span class="room-name">
        <b><bdi>${tile.name}</bdi></b>
        <small>
          <span class="sr">${party.name}, </span>${facts.map((fact, at) => html`${at > 0 ? " · " : nothing}<bdi>${fact}</bdi>`)}${muted
            ? html`<span class="room-muted"> · ${word(scene, "muted")}</span>`
            : nothing}${tile.signal.speaking
            ? html`<span class="sr"> · ${word(scene, "speaking")}</span>`
            : nothing}
        </small>
      </span>
      <span class="room-line" data-quality=${tile.signal.quality}>
        ${bars()}<small>${word(scene, `line_${tile.signal.quality}`)}</small>
      </span>
    </figcaption>
  </figure>`;
}

function toggle(scene: Scene, what: "camera" | "microphone", on: boolean, act: () => void): TemplateResult {
  return html`<button class="room-control ${on ? "" : "off"}" data-control=${what} aria-pressed=${on} @click=${act}>
    ${what === "camera" ? cameraIcon(on) : microphoneIcon(on)}
    <span>${word(scene, `${what}_${on ? "on" : "off"}`)}</span>
  </button>`;
}

function controls(scene: Scene, does: Does, inside: boolean): TemplateResult | typeof nothing {
  if (!inside) return nothing;
  return html`<footer class="room-controls" role="group" aria-label=${word(scene, "controls")}>
    ${toggle(scene, "microphone", scene.microphone, does.microphone)} ${toggle(scene, "camera", scene.camera, does.camera)}
    <button
      class="room-control"
      data-control="devices"
      aria-expanded=${scene.panel === "devices"}
      @click=${() => does.panel(scene.panel === "devices" ? "none" : "devices")}
    >
      ${gear()}<span>${word(scene, "devices")}</span>
    </button>
    <a class="room-control" data-control="desk" href="#beside">${page()}<span>${word(scene, "desk")}</span></a>
    <button class="room-control leave" data-control="leave" @click=${does.leave}>
      <span>${word(scene, "leave")}</span><small>${word(scene, "leave_note")}</small>
    </button>
  </footer>`;
}

function devices(scene: Scene, does: Does): TemplateResult {
  const pick = (kind: DeviceKind, label: string) => {
    const list = scene.devices[kind];
    if (list.length === 0) return nothing; // there is none, or this browser lets nobody choose
    return html`<label
      ><span>${label}</span>
      <select @change=${(event: Event) => does.use(kind, (event.target as HTMLSelectElement).value)}>
        ${list.map((each) => html`<option value=${each.id} ?selected=${each.used}>${each.label || label}</option>`)}
      </select></label
    >`;
  };
  return html`<section class="room-panel room-choose" aria-label=${word(scene, "devices")}>
    ${pick("audioinput", word(scene, "microphone"))} ${pick("videoinput", word(scene, "camera"))}
    ${pick("audiooutput", word(scene, "speaker"))} ${close(scene, does)}
  </section>`;
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
            <th scope="row"><bdi>${tile.name}</bdi><small>${party.name} · <bdi>${tile.role}</bdi> · <bdi>${tile.place}</bdi></small></th>
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
function gear(): TemplateResult {
  return icon(svg`<path d="M3 6h14M3 10h14M3 14h14"/><circle cx="7" cy="6" r="1.8"/><circle cx="13" cy="10" r="1.8"/><circle cx="8" cy="14" r="1.8"/>`);
}
function page(): TemplateResult {
  return icon(svg`<path d="M5 2.5h7l3.5 3.5v11.5H5z"/><path d="M7.5 9.5h5.5M7.5 13h5.5"/>`);
}
function lock(): TemplateResult {
  return icon(svg`<rect x="4.5" y="9" width="11" height="8" rx="1.5"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>`);
}
function bars(): TemplateResult {
  return html`<svg viewBox="0 0 16 12" aria-hidden="true">
    <rect x="1" y="8" width="3" height="4" rx="1" /><rect x="6" y="4" width="3" height="8" rx="1" />
    <rect x="11" y="0" width="3" height="12" rx="1" />
  </svg>`;
}
