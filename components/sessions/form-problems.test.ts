import { expect, it } from "vitest";
import { problemsOf } from "./form-problems";

const refused = (errors?: { path: string; message: string }[]) => ({
  ok: false as const,
  problem: {
    type: "about:blank#invalid",
    title: "The request is not valid",
    status: 400,
    detail: "No.",
    request_id: "r",
    ...(errors ? { errors } : {}),
  },
});

it("puts what is wrong beside its field, and what has none above the form", () => {
  const shown = { title: "title", scheduled_end: "end" };
  expect(problemsOf(refused(), shown)).toEqual({ fields: {}, whole: "No." });
  expect(
    problemsOf(
      refused([
        { path: "scheduled_end", message: "must be after the start" },
        { path: "scheduled_end", message: "again" },
      ]),
      shown,
    ),
  ).toEqual({ fields: { end: "must be after the start" }, whole: null });
  expect(problemsOf(refused([{ path: "format", message: "is unknown" }]), shown)).toEqual({
    fields: {},
    whole: "format: is unknown",
  });
});
