import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { mintScope } from "@/lib/auth/scope";
import { auditLog } from "@/lib/db/tables/audit";
import { makeSchool, makeUser, testDatabase } from "@/lib/db/testing";
import { csvDownload } from "./download";

const { db } = testDatabase();

it("notes an export before its first byte is read", async () => {
  const school = await makeSchool();
  const user = await makeUser({ schoolId: school.id, role: "instructor" });
  let read = false;
  function* batches() {
    read = true;
    yield [{ who: "Ana" }];
  }
  const response = await csvDownload({
    ctx: {
      scope: mintScope({ userId: user.id, name: user.name, role: "instructor", schoolId: school.id }),
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
  expect(await db.select().from(auditLog).where(eq(auditLog.requestId, "request-1"))).toMatchObject([
    {
      schoolId: school.id,
      actorId: user.id,
      action: "video_viewers.export",
      targetType: "video",
      targetId: "v",
      detail: { fileName: "x.csv" },
      address: "192.0.2.7",
    },
  ]);
  expect(await response.text()).toBe("Who\r\nAna\r\n");
});
