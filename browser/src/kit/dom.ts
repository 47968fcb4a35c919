/** Small helpers over server pages: an island finds its parts by `data-` names and never makes words of its own. */

export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T | null {
  return root.querySelector<T>(`[data-${name}]`);
}

export function reveal(root: ParentNode, name: string, shown = true): void {
  for (const found of root.querySelectorAll<HTMLElement>(`[data-${name}]`)) found.hidden = !shown;
}

/** Put sentences where refusals stand, as a list, politely but at once; `around`: what stands before and after them. */
export function tell(where: HTMLElement | null, sentences: readonly string[], around: readonly (Node | null)[] = []): void {
  if (where === null) return;
  const list = document.createElement("ul");
  for (const sentence of sentences) {
    const item = document.createElement("li");
    item.textContent = sentence;
    list.append(item);
  }
  const note = document.createElement("div");
  note.className = "note stop";
  note.setAttribute("role", "alert");
  const [before, after] = around;
  note.append(...(before ? [before] : []), list, ...(after ? [after] : []));
  where.replaceChildren(...(sentences.length ? [note] : []));
}

/** A sentence of the page's own `<template data-trouble>`, by its code. */
export function trouble(root: ParentNode, code: string): string {
  const template = root.querySelector<HTMLTemplateElement>("template[data-trouble]");
  return template?.content.querySelector(`[data-code="${code}"]`)?.textContent?.trim() ?? code;
}

/** A part of the page's own `<template data-refused>`, by its name, to stand beside the sentences. */
export function said(root: ParentNode, name: string): Node | null {
  const template = root.querySelector<HTMLTemplateElement>("template[data-refused]");
  return template?.content.querySelector(`[data-${name}]`)?.cloneNode(true) ?? null;
}

export type Reason = { readonly code: string; readonly sentence: string };

/** Every reason of a refusing answer. */
export async function reasons(answer: Response): Promise<readonly Reason[]> {
  const told = (await answer.json().catch(() => null)) as { readonly refused?: readonly Reason[] } | null;
  return told?.refused ?? [{ code: String(answer.status), sentence: "" }];
}

export const worded = ({ code, sentence }: Reason): string => sentence || code;

/** Raises like a line that is down if what refused was not Parley, but something before it. */
export async function post(path: string, body: unknown): Promise<Response> {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
  const ours = answer.ok || (answer.headers.get("content-type") ?? "").startsWith("application/json");
  if (!ours) throw new Error(String(answer.status));
  return answer;
}
