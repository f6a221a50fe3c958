import { expect, test } from "vitest";
import { minuteRows } from "./minutes";

const there = (...viewers: number[]) =>
  viewers.map((count, minute) => ({ minute, viewers: count, percentage: count * 10 }));

test("every minute of the session has a row, with what was done in it", () => {
  const rows = minuteRows({ retention: there(4, 6, 5) }, [
    { minute: 1, messages: 3, questions: 1, unanswered: 1, reactions: 2 },
  ]);
  expect(rows).toEqual([
    { minute: 0, viewers: 4, messages: 0, questions: 0, unanswered: 0, reactions: 0 },
    { minute: 1, viewers: 6, messages: 3, questions: 1, unanswered: 1, reactions: 2 },
    { minute: 2, viewers: 5, messages: 0, questions: 0, unanswered: 0, reactions: 0 },
  ]);
});

test("what was said at the very end, or without anybody's times, is not lost", () => {
  const said = [{ minute: 2, messages: 1, questions: 0, unanswered: 0, reactions: 0 }];
  expect(minuteRows({ retention: there(4, 6) }, said).at(-1)).toEqual({
    minute: 2,
    viewers: null,
    messages: 1,
    questions: 0,
    unanswered: 0,
    reactions: 0,
  });
  expect(minuteRows({ retention: [] }, said).map(({ viewers }) => viewers)).toEqual([null, null, null]);
  expect(minuteRows({ retention: [] }, [])).toEqual([]);
});
