import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { deviceWords } from "./devices";

it.each([
  ["Firefox on Linux", "Firefox unter Linux", "Firefox sur Linux"],
  ["A program", "Ein Programm", "Un programme"],
  ["curl", "curl", "curl"],
])("names the browser stored as %s in its owner's language", (name, ...wanted) => {
  expect((["en", "de", "fr"] as const).map((code) => deviceWords(name, languageIn(code)))).toEqual([
    name,
    ...wanted,
  ]);
});
