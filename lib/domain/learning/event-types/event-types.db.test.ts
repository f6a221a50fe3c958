import { describe, expect, test } from "vitest";
import { endOf, makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { changeEventType, createEventType } from "./mutations";
import { propertyLines, readPropertyLines } from "./property-lines";
import { eventTypeById, eventTypeList } from "./queries";
import { newEventType, typesMax } from "./schema";

const { sql } = testDatabase();

async function adminOfNewSchool() {
  const { id: school_id } = await makeSchool();
  const scope = scopeOf(await makeUser({ school_id, role: "admin" }));
  return { scope, request: { id: "request-1", address: "192.0.2.7" }, now: new Date("2026-11-28T09:00:00Z") };
}
const visit = newEventType.parse({
  name: "x_lab_visit",
  title: "Visit",
  properties: [{ name: "room", type: "text", required: true }],
});
const page = { limit: typesMax, offset: 0 };

describe("a school's own event types", () => {
  test("belong to it, have unique names in it, and are archived and restored by their admin, with the audit", async () => {
    const [ours, theirs] = [await adminOfNewSchool(), await adminOfNewSchool()];
    const type = await createEventType(ours, visit);
    await createEventType(theirs, visit);
    expect(await endOf(createEventType(ours, visit))).toBe("conflict name");
    expect(await endOf(changeEventType(theirs, type.id, { archived: true }))).toBe("not_found");
    expect(await endOf(eventTypeById(theirs.scope, type.id))).toBe("not_found");
    const archived = await changeEventType(ours, type.id, { archived: true });
    expect(archived).toMatchObject({ archived_at: "2026-11-28T09:00:00.000Z", revision: 2 });
    expect(await changeEventType(ours, type.id, { archived: true })).toEqual(archived);
    const restored = await changeEventType(ours, type.id, { archived: false, title: "Visits", revision: 2 });
    expect(restored).toMatchObject({ archived_at: null, title: "Visits", properties: visit.properties });
    expect(await endOf(changeEventType(ours, type.id, { title: "Other", revision: 2 }))).toBe("conflict");
    expect(await eventTypeList(ours.scope, page)).toEqual({ items: [restored], total: 1 });
    const log = await sql`select action from audit_log where target_id = ${type.id} order by id`;
    expect(log.map(({ action }) => action)).toEqual([
      "event_type.create",
      "event_type.archive",
      "event_type.restore",
    ]);
  });

  test("are at most a hundred", async () => {
    const ctx = await adminOfNewSchool();
    for (let i = 0; i < typesMax; i++) await createEventType(ctx, { ...visit, name: `x_${i}` });
    expect(await endOf(createEventType(ctx, visit))).toBe("conflict");
  });
});

test.each([
  [{ name: "lab" }, "name"],
  [{ name: "x_Lab" }, "name"],
  [{ title: " " }, "title"],
  [{ properties: [{ name: "Room", type: "text" }] }, "properties.0.name"],
  [{ properties: [{ name: "room", type: "date" }] }, "properties.0.type"],
  [{ properties: [visit.properties[0], { name: "room", type: "number" }] }, "properties"],
  [{ properties: [{ name: "session_id", type: "text" }] }, "properties"],
  [{ properties: Array.from({ length: 21 }, (_, i) => ({ name: `p${i}`, type: "text" })) }, "properties"],
])("%j is no type", (wrong, field) => {
  const { error } = newEventType.safeParse({ ...visit, ...wrong });
  expect(error?.issues.map(({ path }) => path.join("."))).toEqual([field]);
});

test("properties are written as lines and read again, and a wrong line is named", () => {
  const properties = [
    { name: "room", type: "text" as const, required: true },
    { name: "minutes", type: "number" as const, required: false },
  ];
  expect(propertyLines(properties)).toBe("room text required\nminutes number");
  expect(readPropertyLines(propertyLines(properties))).toEqual({ properties });
  expect(readPropertyLines("\n room: text, required \n\nminutes  number\n")).toEqual({ properties });
  expect(readPropertyLines("")).toEqual({ properties: [] });
  for (const line of ["room", "room date", "room text needed", "room text required twice"])
    expect(readPropertyLines(`a text\n${line}`)).toEqual({ wrong_line: 2 });
});
