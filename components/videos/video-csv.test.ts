import fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { readVideos } from "./video-csv";

const courses = [{ id: "c1", title: "Statistics for everyone" }];
const read = (text: string, course = "") =>
  readVideos(new TextEncoder().encode(text), courses, course, languageIn("en"));

test("reads what a list has, by its headings, and names each line that it leaves out", () => {
  const list = read(
    [
      "Title;Course;ID;Length;Address;Cloudflare ID",
      "Residuals;Statistics for everyone;r1;12:03;https://a.test/r.mp4;",
      ";Statistics for everyone;r2;;;",
      "Leverage;other-course;r1;;;",
      "Outliers;other-course;o1;1:02:03;;6b9e68b07dfee8cc2d116e4c51d6a957",
      "Nowhere;;n1;;;",
    ].join("\n"),
  );
  expect(list.videos).toEqual([
    {
      line: 2,
      item: {
        title: "Residuals",
        course_id: "c1",
        external_id: "r1",
        source_url: "https://a.test/r.mp4",
        duration_seconds: 723,
      },
    },
    {
      line: 5,
      item: {
        title: "Outliers",
        course_id: "other-course",
        external_id: "o1",
        provider: "cloudflare",
        provider_id: "6b9e68b07dfee8cc2d116e4c51d6a957",
        duration_seconds: 3723,
      },
    },
  ]);
  expect(list.problems).toEqual([
    { line: 3, message: "the title is missing" },
    { line: 4, message: "has the same ID as line 2" },
    { line: 6, message: "the course is missing" },
  ]);
  expect(read("Nowhere;;n1", "c1").problems).toEqual([{ line: 1, message: "no column is called title" }]);
  expect(read("title\nNowhere", "c1").videos[0]?.item.course_id).toBe("c1");
});

test("every line of any list is a video or a problem, in its place", () => {
  const cell = fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\u0000", "").trim());
  fc.assert(
    fc.property(fc.array(fc.record({ title: cell, id: cell }), { maxLength: 30 }), (rows) => {
      const text = Papa.unparse([["title", "id"], ...rows.map(({ title, id }) => [title, id])], {
        newline: "\n",
      });
      const { videos, problems } = read(text, "c1");
      for (const { item } of videos) expect(item.title).not.toBe("");
      const lines = [...videos, ...problems].map(({ line }) => line);
      expect(new Set(lines).size).toBe(lines.length);
      const ids = videos.flatMap(({ item }) => item.external_id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});
