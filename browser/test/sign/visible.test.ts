import { describe, expect, it } from "vitest";
import { visible } from "../../src/sign/visible.js";
import { legible } from "../../src/sign/legible.js";

describe("what an old text hides is written out before it is signed", () => {
  it.each([
    ["pay \u202e000,1", "pay ⟨U+202E⟩000,1"],
    ["a\u200eb\u200f\u061c", "a⟨U+200E⟩b⟨U+200F⟩⟨U+061C⟩"],
    ["5\u200b000\u00ad\ufeff", "5⟨U+200B⟩000⟨U+00AD⟩⟨U+FEFF⟩"],
    ["\u2068a\nb\u2069", "⟨U+2068⟩a\nb⟨U+2069⟩"],
    ["a\u2003b\u2028c\u0000\r", "a⟨U+2003⟩b⟨U+2028⟩c⟨U+0000⟩⟨U+000D⟩"],
    ["pris\u200coner", "pris⟨U+200C⟩oner"],
    ["۱٬0۰", "۱٬⟨U+0030⟩۰"],
    ["۱٠", "۱⟨U+0660⟩"],
    ["a\u{e0041}", "a⟨U+E0041⟩"],
  ])("%j", (text, shown) => expect(visible(text)).toBe(shown));

  it.each([
    "Up to 5,000 on one side, 1,000 on the other.\n\n1.\tIt is said.",
    "طرفین توافق می‌کنند که تا ۵٬۰۰۰ زندانی آزاد شود؛ برادر‌ها، ۲۲‌ام، PDF‌ها (۱۳۹۹ ه‍.ش)",
    "يُفرَجُ عن ٥٬٠٠٠ أسيرٍ، الموافق ٢٦ رجب ١٤٤١هـ.",
    "د ۱۳۹۸ کال د حوت تر ۲۰مې پورې خوشې شي.",
    "Clause \u2068۱۲\u2069 of \u2067متن \u2066A-1\u2069\u2069",
  ])("what people write stays: %j", (text) => expect(visible(text)).toBe(text));

  it("a content that the sheet fetches is shown so", () => {
    const bytes = new TextEncoder().encode("pay \u202e000,1");
    expect(legible("text/plain; charset=utf-8", bytes)).toBe("pay ⟨U+202E⟩000,1");
    expect(legible("text/csv", bytes)).toBe("pay ⟨U+202E⟩000,1");
    expect(legible("application/json", new TextEncoder().encode('{"a":"\u202e"}'))).toBe('{\n "a": "⟨U+202E⟩"\n}');
    expect(legible("application/vnd.ms-excel", bytes)).toBeNull();
  });
});
