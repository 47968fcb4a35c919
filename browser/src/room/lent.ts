/** What draws, lent by the page's first script to what comes later, so that nothing is fetched twice. */
import type { html as Html, nothing as Nothing, svg as Svg, TemplateResult } from "lit";
import type { repeat as Repeat } from "lit/directives/repeat.js";

import type { canonical as Canonical, fromBase64url as From, toBase64url as To, utf8 as Utf8, concat as Concat } from "../kit/bytes.js";
import type { signatureHolds as Holds } from "../record/canonical.js";
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
  readonly canonical: typeof Canonical;
  readonly concat: typeof Concat;
  readonly utf8: typeof Utf8;
  readonly toBase64url: typeof To;
  readonly fromBase64url: typeof From;
  readonly signatureHolds: typeof Holds;
};

export let html: Lent["html"];
export let svg: Lent["svg"];
export let nothing: Lent["nothing"];
export let repeat: Lent["repeat"];
export let word: Lent["word"];
export let icon: Lent["icon"];
export let microphoneIcon: Lent["microphoneIcon"];
export let cameraIcon: Lent["cameraIcon"];

export let canonical: Lent["canonical"];
export let concat: Lent["concat"];
export let utf8: Lent["utf8"];
export let toBase64url: Lent["toBase64url"];
export let fromBase64url: Lent["fromBase64url"];
export let signatureHolds: Lent["signatureHolds"];

export function lend(lent: Lent): void {
  ({ html, svg, nothing, repeat, word, icon, microphoneIcon, cameraIcon } = lent);
  ({ canonical, concat, utf8, toBase64url, fromBase64url, signatureHolds } = lent);
}
