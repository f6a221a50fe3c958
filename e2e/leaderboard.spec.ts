import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";
import { layoutFaults } from "./layout";

/** Far apart, so that what the job awards for the demo's own facts changes no rank. */
const amounts = [90_000, 80_000, 70_000, 60_000, 50_000, 40_000];
/** The student of the tests has the third most. */
const own = 2;

test.beforeEach(async ({ openAs, server, sql }) => {
  await sql`update users set appearance = 'unnamed'`;
  await sql`update schools set rankings = true, xp_rules = '{}'`;
  const [student] = await sql<{ id: string; school_id: string }[]>`
    select id, school_id from users where email = 'student@lectern.test'`;
  const others = await sql<{ id: string }[]>`
    select id from users where role = 'student' and school_id = ${student!.school_id} and id <> ${student!.id}
    order by id limit ${amounts.length - 1}`;
  const people = others.map(({ id }) => id);
  people.splice(own, 0, student!.id);
  // The same ids again change nothing.
  const admin = await openAs("admin");
  const answer = await admin.request.post("/api/analytics/events/track", {
    headers: { origin: server.url },
    data: amounts.map((amount, index) => ({
      event_type: "xp_earned",
      id: `00000000-0000-4000-8000-00000000000${index}`,
      user_id: people[index],
      properties: { amount, reason: "Test" },
    })),
  });
  expect(await answer.json()).toMatchObject({ success: true });
});

test.describe("a student", () => {
  test.use({ role: "student" });

  test("sees their rank, and decides how they appear", async ({ page, openAs }) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Leaderboard" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Leaderboard" })).toBeVisible();
    await page.getByRole("navigation", { name: "Time" }).getByRole("link", { name: "Today" }).click();
    await expect(page).toHaveURL(/timeframe=day/);
    await expect(page.getByText(/^You have rank 3 of /)).toBeVisible();
    await expect(page.getByText(/ XP more is rank 2\.$/)).toBeVisible();
    const table = page.getByRole("table", { name: "Leaderboard" });
    const row = table.getByRole("row").nth(3);
    await expect(row).toContainText("You");
    await expect(table.getByRole("row").nth(1)).toContainText("Name not shown");
    await expect(
      page
        .getByRole("table", { name: "How XP is earned" })
        .getByRole("row", { name: /^Video completed 25 100/ }),
    ).toBeVisible();
    // Rank 3's XP of today, and when it reached which level.
    await expect(
      page.getByRole("heading", { level: 2, name: /^Level \d+ since .+ XP to level \d+$/ }),
    ).toBeVisible();
    await expect(page.getByRole("slider", { name: /^XP and levels, / })).toBeVisible();
    await expect(
      page.getByRole("table", { name: "Your rank among the people of each course" }).getByRole("row").nth(1),
    ).toBeVisible();
    await expectAccessible(page);
    await shot(page, "leaderboard");

    // Of one course: the time that is chosen next is of the course too.
    const course = page.getByRole("button", { name: /^Course/ });
    await expect(course).toContainText("Whole school");
    await course.click();
    const choice = page.getByRole("menuitemradio").nth(1);
    const title = (await choice.textContent())!.trim();
    await choice.click();
    await expect(page.getByText(`${title}, XP from all courses`)).toBeVisible();
    await page.getByRole("navigation", { name: "Time" }).getByRole("link", { name: "All time" }).click();
    await expect(page).toHaveURL(/timeframe=all&course_id=/);
    await expect(page.getByText(`${title}, XP from all courses`)).toBeVisible();
    await expectAccessible(page);
    await page.goto("/leaderboard?timeframe=day");

    await page.getByRole("radio", { name: /^Not ranked/ }).check();
    await expect(page.getByText("Your choice is saved.")).toBeVisible();
    await expect(page.getByText("You are not ranked", { exact: true })).toBeVisible();
    await expect(table).toHaveCount(0);
    await expectAccessible(page);
    await shot(page, "leaderboard-unranked");
    const admin = await openAs("admin");
    await admin.goto("/leaderboard?timeframe=day");
    await expect(admin.getByRole("table", { name: "Leaderboard" }).getByRole("row").nth(3)).toContainText(
      /6\d,\d{3}/,
    );

    await page.getByRole("radio", { name: /^With first name and initial/ }).check();
    await expect(page.getByText(/^You have rank 3 of /)).toBeVisible();
    await expect(page.getByRole("radio", { name: /^With first name and initial/ })).toBeChecked();
  });
});

