import { describe, expect, it } from "vitest";
import { languageOf, stopWordsOf } from "./comment-language";

describe("the language of comments", () => {
  it.each([
    ["eng", ["Too long a break", "The sound was bad at times", "Great worked example"]],
    ["por", ["O exemplo foi ótimo mas a pausa foi longa demais"]],
    ["deu", ["Die Pause war zu lang und der Ton war schlecht"]],
    ["fra", ["Les exemples étaient clairs mais la pause était trop longue pour moi"]],
    ["rus", ["Очень понятно"]],
    ["jpn", ["とても良かったです"]],
    [
      "eng",
      [
        "The worked example with the bus data finally made residual plots click.",
        "Eight minutes of break turned into dinner. I would rather stop once, at the end.",
      ],
    ],
  ])("is %s", (language, comments) => {
    expect(languageOf(comments)).toBe(language);
  });

  it("is not guessed from nothing", () => {
    expect(languageOf([])).toBeNull();
    expect(languageOf(["Super"])).toBeNull();
    expect(languageOf(["👍", "5"])).toBeNull();
  });

  it("decides which words say nothing; where it cannot be told, those of all the likely ones", () => {
    expect(stopWordsOf("por")("nao")).toBe(true);
    expect(stopWordsOf("por")("the")).toBe(true);
    expect(stopWordsOf("eng")("nao")).toBe(false);
    expect(stopWordsOf(null)("nao")).toBe(true);
  });
});
