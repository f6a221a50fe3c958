import { expect, test } from "vitest";
import { headlineComparisons } from "@/components/sessions/page/comparisons";
import { headlineItems } from "@/components/sessions/page/headline";
import { attendeesQuery } from "@/lib/domain/sessions/filters";
import { eachMetric, headlineMetrics, scoreComponents, typicalMetrics } from "@/lib/domain/sessions/metrics";
import { attendees } from "@/lib/domain/sessions/queries/attendees";
import { labelsOf, pick } from "@/lib/glossary/glossary";
import { queryFromUrl } from "@/lib/http/list-url";
import { languageIn } from "@/lib/platform/catalogues";
import { testDatabase } from "@/lib/testing/database";
import { makePeople, randomOf, record, start } from "@/lib/testing/random-session";
import { sessionPageModel } from "./page-model";

const { sql } = testDatabase();
const english = languageIn("en");
const now = new Date(start + 86_400_000);

/** The session's headline numbers, some of whose people cancelled, or came for less than the school's minimum. */
async function recorded(seed: number) {
  const random = randomOf(seed);
  const { session } = await record(makePeople(seed), random);
  await sql`
    update attendees set cancelled_at = now() where session_id = ${session.id} and registered_at is not null
      and id in (select id from attendees where session_id = ${session.id} order by id limit 2)`;
  const strict = { ...session, attendance_minimum_seconds: 300 };
  const { state } = await sessionPageModel(strict, now);
  const benchmark = {
    bands: eachMetric(typicalMetrics, () => null),
    history: eachMetric(typicalMetrics, () => []),
    comparedWith: { format: "class" as const, within: "course" as const },
  };
  const items = headlineItems(
    {
      numbers: state.numbers,
      hereNow: null,
      durationMinutes: 40,
      peakClock: "18:10",
      comparisons: headlineComparisons(state.numbers, benchmark, false, english),
      terms: { ...pick(headlineMetrics, english), parts: labelsOf(scoreComponents, english) },
    },
    english,
  );
  return { session: strict, numbers: state.numbers, items };
}

const numberIn = (text: string) => Number(/[\d.]+/.exec(text)?.[0]);

test.each([1, 2, 3, 4, 5, 6])("each link leads to exactly the people it counts, session %i", async (seed) => {
  const { session, items } = await recorded(seed);
  const links = items.flatMap(({ explanation }) => explanation?.links ?? []);
  const lists = links.filter(({ href }) => href.startsWith("?"));
  expect(lists.length).toBeGreaterThanOrEqual(8);
  for (const { label, href } of lists) {
    const search = Object.fromEntries(new URL(href, "https://lectern.test").searchParams);
    const query = queryFromUrl(attendeesQuery, search, { name: "people", limit: 25 });
    expect(query.status, href).toBeDefined();
    expect(`${label}: ${(await attendees(session, query, now)).total}`).toBe(`${label}: ${numberIn(label)}`);
  }
});

test.each([1, 2, 3, 4, 5, 6])("the parts add up to their whole, session %i", async (seed) => {
  const { numbers, items } = await recorded(seed);
  const whole = {
    "Engagement score": numbers.engagement_score,
    "Attendance rate": numbers.attendance.total_registered,
    "Average rating": numbers.total_responses,
    "Took part": numbers.attendance.total_attended,
  };
  for (const [name, total] of Object.entries(whole)) {
    const parts = items.find(({ label }) => label === name)?.explanation?.operands ?? [];
    const sum = parts.reduce((added, { value }) => added + numberIn(value), 0);
    expect(parts.length, name).toBeGreaterThan(1);
    expect(sum, name).toBeCloseTo(total ?? Number.NaN, 9);
  }
});
