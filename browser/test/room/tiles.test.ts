/** Where tiles stand: one to twelve cameras, from a phone to a wall, the desk open or shut. */
import { describe, expect, it } from "vitest";

import { arrange, type Box, type Side } from "../../src/room/tiles.js";

/** Tables as they are: a phone, a phone on its side, a laptop with the desk and without, and larger ones. */
const TABLES = [
  [374, 640],
  [374, 480],
  [820, 250],
  [744, 820],
  [848, 720],
  [1248, 720],
  [1100, 760],
  [1500, 900],
  [2128, 1240],
  [2528, 1240],
] as const;

/** Everybody by side: two even sides and a host, one full side, everybody alone. */
function* seated(): Generator<Side[]> {
  for (let people = 1; people <= 12; people += 1) {
    const host = people > 4 ? 2 : people > 2 ? 1 : 0;
    const [a, b] = [Math.ceil((people - host) / 2), Math.floor((people - host) / 2)];
    yield of(a, b, host);
    yield of(people);
    if (people <= 5) yield of(...Array.from({ length: people }, () => 1));
    if (people > 2) yield of(1, people - 1);
  }
}

function of(...counts: number[]): Side[] {
  const sides = counts.map((count, at) => ({ id: `side-${at}`, tiles: Array.from({ length: count }, (_, number) => `${at}.${number}`) }));
  return sides.filter((side) => side.tiles.length > 0);
}

const every = [...seated()].flatMap((sides) => TABLES.map(([width, height]) => ({ sides, width, height, name: `${sides.map((one) => one.tiles.length)} in ${width}×${height}` })));
const overlap = (one: Box, other: Box) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

describe("tiles", () => {
  it.each(every)("stand within the table, apart, of one size, in their order: $name", ({ sides, width, height }) => {
    const { tiles, stage } = arrange(sides, width, height);
    const boxes = [...tiles.values()];
    expect([...tiles.keys()]).toEqual(sides.flatMap((side) => side.tiles));
    expect(stage).toBeNull();
    expect(new Set(boxes.map((box) => `${box.width}×${box.height}`)).size).toBe(1);
    for (const box of boxes) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y).toBeGreaterThanOrEqual(0);
    }
    boxes.forEach((box, at) => boxes.slice(at + 1).forEach((other) => expect(overlap(box, other)).toBe(false)));
    const read = [...boxes].sort((one, other) => one.y - other.y || one.x - other.x);
    const within = sides.map((side) => side.tiles.map((tile) => tiles.get(tile)!));
    for (const side of within) expect([...side].sort((one, other) => read.indexOf(one) - read.indexOf(other))).toEqual(side);
  });

  it.each(every)("use the space there is: $name", ({ sides, width, height }) => {
    const boxes = [...arrange(sides, width, height).tiles.values()];
    const used = boxes.reduce((sum, box) => sum + box.width * box.height, 0) / (width * height);
    expect(used).toBeGreaterThan(0.42);
    expect(Math.max(...boxes.map((box) => box.y + box.height))).toBeLessThanOrEqual(height);
    const { width: wide, height: high } = boxes[0]!;
    expect(wide / high).toBeGreaterThanOrEqual(0.74);
    expect(wide / high).toBeLessThanOrEqual(1.81);
  });

  it("of ten on a phone are all seen at once, none smaller than a thumb's two", () => {
    const boxes = [...arrange(of(4, 4, 2), 374, 640).tiles.values()];
    expect(boxes).toHaveLength(10);
    expect(Math.max(...boxes.map((box) => box.y + box.height))).toBeLessThanOrEqual(640);
    for (const box of boxes) expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(88);
  });

  it("that would be too small are scrolled to", () => {
    const { tiles } = arrange(of(12, 12), 374, 300);
    const boxes = [...tiles.values()];
    expect(Math.min(...boxes.map((box) => box.height))).toBeGreaterThanOrEqual(88);
    expect(Math.max(...boxes.map((box) => box.y + box.height))).toBeGreaterThan(300);
  });

  it("of each side stand along its mark", () => {
    const { tiles, sides } = arrange(of(2, 3, 1), 848, 720);
    for (const [id, box] of tiles) {
      const side = sides.get(`side-${id[0]}`)!;
      expect(box.x).toBeGreaterThan(side.x);
      expect(box.x + box.width).toBe(box.x + box.width <= side.x + side.width ? box.x + box.width : -1);
      expect(box.y >= side.y && box.y + box.height <= side.y + side.height).toBe(true);
    }
  });

  it("are nowhere where nobody is", () => {
    expect(arrange([], 848, 720)).toEqual({ tiles: new Map(), sides: new Map(), stage: null });
  });
});

describe("what is shown large", () => {
  it.each(every)("takes most of the table and hides nobody: $name", ({ sides, width, height }) => {
    const pinned = sides[0]!.tiles[0]!;
    const { tiles, stage } = arrange(sides, width, height, pinned);
    expect(tiles.get(pinned)).toEqual(stage);
    expect(tiles.size).toBe(sides.flatMap((side) => side.tiles).length);
    for (const [id, box] of tiles) {
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      if (id !== pinned) expect(overlap(box, stage!)).toBe(false);
      if (id !== pinned && stage!.width > 374) expect(stage!.width * stage!.height).toBeGreaterThan(2 * box.width * box.height);
    }
  });

  it("leaves a share all its place, and everybody beside it", () => {
    const { tiles, stage } = arrange(of(2, 2), 1248, 720, null, true);
    expect(tiles.size).toBe(4);
    expect(stage!.width).toBeGreaterThan(900);
    for (const box of tiles.values()) expect(overlap(box, stage!)).toBe(false);
  });

  it("is nothing once who was pinned has gone", () => {
    expect(arrange(of(2, 2), 1248, 720, "9.9")).toEqual(arrange(of(2, 2), 1248, 720));
  });
});
