// Builds the islands, the style sheets and the fonts into src/parley/web/static/built, and says which script imports which.
//
// Every src/<island>/element.ts becomes built/<island>.js, every src/<island>/worker.ts built/<island>-worker.js,
// every static/css/<name>.css without a leading underscore built/<name>.css. Nothing is fetched.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const statics = join(here, "../src/parley/web/static");
const built = join(statics, "built");
const out = join(statics, `built.${process.pid}`); // swapped in at the end: a page being loaded never misses a file

const FONTS = {
  "vazirmatn.woff2": "@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2",
  "source-sans.woff2": "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
  "source-serif-400.woff2": "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2",
  "source-serif-600.woff2": "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2",
  "naskh-400.woff2": "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2",
  "naskh-700.woff2": "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-700-normal.woff2",
};

async function entries() {
  const found = {};
  const islands = await readdir(join(here, "src"), { withFileTypes: true });
  for (const island of islands.filter((each) => each.isDirectory())) {
    for (const [file, suffix] of [["element.ts", ""], ["worker.ts", "-worker"]]) {
      const path = join(here, "src", island.name, file);
      if (existsSync(path)) found[island.name + suffix] = path;
    }
  }
  return found;
}

async function sheets() {
  const files = await readdir(join(statics, "css")).catch(() => []);
  const shown = files.filter((name) => name.endsWith(".css") && !name.startsWith("_"));
  return Object.fromEntries(shown.map((name) => [name.slice(0, -4), join(statics, "css", name)]));
}

async function fonts() {
  await mkdir(join(out, "fonts"), { recursive: true });
  for (const [name, path] of Object.entries(FONTS)) {
    await copyFile(join(here, "node_modules", path), join(out, "fonts", name));
  }
  await copyFile(join(here, "node_modules/htmx.org/dist/htmx.min.js"), join(out, "htmx.js"));
}

/** What each script imports at once and what it asks for later, so that pages can name the first and fetch the second ahead. */
async function imports({ outputs }) {
  const said = Object.entries(outputs).map(([path, { imports }]) => {
    const of = (kind) => imports.filter((one) => one.kind === kind && one.path in outputs).map((one) => basename(one.path));
    return [basename(path), { now: of("import-statement"), later: [...new Set(of("dynamic-import"))] }];
  });
  await writeFile(join(out, "imports.json"), JSON.stringify(Object.fromEntries(said.sort()), null, 1));
}

// Chunks are named after what they say and where it lies: the place is told from here, whoever builds from wherever.
const common = { absWorkingDir: here, bundle: true, minify: true, target: "es2022", outdir: out, logLevel: "warning", legalComments: "none", charset: "utf8" };
const islands = { entryPoints: await entries(), format: "esm", splitting: true, chunkNames: "chunk-[hash]", metafile: true };
await imports((await build({ ...common, ...islands })).metafile);
await build({ ...common, entryPoints: await sheets(), external: ["/static/*"] });
await fonts();
await rm(built, { recursive: true, force: true });
await rename(out, built);
