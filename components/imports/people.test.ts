import { describe, expect, it } from "vitest";
import { type LanguageCode, languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { matchWords } from "./people";

describe("how a report's people are matched", () => {
  const said = (code: LanguageCode) =>
    [
      { matched: 12, doubtful: 0, unknown: 1 },
      { matched: 0, doubtful: 1, unknown: 15 },
      { matched: 1200, doubtful: 3, unknown: 0 },
    ].map((counts) => matchWords(counts, languageIn(code)));

  it("is said in English, German and French", () => {
    expect(said("en")).toEqual([
      "12 of 13 matched by email, 1 guest.",
      "0 of 16 matched by email, 15 guests. 1 matches by name only and will be a guest unless you choose a person.",
      "1,200 of 1,203 matched by email, 0 guests. 3 match by name only and will be guests unless you choose a person.",
    ]);
    expect(said("de")).toEqual([
      "12 von 13 über die E-Mail-Adresse zugeordnet, 1 Gast.",
      "0 von 16 über die E-Mail-Adresse zugeordnet, 15 Gäste. 1 stimmt nur im Namen überein und wird ein Gast, wenn Sie keine Person wählen.",
      "1.200 von 1.203 über die E-Mail-Adresse zugeordnet, 0 Gäste. 3 stimmen nur im Namen überein und werden Gäste, wenn Sie keine Person wählen.",
    ]);
    expect(said("fr").slice(0, 2)).toEqual([
      "12 sur 13 associées par e-mail, 1 invité.",
      "0 sur 16 associées par e-mail, 15 invités. 1 ne correspond que par le nom et sera un invité si vous ne choisissez personne.",
    ]);
  });
  it.each(languageCodes)("leaves nothing unwritten: %s", (code) =>
    expect(said(code).join()).not.toMatch(/[{}]|imports\./),
  );
});
