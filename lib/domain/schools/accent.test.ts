import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { accentContrast, accentStyle, contrast, darkAccent, grounds, isReadable, luminance } from "./accent";

/** The luminance of an OKLCH colour (CSS Color 4). */
function luminanceOf(lightness: number, chroma: number, hue: number): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

it("knows the grounds of both themes", () => {
  const tokens = readFileSync("app/tokens.css", "utf8");
  for (const [index, name] of ["bg", "sunk", "raised", "hover"].entries()) {
    const [light, dark] = [
      ...new RegExp(`--${name}: light-dark\\((.*)\\);`).exec(tokens)![1]!.matchAll(/oklch\(([\d. ]+)\)/g),
    ].map(([, parts]) => luminanceOf(...(parts!.split(" ").map(Number) as [number, number, number])));
    expect(luminance(grounds.light[index]!), `${name}, light`).toBeCloseTo(light!, 2);
    expect(luminance(grounds.dark[index]!), `${name}, dark`).toBeCloseTo(dark!, 3);
  }
});

it("measures contrast as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

describe("an accent", () => {
  it.each([
    ["#00607a", true],
    ["#7a1f3d", true],
    ["#000000", true],
    ["#ffd400", false],
    ["#777777", false],
    ["#ffffff", false],
  ])("%s can be read on light grounds: %s", (accent, readable) => {
    expect(isReadable(accent)).toBe(readable);
    expect(accentContrast(accent) >= 4.5).toBe(readable);
  });

  it("says by how much a colour fails", () => {
    expect(accentContrast("#ffd400")).toBe(1.2);
    expect(accentContrast("#ffffff")).toBe(1);
  });

  it("is light enough in the dark theme, whatever it is", () => {
    for (let step = 0; step < 500; step++) {
      const accent = `#${((step * 33_559) % 0xffffff).toString(16).padStart(6, "0")}`;
      for (const ground of grounds.dark)
        expect(contrast(darkAccent(accent), ground), accent).toBeGreaterThanOrEqual(4.5);
    }
    expect(accentStyle("#00607a")).toMatch(
      /^:root\{(--accent(-hover|-wash)?:light-dark\(#[0-9a-f]{6},#[0-9a-f]{6}\);?){3}\}$/,
    );
  });
});
