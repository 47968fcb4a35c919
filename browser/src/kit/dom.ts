/** Small helpers over server pages: an island finds its parts by `data-` names and never makes words of its own. */

export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T | null {
  return root.querySelector<T>(`[data-${name}]`);
}

export function reveal(root: ParentNode, name: string, shown = true): void {
  for (const found of root.querySelectorAll<HTMLElement>(`[data-${name}]`)) found.hidden = !shown;
}

/** Put sentences where refusals stand, as a list, politely but at once. */
export function tell(where: HTMLElement | null, sentences: readonly string[]): void {
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
  note.append(list);
  where.replaceChildren(...(sentences.length ? [note] : []));
}

/** A sentence of the page's own `<template data-trouble>`, by its code. */
export function trouble(root: ParentNode, code: string): string {
  const template = root.querySelector<HTMLTemplateElement>("template[data-trouble]");
  return template?.content.querySelector(`[data-code="${code}"]`)?.textContent?.trim() ?? code;
}

export type Refusal = { readonly refused: readonly { readonly code: string; readonly sentence: string }[] };

/** What a refusing answer says, in the reader's words. */
export async function sentences(answer: Response): Promise<string[]> {
  const said = (await answer.json().catch(() => null)) as Refusal | null;
  return said?.refused.map((reason) => reason.sentence || reason.code) ?? [String(answer.status)];
}

export function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
}
