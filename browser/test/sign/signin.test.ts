// @vitest-environment happy-dom
/** Leaving a device for good: what this browser keeps of a seat is deleted, and of no other seat. */
import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";

import { keep, kept } from "../../src/kit/db.js";
import { keepKeys, keysOf, make } from "../../src/sign/keys.js";
import { SignIn } from "../../src/sign/signin.js";

test("who leaves for good leaves no key and no head of the seat behind, and others keep theirs", async () => {
  const keys = await make();
  for (const seat of ["north-head", "north-head-2"]) {
    await keepKeys("march", seat, keys);
    for (const name of ["table", "table#tree"]) await keep("heads", `march/${seat}/${name}`, "a head");
  }
  customElements.define("parley-sign-in", SignIn);
  document.body.innerHTML = `<parley-sign-in talks="march" seat="north-head" data-waits>
    <div data-refusals>You are signed out.</div><div data-ready hidden><button data-go>Sign in</button></div>
    <details data-for-good><button data-forget>Delete</button></details><p data-gone hidden>Deleted.</p></parley-sign-in>`;
  const shown = (name: string): boolean => !document.querySelector<HTMLElement>(`[data-${name}]`)?.hidden;
  await vi.waitUntil(() => shown("ready"));
  document.querySelector<HTMLElement>("[data-forget]")?.click();
  await vi.waitUntil(() => shown("gone"));
  expect([shown("ready"), shown("refusals"), shown("for-good")]).toEqual([false, false, false]);
  expect(await keysOf("march", "north-head")).toBeUndefined();
  expect(await kept("heads", "march/north-head/table#tree")).toBeUndefined();
  expect((await keysOf("march", "north-head-2"))?.device).toBe(keys.device);
  expect(await kept("heads", "march/north-head-2/table")).toBe("a head");
});
