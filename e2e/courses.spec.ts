import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

/* A course is made, filled, ordered and copied in the browser. */

test.use({ role: "instructor" });

async function makeCourse(page: Page, title: string): Promise<void> {
  await page.goto("/courses");
  await page.getByRole("link", { name: "New course" }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Make course" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

async function addLesson(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "Add lesson" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Title").fill(title);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("article", { name: title })).toBeVisible();
}

/** The answer to the next order of lessons that the page saves. */
const orderSaved = (page: Page) =>
  page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.url().endsWith("/lessons"));

const lessonsOf = (page: Page) =>
  page
    .getByRole("list", { name: "Lessons" })
    .getByRole("heading", { level: 3 })
    .allTextContents()
    .then((titles) => titles.map((title) => title.replace(/^[\d.]+ /, "")));

test("lessons are ordered with buttons, the keyboard and the pointer, archived and brought back", async ({
  page,
}) => {
  await makeCourse(page, "Course of lessons");
  for (const title of ["First steps", "Middle part", "Last words"]) await addLesson(page, title);
  expect(await lessonsOf(page)).toEqual(["First steps", "Middle part", "Last words"]);
  await page.getByRole("button", { name: /^Move .*Last words up$/ }).click();
  await expect.poll(() => lessonsOf(page)).toEqual(["First steps", "Last words", "Middle part"]);

  // The handle: Space, arrows, Space. Each place is said before the next key, as who cannot see it hears it.
  const handle = page.getByRole("button", { name: /^Drag .*First steps$/ });
  await handle.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText(/First steps is taken, at place 1 of 3/)).toBeAttached();
  // On a busy machine the places are measured later than it is said, and a key before that moves nothing.
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    await expect(page.getByText(/First steps is over place 2 of 3/)).toBeAttached({ timeout: 5000 });
  }).toPass();
  await page.keyboard.press("Space");
  await expect.poll(() => lessonsOf(page)).toEqual(["Last words", "First steps", "Middle part"]);
  await expect(page.getByText(/First steps is at place 2 of 3/)).toBeAttached();
  await expect(handle).toBeFocused();
  // Escape leaves it where it was.
  await page.keyboard.press("Space");
  await expect(page.getByText(/First steps is taken, at place 2 of 3/)).toBeAttached();
  // The last place is the last however often the key is pressed.
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    await expect(page.getByText(/First steps is over place 3 of 3/)).toBeAttached({ timeout: 2000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(page.getByText(/First steps stays at its place/)).toBeAttached();
  await page.reload();
  await expect.poll(() => lessonsOf(page)).toEqual(["Last words", "First steps", "Middle part"]);
  await expectAccessible(page);

  const grip = page.getByRole("button", { name: /^Drag .*Middle part$/ });
  const first = page.getByRole("article", { name: "Last words" });
  const [from, to] = [(await grip.boundingBox())!, (await first.boundingBox())!];
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2, to.y + 10, { steps: 12 });
  // As with the keys: who looks lets go when the lesson has made room.
  await expect(page.getByText(/Middle part is over place 1 of 3/)).toBeAttached();
  // The page shows the order before it is saved, and a reload would end the request.
  const saved = orderSaved(page);
  await page.mouse.up();
  await expect.poll(() => lessonsOf(page)).toEqual(["Middle part", "Last words", "First steps"]);
  await saved;
  await page.reload();
  await expect.poll(() => lessonsOf(page)).toEqual(["Middle part", "Last words", "First steps"]);

  await page.getByRole("button", { name: "Archive Middle part" }).click();
  await expect.poll(() => lessonsOf(page)).toEqual(["Last words", "First steps"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => lessonsOf(page)).toEqual(["Middle part", "Last words", "First steps"]);
});

