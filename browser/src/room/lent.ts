/** What draws, lent by the page's first script to what comes later, so that nothing is fetched twice. */
import type { html as Html, nothing as Nothing, svg as Svg, TemplateResult } from "lit";
import type { repeat as Repeat } from "lit/directives/repeat.js";

import type { Scene } from "./view.js";

export type Lent = {
  readonly html: typeof Html;
  readonly svg: typeof Svg;
  readonly nothing: typeof Nothing;
  readonly repeat: typeof Repeat;
  readonly word: (scene: Scene, name: string, values?: Readonly<Record<string, string>>) => string;
  readonly icon: (inner: TemplateResult) => TemplateResult;
  readonly microphoneIcon: (on: boolean) => TemplateResult;
  readonly cameraIcon: (on: boolean) => TemplateResult;
};

export let html: Lent["html"];
export let svg: Lent["svg"];
export let nothing: Lent["nothing"];
export let repeat: Lent["repeat"];
export let word: Lent["word"];
export let icon: Lent["icon"];
export let microphoneIcon: Lent["microphoneIcon"];
export let cameraIcon: Lent["cameraIcon"];

export function lend(lent: Lent): void {
  ({ html, svg, nothing, repeat, word, icon, microphoneIcon, cameraIcon } = lent);
}
