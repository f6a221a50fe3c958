import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { signAccessToken } from "@/lib/auth/bearer";
import { auditLog } from "@/lib/db/tables/audit";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { csvRoute } from "./csv";

const { db } = testDatabase();

it("notes an export before its first byte is read", async () => {
  const school = await makeSchool({ time_zone: "Asia/Kathmandu" });
  const user = await makeUser({ school_id: school.id, role: "instructor" });
  let read = false;
  function* batches() {
    read = true;
    yield [{ who: "Ana" }];
  }
  const GET = csvRoute({
    summary: "Who watched",
    auth: "teaching",
    example: { answer: "Who\r\nAna\r\n" },
    action: "video_viewers.export",
    file: () => ({
      target: { type: "video", id: "v", school_id: school.id, time_zone: school.time_zone },
      name: "x",
      columns: [{ header: "Who", value: (row: { who: string }) => row.who }],
      batches: batches(),
    }),
  });
  const request = new Request("http://lectern.test/api/x", {
    headers: {
      authorization: `Bearer ${await signAccessToken({ user_id: user.id, version: 1 })}`,
      "x-request-id": "request-1",
      "x-forwarded-for": "192.0.2.7",
    },
  });
  const response = await GET(request, { params: Promise.resolve({}) });
  expect(read).toBe(false);
  const [fileName] = /x-\d{4}-\d\d-\d\d\.csv/.exec(response.headers.get("content-disposition") ?? "") ?? [];
  expect(fileName).toBeDefined();
  expect(await db.select().from(auditLog).where(eq(auditLog.request_id, "request-1"))).toMatchObject([
    {
      school_id: school.id,
      actor_id: user.id,
      action: "video_viewers.export",
      target_type: "video",
      target_id: "v",
      detail: { fileName },
      address: "192.0.2.7",
    },
  ]);
  expect(await response.text()).toBe("Who\r\nAna\r\n");
});
