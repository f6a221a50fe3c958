/*
 * A school's accent colour in both themes. Links and buttons are text, or have text on them: 4.5 to 1 is the least (WCAG 2.2, 1.4.3).
 */

const leastContrast = 4.5;

type Rgb = readonly [number, number, number];

const rgbOf = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as never;
const hexOf = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** So much of the first colour in the second. */
const mix = (one: string, share: number, other: string): string => {
  const [a, b] = [rgbOf(one), rgbOf(other)];
  return hexOf(a.map((part, index) => part * share + b[index]! * (1 - share)) as never);
};

/** The relative luminance of a colour (WCAG 2.2). */
export function luminance(hex: string): number {
  const [red, green, blue] = rgbOf(hex).map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** What text stands on, as in app/tokens.css: `--bg`, `--sunk`, `--raised` and `--hover`. */
export const grounds = {
  light: ["#fcfdfe", "#f4f5f6", "#ffffff", "#f0f3f4"],
  dark: ["#101315", "#0b0e0f", "#1a1e20", "#191d1f"],
} as const;

/** A selected row's ground has a little of the accent. */
const wash = {
  light: (accent: string) => mix(accent, 0.06, "#ffffff"),
  dark: (accent: string) => mix(accent, 0.12, "#101315"),
};

const least = (accent: string, theme: keyof typeof grounds) =>
  Math.min(...[...grounds[theme], wash[theme](accent)].map((ground) => contrast(accent, ground)));

/** How well a colour can be read on the light theme's grounds, rounded down to tenths: `3.9`. */
export const accentContrast = (accent: string): number => Math.floor(least(accent, "light") * 10) / 10;

export const isReadable = (accent: string): boolean => least(accent, "light") >= leastContrast;

/** The colour of the dark theme: the same one, with as much white in it as it takes to be read there. */
export function darkAccent(accent: string): string {
  for (let white = 0; white < 100; white++) {
    const lighter = mix("#ffffff", white / 100, accent);
    if (least(lighter, "dark") >= leastContrast) return lighter;
  }
  return "#ffffff";
}

/** The tokens of app/tokens.css that an accent changes. */
export function accentStyle(accent: string): string {
  const dark = darkAccent(accent);
  const pair = (light: string, other: string) => `light-dark(${light},${other})`;
  return `:root{--accent:${pair(accent, dark)};--accent-hover:${pair(mix("#000000", 0.2, accent), mix("#ffffff", 0.25, dark))};--accent-wash:${pair(wash.light(accent), wash.dark(dark))}}`;
}
