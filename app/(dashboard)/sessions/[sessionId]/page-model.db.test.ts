import { expect, test } from "vitest";
import { sessionFindings } from "@/lib/domain/sessions/findings/session";
import { attendanceTitle } from "@/lib/domain/sessions/findings/titles";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { closeOverdue } from "@/lib/domain/sessions/live/close-overdue";
import type { LiveEvent } from "@/lib/domain/sessions/live/events";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { languageIn } from "@/lib/platform/catalogues";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { sessionPageModel } from "./page-model";

const { writer } = testDatabase();
const start = Date.parse("2026-11-18T18:00:00Z");
const minutes = (count: number) => count * 60_000;
const now = new Date(start + minutes(48 * 60));

/** Who was there from and to which minute, as heartbeats every half minute. */
function beats(sessionId: string, name: string, stays: [number, number][]): LiveEvent[] {
  return stays.flatMap(([from, to]) =>
    Array.from({ length: (to - from) * 2 + 1 }, (_, index) => ({
      kind: "presence" as const,
      event: "heartbeat" as const,
      session_id: sessionId,
      who: { identity: `s:${name}`, name, email: null, user_id: null },
      client_id: `${name}-${from}`,
      at: start + minutes(from) + index * 30_000,
      received_at: new Date(start + minutes(from) + index * 30_000),
    })),
  );
}

async function heldSession(stays: [number, number][][]) {
  const school = await makeSchool({ time_zone: "Europe/Lisbon" });
  const instructor = await makeUser({ school_id: school.id, role: "instructor" });
  const { id } = await makeSession({
    id: newId(),
    school_id: school.id,
    instructor_id: instructor.id,
    status: "live",
    started_at: new Date(start),
  });
  const events = stays.flatMap((each, index) => beats(id, `Person ${index}`, each));
  if (events.length > 0) await applyEvents(writer, events);
  const scope = scopeOf(instructor);
  // Two days later nobody has pressed End: the job has closed it.
  await closeOverdue(now);
  return reachSession(scope, id);
}

test("the people who left at a drop-off and returned are listed one by one", async () => {
  const stayed: [number, number][] = [[0, 60]];
  const session = await heldSession([
    ...Array.from({ length: 6 }, () => stayed),
    [
      [0, 30],
      [33, 60],
    ],
    [
      [0, 30],
      [45, 60],
    ],
    [
      [0, 30],
      [45, 60],
    ],
    ...Array.from({ length: 3 }, (): [number, number][] => [[0, 30]]),
  ]);
  const page = await sessionPageModel(session, now);
  const [drop] = page.state.numbers.drop_off_points;
  // 12 there before; one is back after three minutes and has not left, two after a quarter of an hour.
  expect(drop).toMatchObject({ present: 12, lost: 5, lost_percent: 41.7 });
  expect(page.returned).toEqual({ [drop!.from]: { left: 5, back: 2 } });
  const found = sessionFindings(page.facts, null, languageIn("en"))
    .map(({ text }) => text)
    .join(" ");
  expect(found).toContain("three of those five did not return");
});

test("a session without facts has findings, and no returned people", async () => {
  const page = await sessionPageModel(await heldSession([]), now);
  expect(page.returned).toEqual({});
  expect(page.past).toEqual([]);
  expect(page.state.session_status).toBe("ended");
  expect(attendanceTitle(page.facts, languageIn("en"))).toBe("Nobody came");
});
