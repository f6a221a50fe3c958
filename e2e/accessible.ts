import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/**
 * What axe finds on the page, each with the first elements that have it, once nothing on it fades in or out any more. A notice that has come but has
 * not begun to fade in yet is half seen too: what is found must be found again.
 */
export async function violationsOf(page: Page, { onlyColors = false } = {}): Promise<string[]> {
  const found = await violationsNow(page, onlyColors);
  return found.length > 0 ? violationsNow(page, onlyColors) : found;
}

async function violationsNow(page: Page, onlyColors: boolean): Promise<string[]> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((one) => one.playState !== "running" || one.effect?.getComputedTiming().endTime === Infinity),
  );
  // In the page alone, of one frame as ours are: its other mode opens a second page to put frames together, for twice the time. Style sheets are
  // loaded for one experimental rule only.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ["violations"], preload: false });
  const { violations } = await (onlyColors ? axe.withRules("color-contrast") : axe).analyze();
  return violations.map(({ id, nodes }) =>
    [id, ...nodes.slice(0, 3).map(({ target, html }) => `${target} ${html}`)].join(": "),
  );
}

export const expectAccessible = async (page: Page) => expect(await violationsOf(page)).toEqual([]);
