import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

test.use({ role: "instructor" });

/** Sends whole views of a video that nobody watched, like a script that inflates its numbers. */
async function flood(page: Page, video: { id: string; course_id: string }, viewings: number) {
  for (let sent = 0; sent < viewings; sent += 50) {
    const items = Array.from({ length: Math.min(50, viewings - sent) }, () => {
      const playback = { video_id: video.id, session_id: randomUUID() };
      return [
        { type: "view", ...playback, course_id: video.course_id },
        {
          type: "complete",
          ...playback,
          seq: 0,
          watch_time_seconds: 30,
          completion_percentage: 100,
          played: [[0, 30]],
        },
      ];
    });
    const answer = await page.request.post("/api/analytics/video-batch", { data: items.flat() });
    expect(await answer.json()).toMatchObject({ success: true });
  }
}

test("playbacks that look automated are not counted until staff count them; a length can be corrected", async ({
  page,
  sql,
}) => {
  const [video] = await sql<{ id: string; course_id: string; views: number; duration_ms: number }[]>`
    select v.id, v.course_id, t.views, v.duration_ms
    from videos v join video_totals t on t.video_id = v.id
      join course_instructors ci on ci.course_id = v.course_id
      join users u on u.id = ci.user_id and u.email = 'instructor@lectern.test'
    where v.source_url <> '/clip.mp4' and v.duration_ms > 60000 order by t.views limit 1`;
  if (!video) throw new Error("the demo school has no such video");
  const views = async () =>
    (await sql`select views from video_totals where video_id = ${video.id}`)[0]?.views;

  await flood(page, video, 120);
  await page.goto(`/videos/${video.id}`);
  const notice = page.getByRole("region", { name: "Playbacks that look automated" });
  await expect(notice).toContainText(
    "120 playbacks from one address in 1 minute look automated: not counted.",
  );
  expect(await views()).toBe(video.views);
  await expectAccessible(page);
  await shot(page, "video-suspects");

  await notice.getByRole("button", { name: "Leave out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave out" }).click();
  await expect(page.getByText("The playbacks are left out.")).toBeVisible();
  await expect(notice.getByRole("status")).toHaveCount(0);
  await notice.getByText("Groups of playbacks that look automated").click();
  await expect(notice.getByRole("listitem")).toContainText("left out");
  expect(await views()).toBe(video.views);

  await notice.getByRole("button", { name: "Count them" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Count them" }).click();
  await expect(page.getByText("The playbacks are counted.")).toBeVisible();
  await expect(notice.getByRole("listitem")).toContainText("counted");
  expect(await views()).toBe(video.views + 120);

  const dialog = page.getByRole("dialog", { name: "Edit video" });
  const save = async (length: string) => {
    await dialog.getByLabel("Length").fill(length);
    await dialog.getByRole("button", { name: "Save" }).click();
  };
  await page.getByRole("button", { name: "Edit video" }).click();
  await save("half an hour");
  await expect(dialog.getByText("must be minutes and seconds, such as 12:03 or 1:02:03")).toBeVisible();
  await expectAccessible(page);
  await shot(page, "video-edit");
  await save("0:45");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("The length is 0:45. The numbers are recounted.")).toBeVisible();
  expect(await sql`select duration_ms from videos where id = ${video.id}`).toEqual([{ duration_ms: 45_000 }]);
  await page.getByRole("button", { name: "Edit video" }).click();
  const seconds = Math.round(video.duration_ms / 1000);
  await save(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
  await expect(dialog).toHaveCount(0);
});
