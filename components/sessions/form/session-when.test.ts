import { expect, it } from "vitest";
import { clockSpan } from "./session-when";

it.each([
  ["18:00", "19:30", { minutes: 90, nextDay: false }],
  ["23:00", "00:30", { minutes: 90, nextDay: true }],
  ["18:00", "18:00", { minutes: 1440, nextDay: true }],
  ["", "18:00", null],
])("%s to %s", (start, end, expected) => expect(clockSpan(start, end)).toEqual(expected));
