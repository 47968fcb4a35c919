/** Which of our faces the words of a page need: one file a script and weight, those with most letters first. */

type Script = "latin" | "arabic";
type Face = { readonly name: string; readonly family: string; readonly script: Script; readonly bold?: boolean };

/** The families of `css/_tokens.css`; a face without `bold` holds all weights. */
const FACES: readonly Face[] = [
  { name: "vazirmatn", family: "Vazirmatn", script: "arabic" },
  { name: "source-sans", family: "Source Sans 3", script: "latin" },
  { name: "source-serif-400", family: "Source Serif 4", script: "latin", bold: false },
  { name: "source-serif-600", family: "Source Serif 4", script: "latin", bold: true },
  { name: "naskh-400", family: "Noto Naskh Arabic", script: "arabic", bold: false },
  { name: "naskh-700", family: "Noto Naskh Arabic", script: "arabic", bold: true },
];
const LETTERS: Readonly<Record<Script, RegExp>> = { latin: /\p{Script=Latin}/gu, arabic: /\p{Script=Arabic}/gu };
const FEW = 12; // letters: our name, or that of a language, are no reason to fetch a file

/** Words as they are set: in which families, in this order, and how heavy. */
export type Words = { readonly text: string; readonly families: readonly string[]; readonly weight: number };

export function wanted(words: Iterable<Words>): readonly string[] {
  const letters = new Map<string, number>();
  for (const { text, families, weight } of words) {
    for (const script of ["latin", "arabic"] as const) {
      const count = text.match(LETTERS[script])?.length ?? 0;
      const name = count === 0 ? undefined : faceOf(script, families, weight);
      if (name !== undefined) letters.set(name, (letters.get(name) ?? 0) + count);
    }
  }
  const enough = [...letters].filter(([, count]) => count >= FEW);
  return enough.sort(([, left], [, right]) => right - left).map(([name]) => name);
}

function faceOf(script: Script, families: readonly string[], weight: number): string | undefined {
  const fits = (face: Face): boolean => face.script === script && (face.bold ?? weight > 500) === weight > 500;
  return families.flatMap((family) => FACES.filter((face) => face.family === family && fits(face)))[0]?.name;
}

/** The families of a computed `font-family`. */
export function familiesOf(said: string): readonly string[] {
  return said.split(",").map((each) => each.trim().replace(/^["']|["']$/g, ""));
}

const SHEET = /^([a-z]+)-[0-9a-f]{12}$/; // a style sheet, as the server names the state of it that a browser keeps

/** The cookie by which the server hears which faces and style sheets this browser keeps. */
export function cookieOf(kept: ReadonlySet<string>): string {
  return `kept=${[...kept].sort().join(".")}; path=/; max-age=31536000; samesite=strict`;
}

/** What a cookie says, and one more; of a style sheet the state of before is forgotten. */
export function keptIn(cookies: string, more?: string): Set<string> {
  const said = /(?:^|;\s*)kept=([^;]*)/.exec(cookies)?.[1] ?? "";
  const ours = said.split(".").filter((name) => SHEET.test(name) || FACES.some((face) => face.name === name));
  const sheet = SHEET.exec(more ?? "")?.[1];
  const others = ours.filter((name) => sheet === undefined || SHEET.exec(name)?.[1] !== sheet);
  return new Set(more === undefined ? others : [...others, more]);
}
