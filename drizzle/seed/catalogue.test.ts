import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { similarLength } from "@/lib/domain/videos/retention";
import { clip, harbour, northfield } from "./catalogue";
import { mailbox, makePeople } from "./people";

const videos = harbour.courses.flatMap((course) => course.videos);

/** The length that an mp4 file states, in milliseconds: its `mvhd` box (ISO/IEC 14496-12, 8.2.2). */
function mp4Milliseconds(file: Buffer): number {
  const box = file.indexOf("mvhd");
  if (box < 0 || file[box + 4] !== 0) throw new Error("no mvhd box of version 0");
  return (file.readUInt32BE(box + 20) / file.readUInt32BE(box + 16)) * 1000;
}

describe("the catalogue", () => {
  it("has as many people, courses and videos as documented", () => {
    expect(Object.keys(harbour.staff)).toHaveLength(6);
    expect(harbour.students).toBe(300);
    expect(harbour.courses).toHaveLength(12);
    expect(videos).toHaveLength(80);
    expect(harbour.playbacks).toBe(60_000);
    for (const { seconds } of videos) {
      expect(seconds).toBeGreaterThanOrEqual(2 * 60);
      expect(seconds).toBeLessThanOrEqual(60 * 60);
    }
  });

  it("names each video and each lesson of a course once, and only existing teachers", () => {
    for (const school of [harbour, northfield]) {
      const titles = school.courses.flatMap((course) => course.videos.map((video) => video.title));
      expect(new Set(titles).size).toBe(titles.length);
      for (const course of school.courses) {
        expect(new Set(course.videos.map((video) => video.lesson)).size).toBe(course.videos.length);
        for (const teacher of course.teachers) expect(Object.keys(school.staff)).toContain(teacher);
      }
    }
  });

  const clipEntry = harbour.courses[0]?.videos.find((video) => video.title === clip.title);

  it("has enough videos of the clip's length to compare it with", () => {
    const length = clipEntry?.seconds ?? Number.NaN;
    const similar = videos.filter(
      ({ title, seconds }) =>
        title !== clip.title &&
        seconds >= length * similarLength.school.from &&
        seconds <= length * similarLength.school.to,
    );
    expect(similar).toHaveLength(7);
  });

  it("gives the clip the length of its file, in the first course", () => {
    expect(clipEntry?.seconds).toBe(mp4Milliseconds(readFileSync(`public${clip.source_url}`)) / 1000);
  });
});

describe("people", () => {
  it("have the requested number, with different names and addresses", () => {
    const people = makePeople("seed", 299, "school.test", ["Helena Brito"]);
    expect(people).toHaveLength(299);
    expect(new Set(people.map((person) => person.name)).size).toBe(299);
    expect(new Set(people.map((person) => person.email)).size).toBe(299);
    expect(people.map((person) => person.name)).not.toContain("Helena Brito");
    for (const { email } of people) expect(email).toMatch(/^[a-z]+(\.[a-z]+)+@school\.test$/);
  });

  it("have addresses without accents", () => {
    expect(mailbox("Thảo Nguyễn")).toBe("thao.nguyen");
    expect(mailbox("Søren Weiß")).toBe("soren.weiss");
    expect(mailbox("Łukasz Wójcik")).toBe("lukasz.wojcik");
    expect(mailbox("Yiğit Yıldız")).toBe("yigit.yildiz");
    expect(mailbox("Siobhán O’Sullivan")).toBe("siobhan.osullivan");
  });
});
