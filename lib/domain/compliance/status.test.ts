import { describe, expect, it } from "vitest";
import { exampleKept } from "./fixtures";
import { type ComplianceEvidence, complianceOf } from "./status";

const now = new Date("2026-03-31T12:00:00Z");

/** Everything in place. */
const good: ComplianceEvidence = {
  privacy_notice: { is_set: true },
  lawful_basis: { anonymous_viewers: false, confirmed_on: "2025-03-31" },
  encryption_at_rest: { confirmed_on: "2026-01-10" },
  retention: {
    kinds: [{ ...exampleKept, last_run_at: "2026-03-30T10:00:00.000Z" }],
    system_metrics: { days: 30, oldest_at: "2026-02-28T12:00:00.000Z" },
    bus_history: { days: 7 },
  },
  subject_requests: {
    open: 1,
    overdue: 0,
    due_soon: 0,
    next_due_on: "2026-04-20",
    closed: 4,
    longest_days: 21,
  },
  pseudonyms: { key_since: "2025-09-01T00:00:00.000Z", named_playbacks: false, named_attendance: false },
  key_age: { key_since: "2025-09-01T00:00:00.000Z", days: 211, rotated_at: null, rotating_since: null },
  encryption_in_transit: { https: true, local_only: false, database: "encrypted", redis: null },
  audit_log: {
    ...{
      append_only: true,
      last_at: "2026-03-30T02:00:00.000Z",
      entries: 12,
      unsealed: 0,
      unsealed_since: null,
    },
    ...{ last_seal: null, broken: 0, broken_entries: [] },
  },
  processors: { configured: [], confirmed_on: null },
  small_groups: { minimum_group_size: 5 },
};

const statusOf = <Key extends keyof ComplianceEvidence>(
  key: Key,
  changed: Partial<ComplianceEvidence[Key]>,
) => {
  const [gdpr] = complianceOf({ ...good, [key]: { ...good[key], ...changed } }, now);
  return gdpr!.items.find(({ item }) => item === key)?.status;
};

describe("the status of a rule", () => {
  it("is ok for all where everything is in place", () => {
    const regulations = complianceOf(good, now);
    expect(regulations.map(({ regulation, status }) => [regulation, status])).toEqual([
      ["gdpr", "ok"],
      ["ccpa", "ok"],
      ["hipaa", "ok"],
      ["ferpa", "ok"],
    ]);
    expect(regulations.flatMap(({ items }) => items).every(({ status }) => status === "ok")).toBe(true);
  });

  it("needs attention where something is not set or not kept", () => {
    expect(statusOf("privacy_notice", { is_set: false })).toBe("attention");
    expect(statusOf("processors", { configured: ["mail"] })).toBe("attention");
    expect(statusOf("small_groups", { minimum_group_size: 4 })).toBe("attention");
    expect(statusOf("pseudonyms", { named_playbacks: true })).toBe("attention");
    expect(statusOf("pseudonyms", { named_attendance: true })).toBe("attention");
  });

  it("of requests fails once one is overdue, and needs attention in its last week", () => {
    expect(statusOf("subject_requests", { due_soon: 1 })).toBe("attention");
    expect(statusOf("subject_requests", { overdue: 1, due_soon: 1 })).toBe("failing");
    expect(statusOf("subject_requests", { open: 0 })).toBe("ok");
  });

  it("of what Lectern cannot know needs attention until somebody confirms it, and again after a year", () => {
    for (const item of ["lawful_basis", "encryption_at_rest"] as const) {
      expect(statusOf(item, { confirmed_on: null })).toBe("attention");
      // The evening of the 365th day after 31 March 2025.
      expect(statusOf(item, { confirmed_on: "2025-03-31" })).toBe("ok");
      expect(statusOf(item, { confirmed_on: "2025-03-30" })).toBe("attention");
    }
    expect(statusOf("processors", { configured: ["mail"], confirmed_on: "2026-03-01" })).toBe("ok");
    expect(statusOf("processors", { configured: ["mail"], confirmed_on: "2025-03-01" })).toBe("attention");
  });

  it("of the retention fails where a deletion failed, and needs attention where one is late", () => {
    const kinds = (changed: Partial<typeof exampleKept>) => ({
      kinds: [...good.retention.kinds, { ...exampleKept, ...changed }],
    });
    expect(statusOf("retention", kinds({ last_run_at: "2026-03-30T10:00:00.000Z" }))).toBe("ok");
    // A day and two hours before the evaluation, and a millisecond more.
    expect(statusOf("retention", kinds({ last_run_at: "2026-03-30T09:59:59.999Z" }))).toBe("attention");
    expect(statusOf("retention", kinds({ last_run_at: null }))).toBe("attention");
    const failed_at = "2026-03-31T03:11:00.000Z";
    expect(statusOf("retention", kinds({ last_run_at: null, failed_at }))).toBe("failing");
    const metrics = (oldest_at: string | null) => ({ system_metrics: { days: 30, oldest_at } });
    expect(statusOf("retention", metrics("2026-02-28T11:59:59.999Z"))).toBe("attention");
    expect(statusOf("retention", metrics(null))).toBe("ok");
  });

  it("of the key is by its age", () => {
    expect(statusOf("key_age", { days: 730 })).toBe("ok");
    expect(statusOf("key_age", { days: 731 })).toBe("attention");
    expect(statusOf("key_age", { key_since: null, days: null })).toBe("ok");
    // A replacement of the key that began a day ago, and a second earlier.
    const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
    expect(statusOf("key_age", { rotating_since: ago(86_400) })).toBe("ok");
    expect(statusOf("key_age", { rotating_since: ago(86_401) })).toBe("attention");
  });

  it("of the encryption fails where anything can be read on its way", () => {
    expect(statusOf("encryption_in_transit", { https: false, local_only: true, database: "local" })).toBe(
      "attention",
    );
    expect(statusOf("encryption_in_transit", { https: false })).toBe("failing");
    expect(statusOf("encryption_in_transit", { database: "open" })).toBe("failing");
    expect(statusOf("encryption_in_transit", { redis: "open" })).toBe("failing");
    expect(statusOf("encryption_in_transit", { redis: "local" })).toBe("ok");
  });

  it("of the audit fails where entries can be changed or were, and needs attention once nothing seals them", () => {
    expect(statusOf("audit_log", { append_only: false })).toBe("failing");
    expect(statusOf("audit_log", { broken: 1 })).toBe("failing");
    expect(statusOf("audit_log", { unsealed: 3, unsealed_since: "2026-03-31T11:00:00.000Z" })).toBe("ok");
    expect(statusOf("audit_log", { unsealed: 3, unsealed_since: "2026-03-31T10:59:59.999Z" })).toBe(
      "attention",
    );
  });
});

it("a regulation has the worst status of the rules that it asks for", () => {
  const small = { small_groups: { minimum_group_size: 1 } };
  const audit = { audit_log: { ...good.audit_log, append_only: false } };
  const of = (changed: Partial<ComplianceEvidence>) =>
    complianceOf({ ...good, ...changed }, now).map(({ status }) => status);
  expect(of(small)).toEqual(["attention", "ok", "ok", "attention"]);
  expect(of({ ...small, ...audit })).toEqual(["failing", "ok", "failing", "failing"]);
});
