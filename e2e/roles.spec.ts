import { type DemoRole, expect, test } from "./fixtures";

/* Who is offered each task of running a school: where a role may not do it, its page is refused or does not offer it. That the routes behind refuse it too, app/api/access.db.test.ts tries. */

const roles = ["admin", "instructor", "assistant", "student"] as const satisfies DemoRole[];
const admin: DemoRole[] = ["admin"];
const teaching: DemoRole[] = ["admin", "instructor"];
const staff: DemoRole[] = ["admin", "instructor", "assistant"];

type Task = [page: string, control: "link" | "button", name: string | RegExp, who: DemoRole[]];
/** `{course}`, `{video}`, `{session}` are the instructor's and the assistant's, `{student}` takes the course. */
const tasks: Task[] = [
  ["/people", "button", "Invite", admin],
  ["/people", "link", "Add person", admin],
  ["/people/{student}", "link", "Edit person", admin],
  ["/people/{student}", "link", "Sessions", staff],
  ["/courses", "link", "New course", teaching],
  ["/courses/terms", "button", "Add term", admin],
  ["/courses/{course}", "link", "Roster", staff],
  ["/courses/{course}", "link", "Edit", teaching],
  ["/courses/{course}", "button", "Add lesson", teaching],
  ["/courses/{course}", "button", "Add class", teaching],
  ["/courses/{course}", "button", "Check list", teaching],
  ["/courses/{course}/results", "button", "Add assessment", teaching],
  ["/videos", "link", "Add video", teaching],
  ["/videos/{video}", "button", "Edit video", teaching],
  ["/videos/{video}", "button", "New version", teaching],
  ["/videos/{video}", "button", "Delete video", teaching],
  ["/videos/{video}/snippet", "button", /^Copy/, staff],
  ["/sessions", "link", "New session", teaching],
  ["/sessions", "link", "Import a report", teaching],
  ["/sessions/{session}", "link", "Edit", teaching],
  ["/settings/tokens", "button", "New token", teaching],
  ["/settings/school", "button", "Save", admin],
  ["/settings/xp", "button", "Save", admin],
  ["/settings/retention", "button", "Save", admin],
  ["/alerts", "link", "Alert rules", admin],
  ["/settings/alerts", "button", "Save", admin],
  ["/settings/webhooks", "button", "Add a webhook", admin],
  ["/work", "button", "Count all numbers again", admin],
];

for (const role of roles)
  test.describe(role, () => {
    test.use({ role });

    test("is offered the tasks that are theirs, and no others", async ({ page, sql }) => {
      const [own] = await sql<Record<"course" | "video" | "session" | "student", string>[]>`
        with place as (
          select c.id from courses c
            join course_instructors a on a.course_id = c.id join users i on i.id = a.user_id and i.email = 'instructor@lectern.test'
            join course_instructors b on b.course_id = c.id join users j on j.id = b.user_id and j.email = 'assistant@lectern.test'
          where c.archived_at is null and exists (select from videos where course_id = c.id and version_of is null and archived_at is null)
            and exists (select from sessions where course_id = c.id and status = 'ended' and instructor_id = i.id)
            and exists (select from enrollments where course_id = c.id)
          order by c.title limit 1)
        select place.id as course,
          (select id from videos where course_id = place.id and version_of is null and archived_at is null order by id limit 1) as video,
          (select id from sessions where course_id = place.id and status = 'ended'
            and instructor_id = (select id from users where email = 'instructor@lectern.test') order by id limit 1) as session,
          (select user_id from enrollments where course_id = place.id order by user_id limit 1) as student
        from place`;
      const path = (page: string) => page.replace(/\{(\w+)\}/g, (_, name) => own![name as keyof typeof own]);
      let at = "";
      for (const [address, control, name, who] of tasks) {
        if (at !== path(address)) await page.goto(path(address));
        at = path(address);
        const offered = page.getByRole("main").getByRole(control, { name, exact: true });
        const what = `${control} ${name} on ${address}`;
        if (who.includes(role)) await expect.soft(offered.first(), what).toBeVisible();
        else {
          // What streams in comes first.
          await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
          await expect.soft(offered, what).toHaveCount(0);
        }
      }
    });
  });
