/** What one presses at the table, and what can be chosen there. */
import type { TemplateResult } from "lit";

import type { Inside } from "./inside.js";
import { cameraIcon, html, icon, microphoneIcon, nothing, svg, word } from "./lent.js";
import type { DeviceKind } from "../kit/chosen.js";
import type { Scene } from "./view.js";

export function controls(scene: Scene, table: Inside): TemplateResult {
  const { does } = table.host;
  const { own } = table;
  return html`<footer class="room-controls" role="group" aria-label=${word(scene, "controls")}>
    ${microphone(scene, table)} ${toggle(scene, "camera", scene.camera, does.camera)}
    ${share(scene, table)}
    <button class="room-control" data-control="chat" aria-expanded=${scene.panel === "chat"} @click=${() => does.panel(scene.panel === "chat" ? "none" : "chat")}>
      ${writing()}<span>${word(scene, "write")}${table.unread > 0 ? html` <b dir="ltr">(${table.unread})</b>` : nothing}</span>
    </button>
    <button
      class="room-control"
      data-control="devices"
      aria-expanded=${scene.panel === "devices"}
      @click=${() => does.panel(scene.panel === "devices" ? "none" : "devices")}
    >
      ${gear()}<span>${word(scene, "devices")}</span>
    </button>
    <a class="room-control" data-control="desk" href="#beside">${page()}<span>${word(scene, "desk")}</span></a>
    <button class="room-control wide" data-control="desk-beside" aria-expanded=${!own.deskShut} aria-controls="beside" @click=${() => own.shutDesk(!own.deskShut)}>
      ${page()}<span>${word(scene, own.deskShut ? "desk_open" : "desk_shut")}</span>
    </button>
    <button class="room-control" data-control="shortcuts" aria-expanded=${scene.panel === "shortcuts"} @click=${() => does.panel(scene.panel === "shortcuts" ? "none" : "shortcuts")}>
      ${keysIcon()}<span>${word(scene, "keys")}</span>
    </button>
    <button class="room-control leave" data-control="leave" @click=${does.leave}>
      <span>${word(scene, "leave")}</span><small>${word(scene, "leave_note")}</small>
    </button>
  </footer>`;
}

/** One shares at a time: while another does, there is a button to look at it. */
function share(scene: Scene, table: Inside): TemplateResult {
  const tiles = scene.rows.flatMap((row) => row.tiles);
  const [me, other] = [tiles.find((tile) => tile.mine), tiles.find((tile) => tile.identity === scene.share && !tile.mine)];
  if (other !== undefined) {
    const looks = table.looks(scene);
    return html`<button class="room-control" data-control="look" aria-pressed=${looks} @click=${() => table.look(scene)}>
      ${screen()}<span>${word(scene, looks ? "put_away" : "look", { name: other.name })}</span>
    </button>`;
  }
  if (navigator.mediaDevices?.getDisplayMedia === undefined) return html``; // a telephone shows no screen
  return html`<button class="room-control ${table.shares ? "on" : ""}" data-control="share" aria-pressed=${table.shares} @click=${() => void table.share(me?.identity ?? "")}>
    ${screen()}<span>${word(scene, table.shares ? "unshare" : "share")}</span>
  </button>`;
}

/** Red, crossed out and in words while nobody hears; a short press switches, a long one is for as long as it lasts. */
function microphone(scene: Scene, table: Inside): TemplateResult {
  const on = scene.microphone;
  const said = table.holds && on ? "microphone_held" : scene.silent ? "microphone_silent" : `microphone_${on ? "on" : "off"}`;
  return html`<button
    class="room-control ${on ? "" : "off"}"
    data-control="microphone"
    aria-pressed=${on}
    aria-describedby="room-heard"
    @pointerdown=${() => table.pressDown()}
    @click=${() => table.pressed()}
  >
    ${microphoneIcon(on)}<span>${word(scene, said)}</span>
    <small id="room-heard">${word(scene, on ? "heard_by_all" : "heard_by_nobody")}</small>
  </button>`;
}

function toggle(scene: Scene, what: "camera" | "microphone", on: boolean, act: () => void): TemplateResult {
  return html`<button class="room-control ${on ? "" : "off"}" data-control=${what} aria-pressed=${on} @click=${act}>
    ${what === "camera" ? cameraIcon(on) : microphoneIcon(on)}
    <span>${word(scene, `${what}_${on ? "on" : "off"}`)}</span>
  </button>`;
}

export function settings(scene: Scene, table: Inside): TemplateResult {
  const { own, host: { does } } = table;
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
    ${pick("audiooutput", word(scene, "speaker"))}
    <label class="room-check"
      ><input type="checkbox" name="self" .checked=${!own.selfHidden} @change=${(event: Event) => own.hideSelf(!(event.target as HTMLInputElement).checked)} />
      <span>${word(scene, "show_self")}</span></label
    >
    <button class="room-choice" data-do="full" @click=${() => table.full()}>${word(scene, "full")}</button>
    ${table.asleep ? html`<p>${word(scene, "screen_sleeps")}</p>` : nothing}
    <button class="room-close" @click=${() => does.panel("none")}>${word(scene, "close")}</button>
  </section>`;
}

function gear(): TemplateResult {
  return icon(svg`<path d="M3 6h14M3 10h14M3 14h14"/><circle cx="7" cy="6" r="1.8"/><circle cx="13" cy="10" r="1.8"/><circle cx="8" cy="14" r="1.8"/>`);
}
function screen(): TemplateResult {
  return icon(svg`<rect x="2" y="3.5" width="16" height="10.5" rx="1.5"/><path d="M7 17h6M10 14v3"/>`);
}
function writing(): TemplateResult {
  return icon(svg`<path d="M3 4h14v9H9l-4 3.5V13H3z"/><path d="M6.5 7.5h7M6.5 10h4"/>`);
}
function keysIcon(): TemplateResult {
  return icon(svg`<rect x="2" y="5" width="16" height="10" rx="1.5"/><path d="M5 8h.5M8 8h.5M11 8h.5M14 8h.5M6 12h8"/>`);
}
function page(): TemplateResult {
  return icon(svg`<path d="M5 2.5h7l3.5 3.5v11.5H5z"/><path d="M7.5 9.5h5.5M7.5 13h5.5"/>`);
}
