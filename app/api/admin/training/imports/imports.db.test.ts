import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { exampleReport } from "@/lib/domain/sessions/imports/fixtures";
import { type Caller, origin, signedIn } from "@/lib/testing/access-world";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { DELETE } from "./[importId]/route";
import { GET, POST } from "./route";

const { sql } = testDatabase();
let caller: Caller;
let colleague: { id: string };
beforeAll(async () => {
  const school = await makeSchool();
  caller = await signedIn(await makeUser({ school_id: school.id, role: "instructor" }));
  colleague = await makeUser({ school_id: school.id, role: "instructor", name: "Marta L" });
});

const url = (search = "") => new URL(`/api/admin/training/imports${search}`, origin);
const none = { params: Promise.resolve(undefined) };
const post = (body: BodyInit, search = "", headers: Record<string, string> = {}) =>
  POST(new Request(url(search), { method: "POST", body, headers: { ...caller.headers, ...headers } }), none);
const form = (fields: Record<string, string | Blob>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (typeof value === "string") data.append(name, value);
    else data.append(name, value, "Residuals, week 7.csv");
  return data;
};
const file = (text: string) => new Blob([text], { type: "text/csv" });

describe("the route of imports", () => {
  it("imports a form with the file and decisions, lists the import, and undoes it once", async () => {
    const decisions = JSON.stringify({ 1: { user_id: colleague.id } });
    const response = await post(form({ file: file(exampleReport), decisions }), "?commit=true");
    const done = await response.json();
    expect(response.status, JSON.stringify(done)).toBe(200);
    expect(done).toMatchObject({ attendees: 2, doubtful_people: [{ index: 1 }], already: false });
    const [credited] = await sql`
      select count(*)::int as count from attendees where session_id = ${done.session.id} and user_id = ${colleague.id}`;
    expect(credited?.count).toBe(1);

    const listed = await (await GET(new Request(url(), { headers: caller.headers }), none)).json();
    expect(listed).toMatchObject({
      total: 1,
      items: [{ id: done.import_id, file_name: "Residuals, week 7.csv", people: 2 }],
    });
    const undo = () =>
      DELETE(new Request(url(`/${done.import_id}`), { method: "DELETE", headers: caller.headers }), {
        params: Promise.resolve({ importId: done.import_id }),
      });
    expect(await (await undo()).json()).toMatchObject({ session_removed: true });
    expect((await undo()).status).toBe(409);
  });

  it("accepts the file as the body with any content type", async () => {
    for (const type of [
      "text/csv",
      "application/json",
      "application/octet-stream",
      "text/plain; charset=utf-16",
    ])
      expect((await post(exampleReport, "", { "content-type": type })).status).toBe(200);
  });

  it("names the wrong lines", async () => {
    const response = await post("hello", "?commit=true");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          path: "line 1",
          message: "This is not a report from BigBlueButton, Google Meet, Microsoft Teams or Zoom",
        },
      ],
    });
  });

  it.each([
    ["nothing", () => post(""), 400],
    ["a form without a file", () => post(form({ decisions: "{}" })), 400],
    ["a broken form", () => post("x", "", { "content-type": "multipart/form-data; boundary=y" }), 400],
    ["decisions that are not JSON", () => post(form({ file: file(exampleReport), decisions: "{" })), 400],
    [
      "a decision about a person who is not in the report",
      () => post(form({ file: file(exampleReport), decisions: '{"7":"skip"}' })),
      400,
    ],
    ["an unknown decision", () => post(form({ file: file(exampleReport), decisions: '{"1":"maybe"}' })), 400],
    ["an unknown time zone", () => post(exampleReport, "?zone=Mars/Base"), 400],
    ["a day that does not exist", () => post(exampleReport, "?day=2026-02-30"), 400],
    ["an unknown date order", () => post(exampleReport, "?date_order=myd"), 400],
    ["an unknown session", () => post(exampleReport, "?session_id=nothing"), 404],
    ["a file that is too large", () => post(new Uint8Array(5 * 1024 * 1024 + 1)), 413],
    ["a body that is too large", () => post(new Uint8Array(8 * 1024 * 1024)), 413],
  ])("refuses %s", async (_, attempt, status) => {
    const response = await attempt();
    expect(response.status, await response.clone().text()).toBe(status);
  });

  it("answers a damaged report with 200 or 400, never with 500", async () => {
    const bbb = JSON.stringify({
      intId: "r",
      createdOn: 1_763_488_800_000,
      endedOn: 1_763_492_400_000,
      name: "n",
      users: {
        a: {
          userKey: "a",
          extId: "x",
          name: "A",
          intIds: { w: { intId: "w", sessions: [{ registeredOn: 1_763_488_800_000, leftOn: 1e300 }] } },
          totalOfMessages: 1e300,
          reactions: [{ name: "👏", sentOn: 1e300 }],
        },
      },
      polls: {},
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(exampleReport, bbb),
        fc.array(fc.tuple(fc.nat(), fc.nat(12), fc.string({ unit: "binary", maxLength: 6 })), {
          maxLength: 4,
        }),
        async (text, damages) => {
          let damaged = text;
          for (const [at, length, put] of damages) {
            const from = at % damaged.length;
            damaged = damaged.slice(0, from) + put + damaged.slice(from + length);
          }
          const response = await post(damaged, "?commit=true&day=2026-11-18");
          expect([200, 400], await response.clone().text()).toContain(response.status);
        },
      ),
      { numRuns: 150 },
    );
  });
});
