/** Text with what it hides written out, as `parley.legible` does it on the server: only an old record has such text. */

const HIDDEN = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800]/gu;
const TAKEN = new Set(["\t", " ", "\u00a0"]);
const JOINERS = new Set(["\u200c", "\u200d"]);
const ARABIC = /^\p{M}*\p{Script=Arabic}/u;
const ENDS_ARABIC = /\p{Script=Arabic}\p{M}*$/u;
const NUMBER = /\p{Nd}(?:[.,:/'\u2019\u066b\u066c\u060c\u2013-]?\p{Nd}|[ \u00a0](?=\p{Nd}{3}(?!\p{Nd}))\p{Nd})*/gu;
const OPENS = /[\u2066-\u2068]/u;

/** The text with each character that may not stand where it does as its number: ⟨U+202E⟩. */
export function visible(text: string): string {
  return text.split("\n").map(inLine).join("\n");
}

function inLine(line: string): string {
  const open = unclosed(line);
  const shown = line.replace(HIDDEN, (one: string, at: number) => {
    if (TAKEN.has(one)) return one;
    if (JOINERS.has(one)) return joins(line, at, one) ? one : point(one);
    if (OPENS.test(one) || one === "\u2069") return open.has(at) ? point(one) : one;
    return point(one);
  });
  return shown.replace(NUMBER, (number) => {
    const zero = zeroOf([...number][0] ?? "");
    return number.replace(/\p{Nd}/gu, (digit) => (zeroOf(digit) === zero ? digit : point(digit)));
  });
}

function joins(line: string, at: number, joiner: string): boolean {
  const before = line.slice(0, at);
  const after = ARABIC.test(line.slice(at + 1));
  return joiner === "\u200d" ? after || ENDS_ARABIC.test(before) : after && /[\p{L}\p{N}]\p{M}*$/u.test(before);
}

/** Where isolates stand that nothing ends in their line, and ends that end none. */
function unclosed(line: string): Set<number> {
  const open: number[] = [];
  const found = new Set<number>();
  [...line.matchAll(/[\u2066-\u2069]/gu)].forEach(({ 0: one, index }) => {
    if (one !== "\u2069") open.push(index);
    else if (open.pop() === undefined) found.add(index);
  });
  open.forEach((at) => found.add(at));
  return found;
}

function zeroOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  if (code >= 0x660 && code <= 0x669) return 0x660;
  if (code >= 0x6f0 && code <= 0x6f9) return 0x6f0;
  return code < 0x80 ? 0x30 : code;
}

function point(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
