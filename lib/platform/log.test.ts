import { expect, it } from "vitest";
import { boundedFields, describeError } from "./log";

it.each([
  ["a long text", "x".repeat(5_000_000)],
  ["a long list", Array.from({ length: 100_000 }, () => "x".repeat(100))],
  ["a deep object", JSON.parse(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`)],
  ["a wide object", Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`key ${n}`, n]))],
  ["lists in lists", Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => "x".repeat(900)))],
  ["a long key", { ["k".repeat(1_000_000)]: 1 }],
  ["an error with a long message", describeError(new Error("x".repeat(5_000_000)))],
])("a log line with %s stays short", (_, value) => {
  expect(JSON.stringify(boundedFields({ value })).length).toBeLessThan(10_000);
});

it("keeps ordinary fields as they are", () => {
  const fields = {
    request_id: "r-1",
    status: 503,
    at: new Date(0),
    user_id: null,
    error: { stack: ["at a", "at b"] },
  };
  expect(boundedFields(fields)).toEqual(fields);
});
