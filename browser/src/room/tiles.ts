/**
 * Where each tile stands: by side, in the agreed order, all of one size, as large as the space allows. Who speaks changes nothing.
 *
 * Sides stand on shelves, one or more on each, never out of order. Lengths are pixels; `x` counts from the edge where reading begins.
 */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A side and who sits for it, in their order. */
export type Side = { readonly id: string; readonly tiles: readonly string[] };

export type Arrangement = {
  readonly tiles: ReadonlyMap<string, Box>;
  /** Of each side that has tiles here, its whole box: its mark stands along it. */
  readonly sides: ReadonlyMap<string, Box>;
  /** What is shown large: a pinned tile, or what somebody shares. */
  readonly stage: Box | null;
};

type Measures = { readonly gap: number; readonly inset: number; readonly least: readonly [number, number] };
type Shelf = { readonly sides: readonly Side[]; readonly columns: readonly number[]; readonly rows: number };
type Tried = { readonly shelves: readonly Shelf[]; readonly width: number; readonly height: number; readonly short: number };

const SMALL = 500; // a phone's table, upright or on its side
const WIDEST = 1.8; // a tile's width by its height: a picture is 16 to 9 and may lose something at its edges, not a face
const TALLEST = 0.75;
const PICTURE = 16 / 9;
const FILLED = 0.3;
const FEW = 3; // tiles beside what is large that one row holds
const BESIDE = 1.1; // a table so much wider than high has the strip beside what is large, else below it

/** `stage`: the tile that is shown large; `shared`: something else is, and all tiles stand beside it. */
export function arrange(sides: readonly Side[], width: number, height: number, stage: string | null = null, shared = false): Arrangement {
  const here = sides.some((side) => side.tiles.includes(stage ?? ""));
  const others = sides.map((side) => ({ ...side, tiles: side.tiles.filter((tile) => shared || tile !== stage) })).filter((side) => side.tiles.length > 0);
  if (!shared && !here) return grid(others, { x: 0, y: 0, width, height }, measures(width, height));
  const { large, strip } = halves(width, height, total(others.map((side) => side.tiles.length)));
  const beside = grid(others, strip, { ...measures(strip.width, strip.height), least: [72, 64] });
  const tiles = new Map(beside.tiles);
  if (!shared && stage !== null) tiles.set(stage, large);
  return { ...beside, tiles, stage: large };
}

function measures(width: number, height: number): Measures {
  return Math.min(width, height) < SMALL ? { gap: 6, inset: 10, least: [104, 88] } : { gap: 10, inset: 14, least: [150, 100] };
}

function halves(width: number, height: number, beside: number): { readonly large: Box; readonly strip: Box } {
  const gap = 12;
  const all = { x: 0, y: 0, width, height };
  if (beside === 0) return { large: all, strip: { ...all, width: 0, height: 0 } };
  if (width > height * BESIDE) {
    const strip = Math.round(Math.min(380, Math.max(150, width * 0.22)));
    const large = { ...all, width: width - strip - gap };
    return { large, strip: { ...all, x: large.width + gap, width: strip } };
  }
  const large = { ...all, height: Math.round(height * (beside > FEW ? 0.5 : 0.7)) - gap };
  return { large, strip: { ...all, y: large.height + gap, height: height - large.height - gap } };
}

function grid(sides: readonly Side[], within: Box, measure: Measures): Arrangement {
  const best = [...tried(sides, within, measure)].reduce<Tried | null>((one, other) => (one === null || better(other, one) ? other : one), null);
  return best === null ? { tiles: new Map(), sides: new Map(), stage: null } : placed(best, within, measure);
}

/** What need not be scrolled is better, or what needs it least; of two, the one that shows more of each picture. */
function better(one: Tried, other: Tried): boolean {
  if (one.short !== other.short) return one.short < other.short;
  return worth(one) > worth(other) * 1.001; // of equals the first: it stands the same at every look
}

/** How large a whole picture would be there; what it fills besides, cut off at its sides, counts less. */
function worth({ width, height }: Tried): number {
  const whole = Math.min(width, height * PICTURE) * Math.min(height, width / PICTURE);
  return whole + FILLED * (width * height - whole);
}

function* tried(sides: readonly Side[], within: Box, measure: Measures): Generator<Tried> {
  const most = sides.reduce((sum, side) => sum + side.tiles.length, 0);
  for (const shelved of partitions(sides)) {
    for (let across = 1; across <= most; across += 1) {
      const shelves = shelved.map((each) => shelf(each, across));
      if (shelves.every((each) => each !== null)) yield sized(shelves, within, measure);
    }
  }
}

/** Every way to stand sides on shelves in their order. */
function* partitions(sides: readonly Side[]): Generator<readonly (readonly Side[])[]> {
  if (sides.length === 0) return;
  for (let first = 1; first < sides.length; first += 1) {
    for (const rest of partitions(sides.slice(first))) yield [sides.slice(0, first), ...rest];
  }
  yield [sides];
}

/** As few rows as there can be with so many tiles across. */
function shelf(sides: readonly Side[], across: number): Shelf | null {
  if (sides.length > across) return null;
  const fullest = Math.max(...sides.map((side) => side.tiles.length));
  for (let rows = 1; rows <= fullest; rows += 1) {
    const columns = sides.map((side) => Math.ceil(side.tiles.length / rows));
    if (total(columns) <= across) return { sides, columns, rows };
  }
  return null;
}

function sized(shelves: readonly Shelf[], within: Box, { gap, inset, least }: Measures): Tried {
  const widths = shelves.map(({ columns }) => (within.width - columns.length * inset - (total(columns) - 1) * gap) / total(columns));
  const rows = total(shelves.map((each) => each.rows));
  const [wide, high] = [Math.min(...widths), (within.height - (rows - 1) * gap) / rows];
  const [width, height] = [Math.floor(Math.max(1, Math.min(wide, Math.max(high, least[1]) * WIDEST))), Math.floor(Math.max(least[1], Math.min(high, wide / TALLEST)))];
  return { shelves, width, height, short: Math.max(1, least[0] / Math.max(1, wide), least[1] / Math.max(1, high)) };
}

function placed({ shelves, width, height }: Tried, within: Box, { gap, inset }: Measures): Arrangement {
  const tiles = new Map<string, Box>();
  const boxes = new Map<string, Box>();
  const wideOf = ({ columns }: Shelf) => columns.length * inset + total(columns) * (width + gap) - gap;
  const rows = total(shelves.map((each) => each.rows));
  const left = within.x + Math.max(0, Math.floor((within.width - Math.max(...shelves.map(wideOf))) / 2));
  let y = within.y + Math.max(0, Math.floor((within.height - rows * (height + gap) + gap) / 2));
  for (const { sides, columns, rows: deep } of shelves) {
    let x = left;
    sides.forEach((side, at) => {
      const across = columns[at] ?? 1;
      const used = Math.ceil(side.tiles.length / across);
      boxes.set(side.id, { x, y, width: inset + across * (width + gap) - gap, height: used * (height + gap) - gap });
      side.tiles.forEach((tile, number) => {
        const [column, row] = [number % across, Math.floor(number / across)];
        tiles.set(tile, { x: x + inset + column * (width + gap), y: y + row * (height + gap), width, height });
      });
      x += inset + across * (width + gap);
    });
    y += deep * (height + gap);
  }
  return { tiles, sides: boxes, stage: null };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
