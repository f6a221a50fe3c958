import type { Page } from "@playwright/test";
import { extractText, getDocumentProxy } from "unpdf";
import { expect } from "./fixtures";

/** An A4 sheet in points, and its margin of 14 mm. */
const margin = (14 / 25.4) * 72;

/** A page on paper, sheet by sheet: its words, and where they stand. */
export async function printed(page: Page, path: string) {
  const [address = "", query = ""] = path.split("?");
  await page.goto(`${address}?${new URLSearchParams([...new URLSearchParams(query), ["print", "1"]])}`);
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ format: "A4", printBackground: true })));
  const { text } = await extractText(pdf);
  const sheets = await Promise.all(
    text.map(async (words, index) => {
      const sheet = await pdf.getPage(index + 1);
      const { items } = await sheet.getTextContent();
      const [, , width = 0] = sheet.view;
      const boxes = items.flatMap((item) =>
        "str" in item && item.str.trim()
          ? [{ words: item.str, left: item.transform[4] as number, right: item.transform[4] + item.width }]
          : [],
      );
      return { words, width, boxes };
    }),
  );
  return sheets;
}

/** Nothing is cut at the paper's edge, and each sheet says whose it is and which of how many. */
export function expectWhole(sheets: Awaited<ReturnType<typeof printed>>, path = "") {
  for (const [index, { words, width, boxes }] of sheets.entries()) {
    expect.soft(words, `${path}, sheet ${index + 1}`).toContain(`${index + 1} of ${sheets.length}`);
    expect.soft(words, `${path}, sheet ${index + 1}`).toContain("Harbour College, ");
    const cut = boxes.filter(({ left, right }) => left < margin - 2 || right > width - margin + 2);
    expect.soft(cut, `${path}, sheet ${index + 1}`).toEqual([]);
  }
}
