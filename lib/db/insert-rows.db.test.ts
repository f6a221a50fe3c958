import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testDatabase } from "@/lib/testing/database";
import { insertRows } from "./insert-rows";
import { attendees } from "./tables/sessions";

const { db } = testDatabase();

it("inserts many rows of any type, and ignores or writes over existing ones", async () => {
  const session_id = newId();
  const row = (id: string, display_name: string) => ({
    session_id,
    id,
    display_name,
    email: null,
    user_id: null,
    host: true,
    registered_at: new Date("2026-11-18T18:00:00.123Z"),
    rsvp: null,
    cancelled_at: null,
    reported_ms: 2 ** 40,
    present_ms: 2 ** 41,
    reported_messages: 3,
    deleted_messages: 2,
    deleted_questions: 0,
    deleted_reactions: 7,
    import_id: newId(),
    created_at: new Date("2026-11-18T18:00:00Z"),
  });
  const [ana, bo] = [row(newId(), 'Ana, {"quoted"} \\ NULL'), row(newId(), "Bo")];
  const stored = () => db.select().from(attendees).orderBy(attendees.id);
  await insertRows(db, attendees, [ana, bo]);
  expect(await stored()).toEqual([ana, bo]);
  await insertRows(db, attendees, [{ ...bo, display_name: "Bob" }], "ignore");
  expect(await stored()).toEqual([ana, bo]);
  await insertRows(db, attendees, [{ ...bo, display_name: "Bob", reported_messages: 9 }], ["display_name"]);
  expect(await stored()).toEqual([ana, { ...bo, display_name: "Bob" }]);
});
