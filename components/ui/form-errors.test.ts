import { expect, it } from "vitest";
import { formErrors, sameNames } from "./form-errors";

const refused = (errors?: { path: string; message: string }[]) => ({
  detail: "No.",
  ...(errors ? { errors } : {}),
});

it("puts an error beside its field, and one without a field above the form", () => {
  const shown = { ...sameNames("title"), scheduled_end: "end" };
  expect(formErrors(null, shown)).toEqual({ fields: {}, whole: null });
  expect(formErrors(refused(), shown)).toEqual({ fields: {}, whole: "No." });
  expect(
    formErrors(
      refused([
        { path: "scheduled_end", message: "must be after the start" },
        { path: "scheduled_end", message: "again" },
      ]),
      shown,
    ),
  ).toEqual({ fields: { end: "must be after the start" }, whole: null });
  expect(formErrors(refused([{ path: "format", message: "is unknown" }]), shown)).toEqual({
    fields: {},
    whole: "format: is unknown",
  });
});
