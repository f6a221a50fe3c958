import { beforeEach, describe, expect, it } from "vitest";
import { forgetSingleton } from "@/lib/platform/process";
import { blind, secretFor } from "./secrets";

const labels = ["session", "access-token", "playback-token", "setup-code", "limit-keys"] as const;

function withSecret(secret: string): string[] {
  Object.assign(process.env, { DATABASE_URL: "postgres://unused", LECTERN_SECRET: secret });
  for (const key of ["env", ...labels.map((label) => `secret:${label}`)]) forgetSingleton(key);
  return labels.map((label) => secretFor(label).toString("hex"));
}

describe("a key derived from the secret", () => {
  const first = "9f1c0a7be3d25846f0b1d4c86a97e352";
  beforeEach(() => void withSecret(first));

  it("differs between uses and between secrets", () => {
    const keys = [...withSecret(first), ...withSecret("0c5e71d9a4b82f6e3d10c97f5a8b46e2")];
    expect(new Set(keys).size).toBe(labels.length * 2);
    for (const key of keys) expect(key).toHaveLength(64);
  });

  it("is the same in every process", () => expect(withSecret(first)).toEqual(withSecret(first)));

  it("gives equal hashes for equal values, and does not reveal them", () => {
    expect(blind("203.0.113.77")).toBe(blind("203.0.113.77"));
    expect(blind("203.0.113.77")).not.toBe(blind("203.0.113.78"));
    expect(blind("203.0.113.77")).toMatch(/^[\w-]{22}$/);
  });
});
