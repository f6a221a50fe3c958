import type { Page } from "@playwright/test";

/**
 * What is wrong with a page's layout at its present width: the document scrolls sideways, texts lie on each other, a text is cut off,
 * or a heading is broken into lines of one or two words. Each fault names what it is about.
 */
export async function layoutFaults(page: Page): Promise<string[]> {
  // Charts and fitted tables settle in the frames after a change of width: more than two where the machine is busy.
  let faults: string[] = [];
  for (let frames = 2; frames <= 32; frames *= 2) {
    await page.evaluate(async (count) => {
      for (let i = 0; i < count; i += 1) await new Promise(requestAnimationFrame);
    }, frames);
    faults = await page.evaluate(faultsOfDocument);
    if (faults.length === 0) break;
  }
  return faults;
}

/** Runs in the page, so everything that it uses is in it. */
function faultsOfDocument(): string[] {
  type Box = { left: number; right: number; top: number; bottom: number };
  const faults = new Set<string>();
  const root = document.documentElement;
  const said = (text: string) => `“${text.trim().replace(/\s+/g, " ").slice(0, 60)}”`;
  const where = (element: Element) => {
    const named = element.closest("[id], [aria-label], section, nav, main, header, table");
    return `${element.tagName.toLowerCase()} in ${named?.getAttribute("aria-label") ?? named?.id ?? named?.tagName.toLowerCase()}`;
  };
  const common = (a: Box, b: Box): Box => ({
    left: Math.max(a.left, b.left),
    right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element) => {
    const known = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, known);
    return known;
  };
  const ancestors = function* (element: Element | null) {
    for (let at = element; at && at !== root; at = at.parentElement) yield at;
  };

  if (root.scrollWidth > root.clientWidth + 1) {
    const widest = [...document.body.querySelectorAll("*")]
      .filter((element) => {
        const { right, width } = element.getBoundingClientRect();
        return width > 0 && right > root.clientWidth + 1;
      })
      .find((element) => {
        for (const at of ancestors(element.parentElement))
          if (styleOf(at).overflowX !== "visible") return false;
        return true;
      });
    faults.add(
      `the document is ${root.scrollWidth} px wide in ${root.clientWidth}: ${widest ? where(widest) : "?"}`,
    );
  }

  type Piece = Box & { node: Text; element: Element };
  const pieces: Piece[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const element = node.parentElement;
    if (!element || !node.data.trim() || /^(script|style|noscript|title)$/i.test(element.tagName)) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()];
    let seen: Box = { left: -1e9, right: 1e9, top: -1e9, bottom: 1e9 };
    let floats = false;
    let scrolls = false;
    for (const at of ancestors(element)) {
      const { position, overflowX, overflowY, clipPath } = styleOf(at);
      // What is fixed lies on what scrolls beneath it.
      if (position === "sticky" || position === "fixed") floats = true;
      const box = at.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || clipPath !== "none")
        seen = { left: 0, right: 0, top: 0, bottom: 0 };
      if (overflowX === "visible" && overflowY === "visible") continue;
      if (/auto|scroll/.test(overflowX)) scrolls = true;
      const cut = overflowX !== "visible" && !/auto|scroll/.test(overflowX);
      const ellipsis = styleOf(at).textOverflow === "ellipsis" || styleOf(at).webkitLineClamp !== "none";
      if (cut && !ellipsis && !(at instanceof SVGElement) && box.width > 1)
        for (const { left, right, width } of boxes)
          if (width > 2 && (right > box.right + 2 || left < box.left - 2) && seen.right > box.right + 2)
            faults.add(`a text is cut off: ${said(node.data)}, ${where(element)}`);
      seen = common(seen, box);
    }
    if (element instanceof SVGElement && !scrolls) {
      // An axis' labels stand beside its chart. What scrolls by itself is seen once it is scrolled to.
      const frame = element.closest("main")?.getBoundingClientRect();
      for (const { left, right, width } of boxes)
        if (frame && width > 2 && (right > frame.right || left < frame.left))
          faults.add(`a text reaches over the page's edge: ${said(node.data)}`);
    }
    if (floats) continue;
    for (const box of boxes) {
      const shown = common(box, seen);
      if (shown.right - shown.left > 2 && shown.bottom - shown.top > 2)
        pieces.push({ ...shown, node, element });
    }
  }
  pieces.sort((a, b) => a.top - b.top);
  for (const [at, one] of pieces.entries())
    for (let next = at + 1; next < pieces.length; next++) {
      const other = pieces[next]!;
      if (other.top >= one.bottom) break;
      if (other.node === one.node) continue;
      const { left, right, top, bottom } = common(one, other);
      // Lines stand closer than their boxes are high: a third of the smaller one is an overlap.
      const high = Math.min(one.bottom - one.top, other.bottom - other.top) / 3;
      if (right - left > 2 && bottom - top > high)
        faults.add(`texts lie on each other: ${said(one.node.data)} and ${said(other.node.data)}`);
    }

  for (const heading of document.querySelectorAll("h1, h2, h3")) {
    if (!heading.checkVisibility() || heading.getBoundingClientRect().width <= 1) continue;
    const lines = new Map<number, number>();
    const words = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    for (let node = words.nextNode() as Text | null; node; node = words.nextNode() as Text | null)
      for (const match of node.data.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const box = range.getClientRects()[0];
        if (!box) continue;
        const line = Math.round(box.bottom / 4);
        const near = [line - 1, line, line + 1].find((known) => lines.has(known)) ?? line;
        lines.set(near, (lines.get(near) ?? 0) + 1);
      }
    const counts = [...lines.values()];
    // The last line has what is left. A path of the API is one long word.
    if (/\S{24}/.test(heading.textContent ?? "")) continue;
    // Of two balanced lines, the first may be the shorter one: “Watched, came / live, watched again”.
    const fewest = counts.length === 2 ? 2 : 3;
    if (counts.slice(0, -1).some((count) => count < fewest))
      faults.add(`a heading is broken too often: ${said(heading.textContent ?? "")}`);
  }
  return [...faults];
}
