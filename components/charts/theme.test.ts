import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { categoryLine, playsColour, seenColour, seenLevel } from "./theme";

it("names the ramp's own colours and mixes between them in oklab", () => {
  expect(seenColour(0)).toBe("var(--seen-0)");
  expect(seenColour(4)).toBe("var(--seen-4)");
  expect(seenColour(3.2)).toBe("color-mix(in oklab, var(--seen-4) 20%, var(--seen-3))");
  expect(seenColour(1.99)).toBe("var(--seen-2)");
  expect(seenColour(99)).toBe("var(--seen-4)");
});

it("gives the highest value the strongest colour and shows every played second", () => {
  expect(seenLevel(0, 124)).toBe(0);
  expect(seenLevel(124, 124)).toBe(4);
  expect(seenLevel(0.01, 124)).toBeGreaterThan(0.49);
  expect(seenLevel(62, 124)).toBeCloseTo(2.25);
});

it("distinguishes once, twice and more often", () => {
  expect([0, 1, 2, 3, 40].map(playsColour)).toEqual([
    "var(--seen-0)",
    "var(--seen-1)",
    "var(--seen-3)",
    "var(--seen-4)",
    "var(--seen-4)",
  ]);
});
describe("categoryLine", () => {
  it("has six colours, then the same in dashes", () => {
    expect(categoryLine(0)).toEqual({ stroke: "var(--cat-1)" });
    expect(categoryLine(5)).toEqual({ stroke: "var(--cat-6)" });
    expect(categoryLine(6)).toEqual({ stroke: "var(--cat-1)", strokeDasharray: "6 4" });
    expect(new Set(Array.from({ length: 10 }, (_, index) => JSON.stringify(categoryLine(index)))).size).toBe(
      10,
    );
  });
});

it("every colour and size that is named exists: an unknown one draws nothing", () => {
  const texts = ["app", "components"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /(?<!\.test)\.(tsx?|css)$/.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => ({ file, text: readFileSync(file, "utf8") })),
  );
  const declared = new Set(
    texts.flatMap(({ text }) => [...text.matchAll(/(--[\w-]+)["'\]]*\s*:/g)].map(([, name]) => name)),
  );
  const unknown = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/var\((--[\w-]+)\s*\)/g)]
      .filter(([, name]) => !declared.has(name))
      .map(([, name]) => `${file} ${name}`),
  );
  expect(declared.has("--seen-4")).toBe(true);
  expect(unknown).toEqual([]);
});
