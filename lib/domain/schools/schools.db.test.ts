import { beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { parse } from "@/lib/platform/problem";
import {
  endOf,
  makeSchool,
  makeSession,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { exampleLogo } from "./fixtures";
import { changeSchool, createSchool, setLogo } from "./mutations";
import { logoOf, recountedBy, schoolById, schoolList } from "./queries";
import { type ChangeSchool, changeSchoolInput, schoolsQuery } from "./schema";

const { sql } = testDatabase();
const request = { id: "request-1", address: "192.0.2.1" };
const now = new Date("2026-11-28T10:00:00Z");
const ctxOf = (person: Person): Context => ({ scope: scopeOf(person), request, now });

let school: Awaited<ReturnType<typeof makeSchool>>;
let admin: Person;
let ctx: Context;
const operator = await makeUser({ school_id: null, role: "admin" });

beforeEach(async () => {
  school = await makeSchool();
  admin = await makeUser({ school_id: school.id, role: "admin" });
  ctx = ctxOf(admin);
});

const change = (given: ChangeSchool, by = ctx) => changeSchool(by, school.id, given);
const audits = () =>
  sql`select action, actor_id, detail from audit_log where school_id = ${school.id} order by id`;

describe("changing settings", () => {
  it("writes what changed, with before and after, and raises the revision", async () => {
    const after = await change({
      name: "Harbour College",
      on_time_minutes: 10,
      anonymous_viewers: true,
      revision: 1,
    });
    expect(after).toMatchObject({ name: "Harbour College", on_time_minutes: 10, revision: 2 });
    expect(await audits()).toEqual([
      {
        action: "school.update",
        actor_id: admin.id,
        detail: {
          before: { name: school.name, on_time_minutes: 5 },
          after: { name: "Harbour College", on_time_minutes: 10 },
        },
      },
    ]);
  });

  it("that changes nothing leaves no trace", async () => {
    expect(await change({ on_time_minutes: 5, oidc_roles: {} })).toMatchObject({ revision: 1 });
    expect(await audits()).toEqual([]);
  });

  it("keeps both versions of two admins who edit at once", async () => {
    await change({ name: "The first", revision: 1 });
    const late = await change({ name: "The second", revision: 1 }).catch((error: AppError) => error);
    expect(late).toBeInstanceOf(AppError);
    expect(late).toMatchObject({
      code: "conflict",
      options: { current: { name: "The first", revision: 2 } },
    });
    expect(await change({ name: "The second", revision: 2 })).toMatchObject({ name: "The second" });
    // A program that names no revision comes last.
    expect(await change({ name: "The third" })).toMatchObject({ name: "The third", revision: 4 });
  });

  it("is for the school's admins and the installation's", async () => {
    const stranger = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
    expect(await endOf(change({ name: "Mine" }, ctxOf(stranger)))).toBe("not_found");
    expect(await endOf(setLogo(ctxOf(stranger), school.id, exampleLogo))).toBe("not_found");
    expect(await endOf(schoolById(scopeOf(stranger), school.id))).toBe("not_found");
    expect(await endOf(change({ name: "Ours" }, ctxOf(operator)))).toBe("done");
  });

  it.each([
    [{ accent: "#ffd400" }, "invalid accent"],
    [{ oidc_default_role: "admin" }, "invalid oidc_default_role"],
  ] as [ChangeSchool, string][])("refuses %j", async (given, end) => {
    expect(await endOf(change(given))).toBe(end);
    expect(await audits()).toEqual([]);
  });

  it("names the contrast of an accent that cannot be read", async () => {
    const refusal = await change({ accent: "#ffd400" }).catch((error: AppError) => error.message);
    expect(refusal).toContain("accent: has a contrast of 1.2 to 1 with the page");
  });

  it("gives a mail domain, a short name and an external id to one school", async () => {
    const word = school.id.slice(-12);
    await change({ oidc_domains: [`${word}.example`], slug: word, external_id: word });
    const other = await makeSchool();
    const take = (given: ChangeSchool) => endOf(changeSchool(ctxOf(operator), other.id, given));
    expect(await take({ oidc_domains: ["b.example", `${word}.example`] })).toBe("conflict oidc_domains");
    expect(await take({ slug: word })).toBe("conflict slug");
    expect(await take({ external_id: word })).toBe("conflict external_id");
    expect(await take({ slug: `${word}-2` })).toBe("done");
    // One's own stays one's own.
    expect(await endOf(change({ oidc_domains: [`${word}.example`, "c.example"] }))).toBe("done");
  });

  it.each([
    ["time_zone", "Europe/Atlantis"],
    ["language", "xx"],
    ["on_time_minutes", -1],
    ["attendance_minimum_seconds", 0],
    ["attendance_minimum_percent", 101],
    ["completion_threshold", 90.5],
    ["allowed_origins", ["https://moodle.example/path"]],
    ["privacy_notice", "\u0000"],
    ["accent", "petrol"],
    ["oidc_domains", ["not a domain"]],
    ["oidc_domains", ["@harbour.example"]],
    ["oidc_roles", { teachers: "owner" }],
    ["slug", "Harbour College"],
  ])("refuses %s %j and names it", async (name, value) => {
    const parsed = await endOf(Promise.resolve().then(() => parse(changeSchoolInput, { [name]: value })));
    expect(parsed.startsWith(`invalid ${name}`)).toBe(true);
  });

  it("marks the numbers of sessions as old when they depend on it", async () => {
    const teacher = await makeUser({ school_id: school.id, role: "instructor" });
    const held = { school_id: school.id, instructor_id: teacher.id, status: "ended" as const };
    const [one, own] = [await makeSession(held), await makeSession({ ...held, on_time_minutes: 15 })];
    const planned = await makeSession({ ...held, status: "scheduled" });
    const versions = async () =>
      Object.fromEntries(
        (await sql`select session_id, version::int from session_versions`).map((row) => [
          row.session_id,
          row.version,
        ]),
      );
    const version = async ({ id }: { id: string }) => (await versions())[id] ?? 0;
    const before = [await version(one), await version(own), await version(planned)];
    const raised = async () =>
      [await version(one), await version(own), await version(planned)].map((at, i) => at - before[i]!);
    await change({ name: "Another name", completion_threshold: 80 });
    expect(await raised()).toEqual([0, 0, 0]);
    await change({ on_time_minutes: 9 });
    expect(await raised()).toEqual([1, 0, 0]);
    await change({ attendance_minimum_seconds: 60 });
    expect(await raised()).toEqual([2, 1, 0]);
    await change({ attendance_minimum_percent: 50, on_time_minutes: 4 });
    expect(await raised()).toEqual([3, 2, 0]);
    expect(await recountedBy(school.id)).toEqual({ sessions: 2, on_time: 1, videos: 0 });
  });
});

describe("a logo", () => {
  it("is a picture by its content, of 256 KiB at most", async () => {
    const web = Buffer.concat([Buffer.from("RIFF\0\0\0\0WEBPVP8 "), Buffer.alloc(200)]);
    for (const [body, end] of [
      [exampleLogo, "done"],
      [Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200)]), "done"],
      [web, "done"],
      [
        Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        "unsupported_media_type file",
      ],
      [Buffer.from("GIF89a"), "unsupported_media_type file"],
      [Buffer.alloc(0), "unsupported_media_type file"],
      [Buffer.concat([exampleLogo, Buffer.alloc(256 * 1024)]), "too_large file"],
    ] as const)
      expect(await endOf(setLogo(ctx, school.id, body)), body.subarray(0, 12).toString()).toBe(end);
    expect(await logoOf(school.id)).toMatchObject({ type: "image/webp" });
  });

  it("has an address that changes with it, and is removed", async () => {
    const { logo_url } = await setLogo(ctx, school.id, exampleLogo);
    const later = await setLogo({ ...ctx, now: new Date(now.getTime() + 1) }, school.id, exampleLogo);
    expect(later.logo_url).not.toBe(logo_url);
    expect(await setLogo(ctx, school.id, null)).toMatchObject({ logo_url: null });
    expect(await endOf(logoOf(school.id))).toBe("not_found");
    await setLogo(ctx, school.id, null);
    expect((await audits()).map(({ action }) => action)).toEqual([
      "school.set_logo",
      "school.set_logo",
      "school.remove_logo",
    ]);
  });
});

