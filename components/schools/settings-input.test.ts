import { expect, it } from "vitest";
import { exampleSchool } from "@/lib/domain/schools/fixtures";
import { changesIn, inverseOf, recountsOf } from "./settings-input";

/** The form as the page fills it. */
function formOf(school = exampleSchool): FormData {
  const form = new FormData();
  const texts = { ...school, attendance_unit: "minutes", attendance_minimum_seconds: 5 };
  for (const [name, value] of Object.entries(texts))
    if (typeof value === "string" || typeof value === "number") form.set(name, String(value));
  form.set("anonymous_viewers", "on");
  form.set("allowed_origins", school.allowed_origins.join("\n"));
  form.set("oidc_domains", school.oidc_domains.join("\n"));
  for (const [value, role] of Object.entries(school.oidc_roles)) {
    form.append("oidc_value", value);
    form.append("oidc_role", role);
  }
  return form;
}

it("changes nothing while the form is as it came", () => {
  expect(changesIn(formOf(), exampleSchool)).toEqual({});
});

it("has what differs, and can take it back", () => {
  const form = formOf();
  form.set("attendance_minimum_seconds", "90");
  form.set("attendance_unit", "seconds");
  form.set("attendance_minimum_percent", "");
  form.set("allowed_origins", "https://a.example\n https://b.example,");
  form.delete("anonymous_viewers");
  form.append("oidc_value", "  staff ");
  form.append("oidc_role", "assistant");
  form.append("oidc_value", "");
  form.append("oidc_role", "student");
  const change = changesIn(form, exampleSchool);
  expect(change).toEqual({
    attendance_minimum_seconds: 90,
    attendance_minimum_percent: null,
    allowed_origins: ["https://a.example", "https://b.example"],
    anonymous_viewers: false,
    oidc_roles: { teachers: "instructor", staff: "assistant" },
  });
  expect(inverseOf(change, exampleSchool)).toEqual({
    attendance_minimum_seconds: 300,
    attendance_minimum_percent: 50,
    allowed_origins: ["https://moodle.harbour.example"],
    anonymous_viewers: true,
    oidc_roles: { teachers: "instructor" },
  });
});

it("knows what each change counts anew", () => {
  expect(recountsOf({ name: "Another" })).toEqual({ sessions: null, videos: false, days: false });
  expect(recountsOf({ on_time_minutes: 1 })).toEqual({ sessions: "on_time", videos: false, days: false });
  expect(recountsOf({ on_time_minutes: 1, attendance_minimum_percent: null }).sessions).toBe("all");
  expect(recountsOf({ completion_threshold: 80 })).toEqual({ sessions: null, videos: true, days: false });
  expect(recountsOf({ time_zone: "UTC" })).toEqual({ sessions: null, videos: true, days: true });
});
