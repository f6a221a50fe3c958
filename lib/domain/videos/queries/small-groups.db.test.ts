import fc from "fast-check";
import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { playback } from "@/lib/testing/beacons";
import { makeCourse, makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { applyBeacons } from "../ingest/apply-beacons";
import { reachVideo } from "./reach";
import type { Days } from "./totals";
import { breakdowns } from "./video";

const { sql, writer } = testDatabase();

const dimensions = ["device", "browser", "country", "referrer"] as const;
const dayOf = (n: number) => `2026-11-${10 + n}`;
const drawn = fc.record({
  /** 0: nobody that is known. */
  person: fc.nat(40),
  day: fc.nat(3),
  device: fc.constantFrom("desktop", "desktop", "mobile", "tablet"),
  browser: fc.constantFrom("Firefox", "Chrome", null),
  country: fc.constantFrom("PT", "PT", "PT", "BR", "AO", "MZ"),
  referrer: fc.constantFrom(null, "campus.example", "mail.example"),
});
const range = fc
  .tuple(fc.nat(3), fc.nat(3))
  .map(([a, b]): Days => ({ from: dayOf(Math.min(a, b)), to: dayOf(Math.max(a, b)) }));

it("nobody but the course's own instructors can work out a group of one to four people", async () => {
  const { id: school_id } = await makeSchool();
  const instructor = await makeUser({ school_id, role: "instructor" });
  const [admin, both] = [
    await makeUser({ school_id, role: "admin" }),
    await makeUser({ school_id, role: "admin" }),
  ];
  const course = await makeCourse({ school_id, instructorIds: [instructor.id, both.id] });
  let [folded, large] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawn, { minLength: 1, maxLength: 150, size: "max" }),
      fc.array(range, { minLength: 2, maxLength: 2 }),
      async (given, ranges) => {
        const { id } = await makeVideo({ school_id, course_id: course.id, duration_ms: 60_000 });
        const sittings = given.map((one, n) => ({
          ...one,
          who: one.person ? `p${one.person}` : `nobody ${n}`,
        }));
        await applyBeacons(
          writer,
          sittings.map(({ person, day, device, browser, country, referrer }) => {
            const one = playback(id, person ? `v:p${person}` : null, { played: [[0, 20]], seq: 0 });
            return {
              ...{ ...one, playback_id: newId(), day: dayOf(day) },
              view: { ...one.view!, device, browser, country, referrer },
            };
          }),
        );
        const within = (days: Days) =>
          sittings.filter(
            ({ day }) => (!days.from || dayOf(day) >= days.from) && (!days.to || dayOf(day) <= days.to),
          );
        const peopleOf = (some: readonly (typeof sittings)[number][]) =>
          new Set(some.map(({ who }) => who)).size;
        const filters: Days[] = [{}, ...ranges];
        const known = new Map<string, Set<(typeof sittings)[number]>[]>();
        for (const days of filters) {
          const all = within(days);
          const [own, ownToo, other] = await Promise.all(
            [instructor, both, admin].map(async (reader) =>
              breakdowns(await reachVideo(scopeOf(reader), id), days),
            ),
          );
          expect(ownToo).toEqual(own);
          for (const dimension of dimensions) {
            const of = (value: string | null) => all.filter((one) => one[dimension] === value);
            const values = [...new Set(all.map((one) => one[dimension]))];
            expect(own![`by_${dimension}`].map(({ value, views }) => [value, views]).sort()).toEqual(
              values.map((value) => [value, of(value).length]).sort(),
            );
            // What each number is of.
            const rows = other![`by_${dimension}`];
            const shown = rows.filter((row) => !row.folded).map(({ value }) => value);
            const cells = rows.map((row) => {
              const views = row.folded ? all.filter((one) => !shown.includes(one[dimension])) : of(row.value);
              expect(row.views).toBe(views.length);
              if (!row.folded)
                known.set(`${dimension} ${row.value}`, [
                  ...(known.get(`${dimension} ${row.value}`) ?? []),
                  new Set(views),
                ]);
              return views;
            });
            expect(cells.flat()).toHaveLength(all.length);
            folded += rows.filter((row) => row.folded).length;
            large += shown.length;
            if (cells.length > 1)
              for (const views of cells) expect(peopleOf(views)).toBeGreaterThanOrEqual(5);
          }
        }
        // The same value of two filters: neither of the differences is of a few people.
        for (const sets of known.values())
          for (const one of sets)
            for (const two of sets) {
              const left = [...one].filter((sitting) => !two.has(sitting));
              if (left.length > 0) expect(peopleOf(left)).toBeGreaterThanOrEqual(5);
            }
      },
    ),
    { numRuns: 25, seed: 20_261_130, endOnFailure: true },
  );
  expect(folded).toBeGreaterThan(20);
  // Groups of enough people are shown.
  expect(large).toBeGreaterThan(20);
  expect((await sql`select count(*)::int as n from videos where course_id = ${course.id}`)[0]!.n).toBe(25);
});