describe("schools", () => {
  const list = (by: Person, given: object = {}) => schoolList(scopeOf(by), schoolsQuery.parse(given));

  it("are made by the installation's admin, each short name once", async () => {
    const input = { slug: school.id, time_zone: "Europe/Lisbon", language: "pt", external_id: null } as const;
    const made = await createSchool(ctxOf(operator), { name: "New school", ...input });
    expect(made).toMatchObject({ name: "New school", slug: school.id, people: 0, revision: 1 });
    expect(await endOf(createSchool(ctxOf(operator), { name: "Again", ...input }))).toBe("conflict slug");
    expect(await endOf(createSchool(ctx, { name: "Mine", ...input, slug: "mine" }))).toBe("forbidden");
    const twice = { ...input, name: "At once", slug: `${school.id}-2` };
    const ends = await Promise.all([1, 2].map(() => endOf(createSchool(ctxOf(operator), twice))));
    expect(ends.sort()).toEqual(["conflict slug", "done"]);
  });

  it("are listed with counts, an admin's own alone", async () => {
    await makeUser({ school_id: school.id });
    await makeUser({ school_id: school.id, disabled_at: now });
    await makeSession({ school_id: school.id, instructor_id: admin.id });
    const own = await list(admin);
    expect(own.total).toBe(1);
    expect(own.items).toMatchObject([{ id: school.id, people: 2, sessions: 1, videos: 0 }]);
    const all = await list(operator, { q: school.name.toUpperCase(), sort: "people" });
    expect(all.items.map(({ id }) => id)).toEqual([school.id]);
    expect((await list(operator)).total).toBeGreaterThan(1);
  });
});