test.describe("a student's achievements", () => {
  test.use({ role: "student" });

  test("are on their own page, once the job has awarded what they did", async ({ page }) => {
    test.setTimeout(150_000);
    type Progress = { level: number; achievements: { achievement_id: string; name: string }[] };
    const progress = async () =>
      (await (await page.request.get("/api/analytics/gamification/progress")).json()) as Progress;
    await expect
      .poll(async () => (await progress()).achievements.map(({ achievement_id }) => achievement_id), {
        timeout: 90_000,
      })
      .toEqual(expect.arrayContaining(["first_session", "first_video"]));
    const { achievements, level } = await progress();
    await page.goto("/");
    await expect(page.getByRole("heading", { name: `${achievements.length} achievements` })).toBeVisible();
    await expect(page.getByText(new RegExp(`^Level ${level} with [\\d,]+ XP;`))).toBeVisible();
    const table = page.getByRole("table", { name: "Achievements" });
    for (const { name } of achievements)
      await expect(
        table.getByRole("row", { name: new RegExp(`^${name} \\d+ \\w+ 20\\d\\d$`) }),
      ).toBeVisible();
    await expect(table.getByRole("row", { name: /not yet$/ })).toHaveCount(14 - achievements.length);
    await expectAccessible(page);
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await layoutFaults(page)).toEqual([]);
    }
    await shot(page, "my-learning-achievements");
  });
});

for (const role of ["admin", "instructor", "assistant"] as const)
  test.describe(role, () => {
    test.use({ role });

    test("sees the ranks of students, with no rank and no choice of their own", async ({ page }) => {
      await page.goto("/leaderboard?timeframe=day");
      const table = page.getByRole("table", { name: "Leaderboard" });
      await expect(table.getByRole("row").nth(1)).toContainText(/9\d,\d{3}/);
      await expect(page.getByRole("radio")).toHaveCount(0);
      await expect(page.getByText("You see the names of your own students.")).toBeVisible();
      if (role === "admin") await expect(table.getByText("Name not shown")).toHaveCount(0);
      await expectAccessible(page);
    });
  });

test.describe("the rules", () => {
  test.use({ role: "admin" });

  test("are changed by the admin, who also switches rankings off", async ({ page, context, openAs }) => {
    await page.goto("/settings/school");
    await page.getByRole("link", { name: "XP and rankings" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "XP and rankings" })).toBeVisible();
    await expect(page.getByText("XP already awarded stays.")).toBeVisible();
    const of = (on: Page, act: string) => on.getByRole("group", { name: act });
    const save = (on: Page) => on.getByRole("button", { name: "Save", exact: true });
    const video = of(page, "Video completed");
    await expect(video.getByLabel("XP each")).toHaveValue("25");
    await expectAccessible(page);
    await shot(page, "settings-xp");
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await layoutFaults(page)).toEqual([]);
    }

    await video.getByLabel("XP each").fill("150");
    await save(page).click();
    await expect(video.getByText("must be 150 or more")).toBeVisible();
    await expect(video.getByLabel("Most a day")).toBeFocused();
    await video.getByLabel("Most a day").fill("");
    await save(page).click();
    await expect(page.getByText("The settings are saved.")).toBeVisible();

    // Of two at once: one of other fields is saved beside it, one of the same shows both versions.
    const other = await context.newPage();
    await other.goto("/settings/xp");
    await of(other, "Live session attended").getByLabel("XP each").fill("50");
    await save(other).click();
    await expect(other.getByText("The settings are saved.")).toBeVisible();
    await video.getByLabel("XP each").fill("160");
    await save(page).click();
    await expect(of(page, "Live session attended").getByLabel("XP each")).toHaveValue("50");
    await expect(video.getByLabel("XP each")).toHaveValue("160");
    await of(other, "Video completed").getByLabel("XP each").fill("170");
    await save(other).click();
    const versions = other.getByRole("alert").getByRole("table");
    await expect(versions.getByRole("row", { name: "Video completed: XP each 160 170" })).toBeVisible();
    await other.getByRole("button", { name: "Save mine" }).click();
    await expect(versions).toHaveCount(0);
    await other.close();

    const student = await openAs("student");
    await student.goto("/leaderboard");
    await expect(
      student
        .getByRole("table", { name: "How XP is earned" })
        .getByRole("row", { name: "Video completed 170 no limit" }),
    ).toBeVisible();

    await page.reload();
    await expect(video.getByLabel("XP each")).toHaveValue("170");
    await page.getByRole("checkbox", { name: "Rank learners by their XP" }).uncheck();
    await save(page).click();
    await expect(page.getByText("The settings are saved.")).toBeVisible();
    await student.reload();
    await expect(student.getByText("Your school has no rankings")).toBeVisible();
    await expect(student.getByRole("table", { name: "Leaderboard" })).toHaveCount(0);
    await page.goto("/audit?action=school.update");
    await expect(page.getByText("Changed the school’s settings").first()).toBeVisible();
  });

  test("are no page of an instructor", async ({ openAs }) => {
    const instructor = await openAs("instructor");
    await instructor.goto("/leaderboard");
    await expect(instructor.getByRole("heading", { level: 1, name: "Leaderboard" })).toBeVisible();
    await expect(instructor.getByRole("link", { name: "XP and rankings" })).toHaveCount(0);
    expect((await instructor.goto("/settings/xp"))?.status()).toBe(403);
  });
});
