import { describe, expect, test, vi } from "vitest";
import { inBrowser } from "@/lib/testing/access-world";
import { endOf, makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { changeXpSettingsAction } from "./actions";
import { changeXpSettings } from "./mutations";
import { xpSettings } from "./queries";
import { defaultRules } from "./rules";
import { xpSettingsInput } from "./schema";

const { sql } = testDatabase();

const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => {
      const value = request.headers.get("cookie")?.split(`${name}=`)[1];
      return value && { name, value };
    },
  }),
}));
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));
// Outside React's server graph it refuses to be called.
vi.mock("next-intl/server", () => ({ getRequestConfig: (config: unknown) => config }));

async function adminOfNewSchool() {
  const { id: school_id } = await makeSchool();
  const scope = scopeOf(await makeUser({ school_id, role: "admin" }));
  return {
    ...{ school_id, scope, request: { id: "request-1", address: "192.0.2.7" } },
    now: new Date("2026-11-28T09:00:00Z"),
  };
}
const change = (given: unknown) => xpSettingsInput.parse(given);

describe("a school's XP and rankings", () => {
  test("are changed by its admin, for that school alone, with what was before in the audit", async () => {
    const [ours, theirs] = [await adminOfNewSchool(), await adminOfNewSchool()];
    const before = { rules: defaultRules, rankings: true, revision: 1 };
    expect(await xpSettings(ours.scope)).toEqual(before);
    const video_completed = { xp: 40, daily_max: 120 };
    const after = { rules: { ...defaultRules, video_completed }, rankings: false, revision: 2 };
    expect(
      await changeXpSettings(ours, change({ rules: { video_completed }, rankings: false, revision: 1 })),
    ).toEqual(after);
    expect(await xpSettings(ours.scope)).toEqual(after);
    expect(await xpSettings(theirs.scope)).toEqual(before);
    const stored = async () =>
      (await sql`select xp_rules, rankings, revision from schools where id = ${ours.school_id}`)[0];
    expect(await stored()).toEqual({ xp_rules: { video_completed }, rankings: false, revision: 2 });
    const log = await sql`select action, actor_id, detail from audit_log where target_id = ${ours.school_id}`;
    expect([...log]).toEqual([
      {
        action: "school.update",
        actor_id: ours.scope.user_id,
        detail: {
          before: { video_completed: { xp: 25, daily_max: 100 }, rankings: true },
          after: { video_completed: { xp: 40, daily_max: 120 }, rankings: false },
        },
      },
    ]);

    // The default again is stored as none, and the same again is no change.
    const back = change({ rules: { video_completed: { xp: 25, daily_max: 100 } }, rankings: true });
    expect(await changeXpSettings(ours, back)).toEqual({ ...before, revision: 3 });
    expect(await changeXpSettings(ours, back)).toEqual({ ...before, revision: 3 });
    expect(await stored()).toEqual({ xp_rules: {}, rankings: true, revision: 3 });
    expect((await sql`select from audit_log where target_id = ${ours.school_id}`).length).toBe(2);
  });

  test("of an older revision are refused with the version that is stored", async () => {
    const ctx = await adminOfNewSchool();
    await changeXpSettings(ctx, change({ rankings: false, revision: 1 }));
    await expect(
      changeXpSettings(ctx, change({ rules: { first_activity: { xp: 9, daily_max: null } }, revision: 1 })),
    ).rejects.toMatchObject({
      code: "conflict",
      options: { current: { rules: defaultRules, rankings: false, revision: 2 } },
    });
    expect((await xpSettings(ctx.scope))?.rules).toEqual(defaultRules);
  });

  test("are nobody's without a school", async () => {
    const scope = scopeOf(await makeUser({ school_id: null, role: "admin" }));
    const ctx = { ...(await adminOfNewSchool()), scope };
    expect(await xpSettings(scope)).toBeNull();
    expect(await endOf(changeXpSettings(ctx, change({ rankings: false })))).toBe("forbidden");
  });

  test.each([
    ["admin", 200],
    ["instructor", 403],
    ["assistant", 403],
    ["student", 403],
  ] as const)("%s: %i", async (role, status) => {
    const { id: school_id } = await makeSchool();
    const user = await makeUser({ school_id, role });
    request.headers = new Headers((await inBrowser(user)).headers);
    const result = await changeXpSettingsAction({ rankings: false });
    expect(result.ok ? 200 : result.problem.status).toBe(status);
    expect(await sql`select rankings from schools where id = ${school_id}`).toEqual([
      { rankings: status !== 200 },
    ]);
  });

  test("are refused to who is not signed in", async () => {
    request.headers = new Headers();
    const result = await changeXpSettingsAction({ rankings: false });
    expect(result.ok ? 200 : result.problem.status).toBe(401);
  });
});

test.each([
  [{ rules: { video_completed: { xp: -1, daily_max: null } } }, "rules.video_completed.xp"],
  [{ rules: { video_completed: { xp: 10_001, daily_max: null } } }, "rules.video_completed.xp"],
  [{ rules: { video_completed: { xp: 2.5, daily_max: null } } }, "rules.video_completed.xp"],
  [{ rules: { video_completed: { xp: 25, daily_max: 100_001 } } }, "rules.video_completed.daily_max"],
  [{ rules: { video_completed: { xp: 0, daily_max: 0 } } }, "rules.video_completed.daily_max"],
  // Nobody would get what the rule promises.
  [{ rules: { video_completed: { xp: 25, daily_max: 24 } } }, "rules.video_completed.daily_max"],
  [{ rules: { video_completed: { xp: 25 } } }, "rules.video_completed.daily_max"],
  [{ rules: { dancing: { xp: 25, daily_max: null } } }, "rules"],
  [{ rankings: "no" }, "rankings"],
  [{ rank: true }, ""],
])("%j is no setting", (wrong, field) => {
  const { error } = xpSettingsInput.safeParse(wrong);
  expect(error?.issues.map(({ path }) => path.join("."))).toEqual([field]);
});
