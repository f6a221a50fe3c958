"use client";

/*
 * A chart's SVG as a PNG. An SVG drawn as an image cannot use the page's variables, classes or fonts, so all of
 * them are written into a copy first.
 */

/** The styles of a mark; `light-dark()`, `var()` and `color-mix()` are resolved by asking for the computed value. */
const written = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "paint-order",
  "opacity",
  "display",
  "overflow",
  "vector-effect",
  "shape-rendering",
  "font-family",
  "font-size",
  "font-weight",
  "font-stretch",
  "font-variant-numeric",
  "text-anchor",
] as const;

/** Pixels around the chart and for the title above. */
const frame = { side: 24, right: 56, top: 64, bottom: 24, name: 32 };
/** Twice the screen's pixels: sharp on paper. */
const scale = 2;

function inlineStyles(source: Element, copy: Element) {
  const computed = getComputedStyle(source);
  const style = written.map((name) => `${name}:${computed.getPropertyValue(name)}`).join(";");
  copy.setAttribute("style", style);
  copy.removeAttribute("class");
  for (const [index, child] of [...source.children].entries()) {
    const copied = copy.children[index];
    if (copied) inlineStyles(child, copied);
  }
}

async function asDataUrl(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the typeface could not be read (${answer.status})`);
  const blob = await answer.blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("the typeface could not be read"));
    reader.readAsDataURL(blob);
  });
}

/** The faces of a family, with their files inside. */
async function fontFaces(family: string): Promise<string> {
  const rules = [...document.styleSheets]
    .filter((sheet) => !sheet.href || sheet.href.startsWith(location.origin))
    .flatMap((sheet) => [...sheet.cssRules].map((rule) => ({ rule, base: sheet.href ?? location.href })))
    .filter(({ rule }) => rule instanceof CSSFontFaceRule);
  const faces: string[] = [];
  for (const { rule, base } of rules) {
    const { style } = rule as CSSFontFaceRule;
    const source = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue("src"))?.[1];
    const range = style.getPropertyValue("unicode-range") || "U+0-10FFFF";
    const same = style.getPropertyValue("font-family").replaceAll('"', "").trim() === family;
    if (!source || !same) continue;
    const file = await asDataUrl(new URL(source, base).href);
    faces.push(
      `@font-face{font-family:"${family}";font-weight:400 700;font-stretch:75% 100%;unicode-range:${range};src:url(${file})}`,
    );
  }
  return faces.join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A standalone copy with inline styles, at a position of the picture. */
function placed(svg: SVGSVGElement, box: DOMRect, x: number, y: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  inlineStyles(svg, copy);
  const { width, height } = box;
  for (const [name, value] of Object.entries({ x, y, width, height, overflow: "visible" }))
    copy.setAttribute(name, String(value));
  return new XMLSerializer().serializeToString(copy);
}

/**
 * Draws a chart's SVGs with its title and sub-line into a PNG, in the colours shown: one, or several laid out as
 * on the page, each under the name of its container (`data-name`). Throws when the browser cannot draw it (the caller
 * reports that).
 */
export async function chartPng(
  svgs: readonly [SVGSVGElement, ...SVGSVGElement[]],
  title: string,
  sub: string,
): Promise<Blob> {
  const boxes = svgs.map((svg) => svg.getBoundingClientRect());
  const names = svgs.map((svg) => svg.closest<HTMLElement>("[data-name]")?.dataset.name);
  const named = names.some(Boolean);
  const left = Math.min(...boxes.map((box) => box.left));
  const above = Math.min(...boxes.map((box) => box.top)) - (named ? frame.name : 0);
  const words = getComputedStyle(document.documentElement);
  const family = words.getPropertyValue("--font").split(",")[0]?.replaceAll('"', "").trim() ?? "";
  const width = Math.ceil(Math.max(...boxes.map((box) => box.right)) - left) + frame.side + frame.right;
  const height = Math.ceil(Math.max(...boxes.map((box) => box.bottom)) - above) + frame.top + frame.bottom;
  const page = getComputedStyle(document.body);
  const muted = getComputedStyle(svgs[0].closest("[data-chart]") ?? document.body).color;
  const drawn = svgs.map((svg, index) => {
    const box = boxes[index] as DOMRect;
    const x = frame.side + box.left - left;
    const y = frame.top + box.top - above;
    const name = names[index]
      ? `<text x="${x}" y="${y - 8}" style="font:600 14px '${family}',system-ui,sans-serif;fill:${page.color}">${escaped(names[index])}</text>`
      : "";
    return name + placed(svg, box, x, y);
  });
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<style>${await fontFaces(family)}</style>
<rect width="100%" height="100%" style="fill:${page.backgroundColor}"/>
<text x="${frame.side}" y="32" style="font:600 17px '${family}',system-ui,sans-serif;fill:${page.color}">${escaped(title)}</text>
<text x="${frame.side}" y="52" style="font:400 13px '${family}',system-ui,sans-serif;fill:${muted}">${escaped(sub)}</text>
${drawn.join("\n")}</svg>`;

  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser has no canvas");
  pen.scale(scale, scale);
  pen.drawImage(image, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the image could not be created");
  return blob;
}
