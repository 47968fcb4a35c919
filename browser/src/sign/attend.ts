/** On every page of a seat, and small for that: a locked key that was opened stays open while one of them is. */

import { kept } from "../kit/db.js";
import { attend } from "./keeper.js";
import type { Locked } from "./lock.js";

export async function attendKeys(talks: string, seat: string): Promise<void> {
  const row = await kept<object | Locked>("devices", `${talks}/${seat}`);
  if (row && "sealed" in row) attend();
}