test("a move stays in its place while what an earlier one loads arrives late", async ({ page }) => {
  await makeCourse(page, "Course of quick moves");
  for (const title of ["One", "Two", "Three"]) await addLesson(page, title);
  // The page as of the first move is shown only after the second one is saved.
  let release = () => {};
  const secondSaved = new Promise<void>((done) => {
    release = done;
  });
  await page.route(
    (url) => url.searchParams.has("_rsc"),
    async (route) => {
      const response = await route.fetch();
      await secondSaved;
      await route.fulfill({ response });
    },
  );
  const orders = await page.evaluateHandle(() => {
    const seen: string[] = [];
    const list = document.querySelector('ul[aria-label="Lessons"]')!;
    const note = () =>
      seen.push([...list.querySelectorAll("h3")].map((title) => title.textContent!.split(" ").at(-1)).join());
    new MutationObserver(note).observe(list, { childList: true, characterData: true, subtree: true });
    return seen;
  });
  const up = page.getByRole("button", { name: /^Move .*Three up$/ });
  const first = orderSaved(page);
  const loading = page.waitForRequest((request) => request.url().includes("_rsc"));
  await up.click();
  await Promise.all([first, loading]);
  await expect.poll(() => lessonsOf(page)).toEqual(["One", "Three", "Two"]);
  const second = orderSaved(page);
  await up.click();
  await second;
  release();
  // The numbers are the saved ones.
  const titles = page.getByRole("list", { name: "Lessons" }).getByRole("heading", { level: 3 });
  await expect(titles).toHaveText([/^1.* Three$/, /^2.* One$/, /^3.* Two$/]);
  const seen = await orders.jsonValue();
  expect(new Set(seen.slice(seen.indexOf("Three,One,Two")))).toEqual(new Set(["Three,One,Two"]));
  // What is still on its way fails no other test.
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("two who edit a lesson, a material or a class at once see both versions and choose", async ({
  page,
  openAs,
}) => {
  test.setTimeout(120_000);
  await makeCourse(page, "Course of two");
  await addLesson(page, "Together");
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Add a PDF, quiz or link to Together" }).click();
  await dialog.getByLabel("Title").fill("Handout");
  await dialog.getByLabel("Minutes it takes").fill("1.5");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Add class" }).click();
  await dialog.getByLabel("Name").fill("Monday");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "Monday" })).toBeVisible();
  const admin = await openAs("admin");
  for (const [name, label] of [
    ["Together", "Title"],
    ["Handout", "Title"],
    ["Monday", "Name"],
  ] as const) {
    await admin.goto(page.url());
    await admin.getByRole("button", { name: `Edit ${name}` }).click();
    const theirs = admin.getByRole("dialog");
    await page.getByRole("button", { name: `Edit ${name}` }).click();
    await expect(dialog.getByLabel(label)).toHaveValue(name);
    await theirs.getByLabel(label).fill(`${name} of the admin`);
    await theirs.getByRole("button", { name: "Save" }).click();
    await expect(theirs).toHaveCount(0);
    await dialog.getByLabel(label).fill(`${name} of mine`);
    await dialog.getByRole("button", { name: "Save" }).click();
    const versions = dialog.getByRole("table", { name: "The two versions" });
    await expect(
      versions.getByRole("row", { name: new RegExp(`${label} ${name} of the admin ${name} of mine`) }),
    ).toBeVisible();
    await expect(versions.getByRole("row")).toHaveCount(2);
    if (label === "Name") {
      await expectAccessible(page);
      await shot(page, "conflict in a dialog");
      await dialog.getByRole("button", { name: "Take the saved one" }).click();
      await expect(dialog.getByLabel(label)).toHaveValue(`${name} of the admin`);
      await page.keyboard.press("Escape");
    } else {
      await dialog.getByRole("button", { name: "Save mine" }).click();
      await expect(dialog).toHaveCount(0);
      await expect(page.getByRole("button", { name: `Edit ${name} of mine` })).toBeVisible();
    }
  }
});

