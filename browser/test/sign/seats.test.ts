/** Whoever comes to no address of a seat is led to those whose keys the browser holds. */

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, test, vi } from "vitest";

import { keep, names } from "../../src/kit/db.js";
import { seatsOf } from "../../src/sign/model.js";

test("of what the browser keeps, seats are what has a key and a redeemed invitation", async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  for (const name of ["march/north-head", "house/facilitator-1", "march/south-head?k3v9", "march/north-head/more", "//"]) await keep("devices", name, {});
  expect(seatsOf(await names("devices"))).toEqual([
    { talks: "house", seat: "facilitator-1" },
    { talks: "march", seat: "north-head" },
  ]);
});
