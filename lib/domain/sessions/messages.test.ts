import { describe, expect, it } from "vitest";
import { departuresBetween, timeAround } from "./messages";

const at = (minute: number) => Date.UTC(2026, 10, 18, 18, minute);
const iso = (minute: number) => new Date(at(minute)).toISOString();
const visitor = (name: string, ...stays: number[]) => ({
  attendee_id: name,
  user_id: null,
  name,
  stays: stays.map(at),
});

describe("the time around a moment", () => {
  it("is two minutes before and after it, or before and after a stretch", () => {
    expect(timeAround({})).toBeNull();
    expect(timeAround({ at: iso(10) })).toMatchObject({ from: new Date(at(8)), to: new Date(at(12)) });
    expect(timeAround({ at: iso(10), until: iso(15) })).toMatchObject({
      from: new Date(at(8)),
      to: new Date(at(17)),
    });
  });

  it("ignores an end before the beginning, and cuts a stretch of more than half an hour", () => {
    expect(timeAround({ at: iso(10), until: iso(5) })?.to).toEqual(new Date(at(12)));
    expect(timeAround({ at: iso(0), until: iso(59) })?.to).toEqual(new Date(at(32)));
  });
});

describe("who left", () => {
  const left = (visitors: Parameters<typeof departuresBetween>[0], live = false) =>
    departuresBetween(visitors, { from: new Date(at(20)), to: new Date(at(30)) }, { to: at(60), live }).map(
      ({ name, at: when }) => [name, when],
    );

  it("is whose visit ends in the time, in its order", () => {
    expect(
      left([
        visitor("late", 0, 29),
        visitor("early", 0, 20),
        visitor("before", 0, 19),
        visitor("after", 0, 30),
        visitor("stays", 0, 60),
      ]),
    ).toEqual([
      ["early", iso(20)],
      ["late", iso(29)],
    ]);
  });

  it("is not who is back within ten minutes; who is back later has left", () => {
    expect(left([visitor("back", 0, 25, 34, 60), visitor("gone", 0, 25, 36, 60)])).toEqual([
      ["gone", iso(25)],
    ]);
  });

  it("is nobody who stays to the session's end", () => {
    expect(
      departuresBetween(
        [visitor("stays", 0, 30)],
        { from: new Date(at(25)), to: new Date(at(35)) },
        { to: at(30), live: false },
      ),
    ).toEqual([]);
  });
});