test("people are enrolled from a list, in which a wrong line stops no other, and taken out with undo", async ({
  page,
  sql,
}) => {
  const known = await sql<{ email: string; name: string }[]>`
    select distinct u.email, u.name from enrollments e join users u on u.id = e.user_id
    join course_instructors i on i.course_id = e.course_id join users t on t.id = i.user_id and t.email = 'instructor@lectern.test'
    order by u.email limit 2`;
  await makeCourse(page, "Course of people");
  await page
    .getByLabel("Paste a list")
    .fill([known[0]!.email, "nobody@nowhere.example", known[1]!.email].join("\n"));
  await page.getByRole("button", { name: "Check list" }).click();
  await expect(page.getByText(/^2 people would be enrolled.*1 line cannot be used\.$/)).toBeVisible();
  await expectAccessible(page);
  await shot(page, "enroll");
  await page.getByRole("button", { name: "Enroll 2 people" }).click();
  await expect(page.getByText("2 people are enrolled")).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: known[0]!.name });
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: /Remove/ }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeVisible();
});

test("a course is copied with its lessons, edited by two people, and archived with undo", async ({
  page,
  openAs,
  sql,
}) => {
  await makeCourse(page, "Course to copy");
  for (const title of ["Alpha", "Beta"]) await addLesson(page, title);
  const [video] = await sql<{ id: string }[]>`
    insert into videos (id, school_id, course_id, lesson_id, title, source_url, status)
    select gen_random_uuid(), c.school_id, c.id, l.id, 'Copied video', 'https://files.school.example/a.mp4', 'ready'
    from courses c join lessons l on l.course_id = c.id and l.title = 'Alpha' where c.title = 'Course to copy'
    returning id`;
  await page.getByRole("button", { name: "Duplicate" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Title").fill("Copied course");
  await dialog.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Copied course" })).toBeVisible();
  await expect.poll(() => lessonsOf(page)).toEqual(["Alpha", "Beta"]);
  // The copy has a video of its own, without numbers.
  const copied = page.getByRole("article", { name: "Alpha" }).getByRole("link", { name: "Copied video" });
  await expect(copied).toBeVisible();
  expect(await copied.getAttribute("href")).not.toBe(`/videos/${video?.id}`);

  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByLabel("Title")).toHaveValue("Copied course");
  const admin = await openAs("admin");
  await admin.goto(page.url());
  await admin.getByLabel("Description").fill("By the admin");
  await admin.getByRole("button", { name: "Save", exact: true }).click();
  await expect(admin.getByText("The course is saved.")).toBeVisible();
  await page.getByLabel("Description").fill("By the instructor");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const conflict = page.getByRole("table", { name: "The two versions" });
  await expect(conflict.getByRole("row", { name: /By the admin By the instructor/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByText("The course is saved.")).toBeVisible();

  await page.getByRole("button", { name: "Archive", exact: true }).first().click();
  await expect(page.getByText("Archived: in no list, and open to no new people")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Archived: in no list, and open to no new people")).toHaveCount(0);
});

test.describe("admins", () => {
  test.use({ role: "admin" });

  test("make a term, and two who edit it at once see both versions", async ({ page, openAs }) => {
    await page.goto("/courses/terms");
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Add term" }).click();
    await dialog.getByLabel("Name").fill("Winter of two");
    await dialog.getByLabel("First day").fill("2027-01-11");
    await dialog.getByLabel("Last day").fill("2027-03-19");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("cell", { name: "Winter of two" })).toBeVisible();
    const other = await openAs("admin");
    await other.goto("/courses/terms");
    await other.getByRole("button", { name: "Edit Winter of two" }).click();
    await page.getByRole("button", { name: "Edit Winter of two" }).click();
    const theirs = other.getByRole("dialog");
    await theirs.getByLabel("Last day").fill("2027-03-26");
    await theirs.getByRole("button", { name: "Save" }).click();
    await expect(theirs).toHaveCount(0);
    await dialog.getByLabel("Last day").fill("2027-04-02");
    await dialog.getByRole("button", { name: "Save" }).click();
    const versions = dialog.getByRole("table", { name: "The two versions" });
    await expect(versions.getByRole("row", { name: /^Last day .*26.* 0?2/ })).toBeVisible();
    await expect(versions.getByRole("row")).toHaveCount(2);
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Save mine" }).click();
    await expect(page.getByRole("row", { name: /Winter of two .*2 Apr/ })).toBeVisible();
    await page.getByRole("button", { name: "Delete Winter of two" }).click();
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByRole("cell", { name: "Winter of two" })).toHaveCount(0);
  });
});
