import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What axe finds on the page, each with the first elements that have it, once nothing on it fades in or out any more. */
export async function violationsOf(page: Page, { onlyColors = false } = {}): Promise<string[]> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((one) => one.playState !== "running" || one.effect?.getComputedTiming().endTime === Infinity),
  );
  const axe = new AxeBuilder({ page });
  const { violations } = await (onlyColors ? axe.withRules("color-contrast") : axe).analyze();
  return violations.map(({ id, nodes }) =>
    [id, ...nodes.slice(0, 3).map(({ target, html }) => `${target} ${html}`)].join(": "),
  );
}

export const expectAccessible = async (page: Page) => expect(await violationsOf(page)).toEqual([]);
