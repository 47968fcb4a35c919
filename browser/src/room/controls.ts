/** What one presses at the table, and what can be chosen there. */
import type { TemplateResult } from "lit";

import type { Inside } from "./inside.js";
import { cameraIcon, html, icon, microphoneIcon, nothing, svg, word } from "./lent.js";
import type { DeviceKind } from "./media.js";
import type { Scene } from "./view.js";

export function controls(scene: Scene, table: Inside): TemplateResult {
  const { does } = table.host;
  const { own } = table;
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
    <button class="room-control wide" data-control="desk-beside" aria-expanded=${!own.deskShut} aria-controls="beside" @click=${() => own.shutDesk(!own.deskShut)}>
      ${page()}<span>${word(scene, own.deskShut ? "desk_open" : "desk_shut")}</span>
    </button>
    <button class="room-control leave" data-control="leave" @click=${does.leave}>
      <span>${word(scene, "leave")}</span><small>${word(scene, "leave_note")}</small>
    </button>
  </footer>`;
}

function toggle(scene: Scene, what: "camera" | "microphone", on: boolean, act: () => void): TemplateResult {
  return html`<button class="room-control ${on ? "" : "off"}" data-control=${what} aria-pressed=${on} @click=${act}>
    ${what === "camera" ? cameraIcon(on) : microphoneIcon(on)}
    <span>${word(scene, `${what}_${on ? "on" : "off"}`)}</span>
  </button>`;
}

export function settings(scene: Scene, { host: { does } }: Inside): TemplateResult {
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
    <button class="room-close" @click=${() => does.panel("none")}>${word(scene, "close")}</button>
  </section>`;
}

function gear(): TemplateResult {
  return icon(svg`<path d="M3 6h14M3 10h14M3 14h14"/><circle cx="7" cy="6" r="1.8"/><circle cx="13" cy="10" r="1.8"/><circle cx="8" cy="14" r="1.8"/>`);
}
function page(): TemplateResult {
  return icon(svg`<path d="M5 2.5h7l3.5 3.5v11.5H5z"/><path d="M7.5 9.5h5.5M7.5 13h5.5"/>`);
}
