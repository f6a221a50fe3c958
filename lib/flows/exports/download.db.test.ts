import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { mintScope } from "@/lib/auth/scope";
import { auditLog } from "@/lib/db/tables/audit";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { csvDownload } from "./download";

const { db } = testDatabase();

it("notes an export before its first byte is read", async () => {
  const school = await makeSchool();
  const user = await makeUser({ school_id: school.id, role: "instructor" });
  let read = false;
  function* batches() {
    read = true;
    yield [{ who: "Ana" }];
  }
  const response = await csvDownload({
    ctx: {
      scope: mintScope({ user_id: user.id, name: user.name, role: "instructor", school_id: school.id }),
      request: { id: "request-1", address: "192.0.2.7" },
      now: new Date("2026-03-02T10:00:00Z"),
    },
    fileName: "x.csv",
    action: "video_viewers.export",
    target: { type: "video", id: "v" },
    columns: [{ header: "Who", value: (row: { who: string }) => row.who }],
    batches: batches(),
  });
  expect(read).toBe(false);
  expect(await db.select().from(auditLog).where(eq(auditLog.request_id, "request-1"))).toMatchObject([
    {
      school_id: school.id,
      actor_id: user.id,
      action: "video_viewers.export",
      target_type: "video",
      target_id: "v",
      detail: { fileName: "x.csv" },
      address: "192.0.2.7",
    },
  ]);
  expect(await response.text()).toBe("Who\r\nAna\r\n");
});
