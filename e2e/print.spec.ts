import { expect, test } from "./fixtures";
import { expectWhole, printed } from "./printed";

/* What stands on paper: the page as a PDF, and its text sheet by sheet. */

test.use({ role: "instructor" });

const allWords = (sheets: Awaited<ReturnType<typeof printed>>) => sheets.map(({ words }) => words).join("\n");

test("a session prints with all its people", async ({ page, sql }) => {
  const [session] = await sql<{ id: string; people: string[] }[]>`
    select s.id, array_agg(a.display_name) as people
    from sessions s join attendees a on a.session_id = s.id join users u on u.id = s.instructor_id
    where s.status = 'ended' and not a.host and u.email = 'instructor@lectern.test'
    group by s.id having count(*) > 26 order by count(*) desc limit 1`;
  const sheets = await printed(page, `/sessions/${session!.id}`);
  expectWhole(sheets);
  const words = allWords(sheets).replace(/\s+/g, " ");
  const missing = session!.people.filter((name) => !words.includes(name.replace(/\s+/g, " ")));
  expect(missing).toEqual([]);
  for (const head of ["Status", "Joined", "Left", "Minutes", "Messages", "Questions", "Reactions", "Rating"])
    expect(words).toContain(head);
});

test("a video prints with all its viewers", async ({ page, sql }) => {
  const [video] = await sql<{ id: string; viewers: number }[]>`
    select v.id, count(*)::int as viewers from videos v join viewer_progress p on p.video_id = v.id
    join courses c on c.id = v.course_id join course_instructors i on i.course_id = c.id join users u on u.id = i.user_id
    where u.email = 'instructor@lectern.test' and p.playbacks > 0
    group by v.id having count(*) between 30 and 300 order by count(*) desc limit 1`;
  const sheets = await printed(page, `/videos/${video!.id}`);
  expectWhole(sheets);
  expect(allWords(sheets)).toMatch(/1 to (\d[\d,]*) of \1 viewers/);
});

test("the overview and the comparison print whole", async ({ page, sql }) => {
  expectWhole(await printed(page, "/"));
  const chosen = await sql<{ id: string }[]>`
    select s.id from sessions s join users u on u.id = s.instructor_id
    where s.status = 'ended' and u.email = 'instructor@lectern.test' order by s.started_at desc limit 4`;
  expectWhole(await printed(page, `/sessions/compare?ids=${chosen.map(({ id }) => id).join(",")}`));
});

test("Print asks for all rows, opens the dialog once, and shows the page as it was", async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => {
      const all = document.documentElement;
      all.dataset.printed = `${Number(all.dataset.printed ?? 0) + 1} ${window.location.search}`;
    };
  });
  await page.goto("/videos?sort=title");
  for (const ask of [
    () => page.getByRole("button", { name: "Print" }).click(),
    () => page.keyboard.press("Control+p"),
  ]) {
    await page.evaluate(() => delete document.documentElement.dataset.printed);
    await ask();
    await expect(page.locator("html")).toHaveAttribute("data-printed", /^1 \?sort=title&print=1$/);
    await expect(page).toHaveURL(/\/videos\?sort=title$/);
  }
});
