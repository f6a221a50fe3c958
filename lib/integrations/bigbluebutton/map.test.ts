import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttendanceReport } from "@/lib/measure/attendance-report";
import { inWords } from "@/lib/testing/in-words";
import { neverThrows } from "@/lib/testing/reports";
import { readBigBlueButton } from "./map";

const t0 = 1_700_000_000_000;
const minute = 60_000;
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const readBytes = (file: Uint8Array) => readBigBlueButton(file, { time_zone: "Asia/Kathmandu" });
const read = (value: unknown): AttendanceReport | null => readBytes(bytes(value));
const stay = (from: number, to: number) => ({
  registeredOn: t0 + from * minute,
  leftOn: to && t0 + to * minute,
});
const minutes = (report: AttendanceReport | null) =>
  report?.people.map(({ name, spans }) => [
    name,
    ...spans.map(([from, to]) => [(from - t0) / minute, (to - t0) / minute]),
  ]);

/** The newer layout: `sessions` in every connection. */
const newer = {
  intId: "abc-1",
  extId: "room-7",
  name: "Fractions",
  createdOn: t0,
  endedOn: t0 + 60 * minute,
  users: {
    "u1-1": {
      userKey: "u1-1",
      extId: "u1",
      intIds: {
        w_a: { intId: "w_a", sessions: [stay(0, 20), stay(30, 0)] },
        w_b: { intId: "w_b", sessions: [stay(5, 10)] },
      },
      name: "Ana",
      isModerator: true,
      reactions: [{ name: "thumbsUp", sentOn: t0 + 3 * minute }],
      raiseHand: [t0 + 2 * minute],
      totalOfMessages: 4,
    },
    "w_c-1": {
      extId: "w_c",
      intIds: { w_c: { intId: "w_c", sessions: [stay(1, 11)] } },
      name: "Guest",
      totalOfMessages: 1,
    },
    "u1-2": {
      extId: "u1",
      intIds: { w_d: { intId: "w_d", sessions: [stay(40, 50)] } },
      name: "Ana (phone)",
      isDialIn: true,
      totalOfMessages: 2,
    },
    "w_e-1": {
      extId: "w_e",
      intIds: { w_e: { intId: "w_e", sessions: [stay(20, 30)] } },
      name: "guest",
      totalOfMessages: 0,
    },
  },
  polls: {},
};

/** The older layout: one stay straight in the connection; reactions are emojis. */
const older = {
  intId: "abc-0",
  name: "Fractions",
  createdOn: t0,
  endedOn: 0,
  users: {
    "w_x-1": {
      extId: "w_x",
      intIds: { w_x: { intId: "w_x", ...stay(0, 0), userLeftFlag: false } },
      name: "teacher",
      emojis: [
        { name: "raiseHand", sentOn: t0 + 5 * minute },
        { name: "happy", sentOn: t0 + 4 * minute },
      ],
      totalOfMessages: 1,
    },
    "w_y-1": {
      extId: "w_y",
      intIds: { w_y: { intId: "w_y", ...stay(2, 25) } },
      name: "Ben",
      emojis: [],
      totalOfMessages: 0,
    },
  },
};

describe("BigBlueButton", () => {
  it("joins the keys of one person: by their id, guests by name", () => {
    const report = read(newer);
    expect(report).toMatchObject({
      format: "bigbluebutton",
      title: "Fractions",
      external_id: "abc-1",
      started_at: t0,
      ended_at: t0 + 60 * minute,
      presence: "spans",
      problems: [],
      zone_assumed: false,
      date_order: null,
    });
    // The open stay ends with the meeting.
    expect(minutes(report)).toEqual([
      ["Ana", [0, 20], [5, 10], [30, 60], [40, 50]],
      ["Guest", [1, 11], [20, 30]],
    ]);
    expect(
      report?.people.map(({ line, external_id: externalId, role, messages }) => [
        line,
        externalId,
        role,
        messages,
      ]),
    ).toEqual([
      [1, "u1", "attendee", 6],
      [2, null, "attendee", 1],
    ]);
    expect(report?.people[0]?.reactions).toEqual([
      { type: "raise_hand", at: t0 + 2 * minute },
      { type: "thumbsUp", at: t0 + 3 * minute },
    ]);
  });

  it("reads the older layout, and ends an open stay at the file's latest instant", () => {
    const report = read(older);
    expect(report).toMatchObject({ ended_at: null, problems: [] });
    expect(minutes(report)).toEqual([
      ["teacher", [0, 25]],
      ["Ben", [2, 25]],
    ]);
    expect(report?.people[0]?.reactions).toEqual([
      { type: "happy", at: t0 + 4 * minute },
      { type: "raise_hand", at: t0 + 5 * minute },
    ]);
  });

  it("reports the position of unreadable data, and keeps the rest", () => {
    const report = read({
      ...older,
      users: {
        a: { name: "No stays" },
        b: { name: "Odd", intIds: { w: { registeredOn: "soon", leftOn: 0 } } },
        c: { name: "Backwards", intIds: { w: stay(9, 3) } },
        d: { name: "", intIds: { w: stay(1, 2) } },
        e: { name: "Cleo", intIds: { w: stay(1, 2) }, reactions: "many", totalOfMessages: 3 },
        ...older.users,
      },
    });
    expect(minutes(report)?.slice(0, 3)).toEqual([["Backwards"], ["#4", [1, 2]], ["Cleo", [1, 2]]]);
    expect(report?.problems.map(({ line, level }) => [line, level])).toEqual(
      [1, 2, 3, 4, 5].map((line) => [line, "warning"]),
    );
    expect(inWords(report?.problems)?.[0]?.message).toContain("“a” could not be read (intIds: ");
    expect(inWords(report?.problems)?.[2]?.message).toBe("A visit ends before it starts (“Backwards”)");
  });

  it("distinguishes a broken file of BigBlueButton from other files", () => {
    const whole = new TextDecoder().decode(bytes(newer));
    const cut = readBytes(new TextEncoder().encode(whole.slice(0, 300)));
    expect(cut).toMatchObject({ people: [], problems: [{ line: 1, level: "error" }] });
    expect(inWords(cut?.problems)?.[0]?.message).toMatch(/^The file is incomplete: /);
    expect(read({ intId: "1", users: [] })?.problems).toMatchObject([{ line: 1, level: "error" }]);
    expect(inWords(read({ intId: "1", users: {} })?.problems)).toEqual([
      { line: 1, message: "The report lists no people", level: "error" },
    ]);
    for (const other of [{}, [], null, 5, "users", { users: {} }, { intId: "1" }])
      expect(read(other)).toBeNull();
    for (const text of ["", "{", "{}", "Name,Email", '{"intId":'])
      expect(readBytes(new TextEncoder().encode(text))).toBeNull();
  });

  it("never throws", () => {
    const shaped = fc
      .record({
        intId: fc.jsonValue(),
        name: fc.jsonValue(),
        createdOn: fc.jsonValue(),
        users: fc.dictionary(fc.string(), fc.jsonValue()),
      })
      .map(bytes);
    neverThrows(readBytes, [newer, older].map(bytes), { changes: 6, more: [shaped] });
  });
});
