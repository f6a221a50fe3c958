import { describe, expect, it } from "vitest";
import { matchPeople } from "@/lib/domain/sessions/imports/match";
import { importedAttendees } from "@/lib/domain/sessions/imports/plan";
import { gatherPeople, newPerson } from "@/lib/integrations/report/people";
import type { ReportPerson } from "@/lib/measure/attendance-report";
import { inWords } from "@/lib/testing/in-words";
import { readReport } from "./platforms";

/*
 * What is in proportion takes 64 times the work for 64 times the lines; where each line looks at all others it takes 4,096 times. Work is
 * the processor's time of this process, the least of several runs, so that a busy machine changes nothing.
 */

async function workOf(run: () => unknown, times: number): Promise<number> {
  const runs: number[] = [];
  while (runs.length < times) {
    const began = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(began);
    runs.push(user + system);
  }
  return Math.min(...runs);
}

/** How much more work 64 times as much is. */
async function growth<Input>(
  make: (n: number) => Input,
  run: (input: Input) => unknown,
  n: number,
): Promise<number> {
  const [small, large] = [make(n), make(64 * n)];
  const most = await workOf(() => run(large), 3);
  return most / (await workOf(() => run(small), 30));
}

/** Between the two: there is more to collect where there is more. */
const linear = 500;

const lines = (n: number, line: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => line(i)).join("\n");
const zoomHead = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n";
const stay = "11/18/2026 18:00:00,11/18/2026 18:30:00,30";
const meetHead = "Name,Email,Duration,Time joined,Time exited\n";
const teamsHead = "1. Summary\nTitle\tX\n\n2. Participants\nName\tFirst\tLast\tIn\tEmail\tID\tRole\n";
const teamsStay = "11/18/26, 6:00:00 PM\t11/18/26, 7:00:00 PM\t1h";

const files: Record<string, (n: number) => string> = {
  "one person": (n) => zoomHead + lines(n, () => `Ana,ana@x.test,${stay}`),
  "one name": (n) => zoomHead + lines(n, () => `Ana,,${stay}`),
  "many people": (n) => zoomHead + lines(n, (i) => `P${i},p${i}@x.test,${stay}`),
  "blank lines": (n) => `${zoomHead}Ana,,${stay}\n${"\n".repeat(n * 10)}`,
  "empty cells": (n) => `${zoomHead}Ana,,${stay}\n${",".repeat(n * 10)}`,
  "quotes that do not match": (n) => zoomHead + lines(n, () => `a"b,"`),
  "a quote that stays open": (n) => `${zoomHead}"${"a\n".repeat(n * 5)}`,
  "lines without times": (n) => zoomHead + lines(n, (i) => `P${i},,never,never,x`),
  "Meet's one person": (n) => meetHead + lines(n, () => "Ana,a@x.test,1 hr,6:00 PM,7:00 PM"),
  "Teams' people and stays": (n) =>
    `${teamsHead}${lines(n, (i) => `P${i}\t${teamsStay}\tp${i}@x.test\tp${i}\tx`)}\n\n3. Activities\nName\tJoin\tLeave\tIn\tEmail\tRole\n${lines(n, (i) => `P${i}\t${teamsStay}\tp${i}@x.test\tx`)}`,
  "joins and leaves": (n) =>
    `Full Name\tUser Action\tTimestamp\n${lines(n, (i) => `Ana\t${i % 2 ? "Left" : "Joined"}\t11/18/2026, 6:00:00 PM`)}`,
  "a dashboard of one person": (n) => {
    const user = {
      name: "Ana",
      extId: "ana",
      intIds: { w: { registeredOn: 1e12, leftOn: 1e12 + 1 } },
      emojis: [{ name: "x", sentOn: 1e12 }],
    };
    const users = Object.fromEntries(Array.from({ length: n }, (_, i) => [`u${i}`, user]));
    return JSON.stringify({ intId: "m", createdOn: 1e12, endedOn: 2e12, users });
  },
};

describe("reading is linear in the file's size", () => {
  it.each(Object.entries(files))("%s", async (_, file) => {
    const bytes = (n: number) => new TextEncoder().encode(file(n));
    const read = (given: Uint8Array) => {
      const report = readReport(given, { time_zone: "Europe/Lisbon", day: "2026-11-18" });
      expect(report).not.toBeNull();
    };
    expect(await growth(bytes, read, 100)).toBeLessThan(linear);
  });

  it("refuses a file of more lines than any report has", () => {
    const text = `${zoomHead}Ana,,${stay}\n${"\n".repeat(250_000)}`;
    const report = readReport(new TextEncoder().encode(text), { time_zone: "Europe/Lisbon" });
    expect(inWords(report?.problems)).toContainEqual({
      line: 250_001,
      message: "A report can have at most 250,000 lines",
      level: "error",
    });
  });
});

const persons = (n: number, one: (i: number) => Partial<ReportPerson>) =>
  Array.from({ length: n }, (_, i) => ({
    ...newPerson(i + 1, "Ana"),
    spans: [[i * 1000, i * 1000 + 500] as [number, number]],
    reactions: [{ type: "x", at: i }],
    ...one(i),
  }));

describe("joining people is linear in their number", () => {
  it.each<[string, (i: number) => Partial<ReportPerson>]>([
    ["rows of one address", () => ({ email: "ana@x.test" })],
    ["rows of one name", () => ({})],
    ["rows of one id", () => ({ external_id: "ana" })],
  ])("%s", async (_, one) => {
    expect(await growth((n) => persons(n, one), gatherPeople, 250)).toBeLessThan(linear);
  });

  it.each<[string, (i: number) => Partial<ReportPerson>]>([
    [
      "addresses that lead from one person to the next",
      (i) => ({ email: `a${i}@x.test`, external_id: `a${i + 1}@x.test` }),
    ],
    ["one name", (i) => ({ external_id: String(i) })],
  ])("%s", async (_, one) => {
    const plan = async (people: ReportPerson[]) =>
      importedAttendees(people, await matchPeople(people, []), {}, new Map(), null);
    expect(await growth((n) => persons(n, one), plan, 100)).toBeLessThan(linear);
  });

  it.each(["same spelling", "many spellings"])("people and users of one name: %s", async (spelling) => {
    const name = (i: number) =>
      spelling === "same spelling" ? "Ana Sá" : `${" ".repeat(i % 50)}Ana${" ".repeat(i % 70)} Sá`;
    const make = (n: number) => ({
      people: persons(n, (i) => ({ name: name(i) })),
      users: Array.from({ length: n }, (_, i) => ({
        user_id: String(i),
        name: name(i),
        email: `ana${i}@x.test`,
        external_id: null,
        former_emails: [],
        former_ids: [],
        enrolled: i % 2 === 0,
      })),
    });
    expect(await growth(make, ({ people, users }) => matchPeople(people, users), 50)).toBeLessThan(linear);
  });
});
