/** A door that is shut, whatever one presses there, leads to the lobby, which says why and when one may come in. */
import type { TemplateResult } from "lit";

import { html, word } from "./lent.js";
import type { Scene } from "./view.js";

const SHUT: readonly (string | null)[] = ["closed", "not_yet", "put_out", "suspended"];

/** Null while one may press to come in. */
export function shutDoor(scene: Scene): TemplateResult | null {
  if (!SHUT.includes(scene.trouble) || scene.phase !== "outside") return null;
  return html`<section class="room-threshold"><a class="room-join" href="${scene.page.base}/lobby">${word(scene, "lobby")}</a></section>`;
}
