import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";

test.use({ role: "instructor" });

test("finds and opens the user's own sessions with the keyboard only", async ({ page, sql }) => {
  // No other title contains the longest one.
  const titles = (own: boolean) => sql<{ id: string; title: string }[]>`
    select min(s.id::text) as id, s.title from sessions s join users u on u.id = s.instructor_id
    where s.school_id = (select school_id from users where email = 'instructor@lectern.test')
    group by s.title
    having count(*) = 1 and bool_and((u.email = 'instructor@lectern.test') = ${own})
    order by length(s.title) desc, s.title limit 1`;
  const [[own], [colleagues]] = await Promise.all([titles(true), titles(false)]);
  const palette = page.getByRole("dialog", { name: "Find" });
  const search = palette.getByRole("combobox", { name: "Find a session, video, course or person" });
  const selected = palette.getByRole("option", { selected: true });

  await page.goto("/");
  await page.getByRole("button", { name: "Find a session, video, course" }).press("Enter");
  await expect(search).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await expect(search).toBeFocused();

  await page.keyboard.type(colleagues!.title);
  await expect(palette.getByText(`No results for “${colleagues!.title}”.`, { exact: false })).toBeVisible();
  await expect(palette.getByRole("option")).toHaveCount(0);

  await search.clear();
  await page.keyboard.type(own!.title);
  // Until the whole title was searched for, others that begin alike are there, too.
  await expect(palette.getByRole("group", { name: "Sessions" }).getByRole("option")).toContainText([
    own!.title,
  ]);
  await expect(selected).toContainText(own!.title);
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/sessions/${own!.id}$`));
  await expect(page.getByRole("heading", { level: 1, name: own!.title })).toBeVisible();
  await expect(palette).toHaveCount(0);

  // The arrow keys move through sessions, videos, courses, pages and commands, and wrap around.
  await page.keyboard.press("Control+k");
  await page.keyboard.type(own!.title.slice(0, 1));
  await expect(palette.getByText(/^\d+ of \d+ shown/)).toBeVisible();
  const choices = palette.getByRole("option");
  await expect(choices.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(choices.nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(choices.last()).toHaveAttribute("aria-selected", "true");
});

test("finds a learner by name, opens their page, and lists the sessions that they were in", async ({
  page,
}) => {
  await page.goto("/");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("Helena Brito");
  const people = palette.getByRole("group", { name: "People" }).getByRole("option");
  await expect(people).toHaveText([/Helena Brito/]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/people\//);
  await page.getByRole("main").getByRole("link", { name: "Sessions", exact: true }).click();
  await expect(page).toHaveURL(/\/sessions\?person_id=/);
  await expect(page.getByRole("button", { name: "Person Helena Brito" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Sessions" }).getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/sessions$/);
});
