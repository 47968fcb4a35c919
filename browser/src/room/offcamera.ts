/** What the line over the table leads to is opened on the desk: nobody leaves the table to name who is in their room. */
import type { Own } from "./own.js";

/** `sits`: whether one is at the table; who stands at the door goes to the page itself, which leads back. */
export function nameOnDesk(own: Own, sits: () => boolean, signal: AbortSignal): void {
  const open = (event: MouseEvent): void => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".room-company a[href]");
    const desk = document.getElementById("desk");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link === null || desk === null || !plain || !sits()) return;
    event.preventDefault();
    own.shutDesk(false);
    const page = link.href.replace(/[?].*/, ""); // from the desk nothing leads back to the table
    desk.dispatchEvent(new CustomEvent("parley-go", { cancelable: true, detail: page }));
    desk.scrollIntoView(); // on a small screen it lies below the table
  };
  document.addEventListener("click", open, { signal });
}
