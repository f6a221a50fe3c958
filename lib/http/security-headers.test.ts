import { expect, it } from "vitest";
import { securityHeaders } from "./security-headers";

process.env.DATABASE_URL = "postgres://unused";
process.env.LECTERN_SECRET = "9f1c0a7be3d25846f0b1d4c86a97e352";

it("a page script may be loaded by other sites, everything else only by ours", () => {
  expect(securityHeaders("/lectern.js", "n")).toMatchObject({
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
  });
  expect(securityHeaders("/api/videos", "n")["cross-origin-resource-policy"]).toBe("same-origin");
  expect(securityHeaders("/api/videos", "n")["access-control-allow-origin"]).toBeUndefined();
  expect(securityHeaders("/", "n")["strict-transport-security"]).toBeUndefined();
});
