/** Small, and first on its page: whoever presses a language keeps the secret, which stays in the fragment and is never sent. */

const linkOf = (event: Event): HTMLAnchorElement | null => (event.target as Element).closest("a[data-keep-fragment]");

for (const before of ["pointerdown", "focusin"]) {
  addEventListener(before, (event) => {
    const link = linkOf(event);
    if (link !== null) link.hash = location.hash;
  });
}

addEventListener("click", (event) => {
  const link = linkOf(event);
  if (link === null) return;
  link.hash = location.hash;
  if (link.href !== location.href) return;
  event.preventDefault(); // a link to this very address would only move within the page
  location.reload();
});

addEventListener("load", () => void import("../ahead/run.js"));
