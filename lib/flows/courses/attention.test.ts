import { expect, it } from "vitest";
import { exampleCourseLessons } from "@/lib/domain/courses/analysis/fixtures";
import type { AnalysedLesson, CourseLessonsAnswer, LessonVideo } from "@/lib/domain/courses/analysis/schema";
import { languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { courseAttention } from "./attention";

const english = languageIn("en");
const [example] = exampleCourseLessons.lessons as [AnalysedLesson];
const [exampleVideo] = example.videos as [LessonVideo];
const nobody = { learners: 248, at_risk: 0, missed: null, latest_names: [], quiet_latest: [] };

const video = (title: string, lost: number, from_second = 400): LessonVideo => ({
  ...exampleVideo,
  ...{ video_id: title, title },
  hardest_moment: {
    from_second,
    to_second: from_second + 50,
    present: 150,
    lost,
    lost_percentage: lost / 1.5,
  },
});
const course = (
  videos: LessonVideo[],
  given: Partial<CourseLessonsAnswer> = { most_stopped_lesson_id: null },
): CourseLessonsAnswer => ({ ...exampleCourseLessons, lessons: [{ ...example, videos }], ...given });

it("ranks the lesson, the videos and the learners by the people affected, three at most", () => {
  const answer = course([video("a", 60), video("b", 30), video("c", 90)], {
    most_stopped_lesson_id: example.lesson_id,
  });
  const items = courseAttention(
    answer,
    { learners: 248, at_risk: 20, missed: null, latest_names: [], quiet_latest: [] },
    english,
  );
  // A third video, with 30, would hide the people.
  expect(items.map(({ title, people }) => [title, people])).toEqual([
    ["Three in five of the views of “c” that get to 6:40 stop by 7:30", 90],
    ["Two in five of the views of “a” that get to 6:40 stop by 7:30", 60],
    ["27 people stopped at lesson 6.2", 27],
  ]);
});

it("leads to the lesson's people, to the second of the video, and to the learners of the course", () => {
  const answer = course([video("a", 60)], { most_stopped_lesson_id: example.lesson_id });
  const items = courseAttention(
    answer,
    { learners: 248, at_risk: 5, missed: null, latest_names: ["Vera"], quiet_latest: [[true]] },
    english,
  );
  expect(items.map(({ href }) => href)).toEqual([
    "/videos/a?t=400",
    `/courses/${answer.course_id}?lesson=${example.lesson_id}#lesson`,
    `/learners?at_risk=yes&course_id=${answer.course_id}`,
  ]);
  expect(items[1]).toMatchObject({
    title: "27 people stopped at lesson 6.2",
    detail: "27 of the 157 who reached it went no further and have not been active for 14 days.",
    picture: { curve: [157, 157], drop_offs: [{ from: 0, to: 1 }] },
  });
  const ofClass = courseAttention({ ...answer, class_id: "g" }, { ...nobody, at_risk: 5 }, english);
  expect(ofClass.map(({ href }) => href)).toEqual([
    "/videos/a?t=400",
    `/courses/${answer.course_id}?class_id=g&lesson=${example.lesson_id}#lesson`,
    `/learners?at_risk=yes&course_id=${answer.course_id}&class_id=g`,
  ]);
});

it("says nothing without evidence: no lesson that stands out, no drop-off, nobody at risk", () => {
  const quiet = { ...exampleVideo, hardest_moment: null };
  expect(courseAttention(course([quiet]), nobody, english)).toEqual([]);
  expect(courseAttention(course([{ ...exampleVideo, duration_seconds: null }]), null, english)).toEqual([]);
});

it.each(languageCodes)("is whole in %s", (code) => {
  const answer = course([video("a", 60)], { most_stopped_lesson_id: example.lesson_id });
  const items = courseAttention(answer, { ...nobody, at_risk: 5 }, languageIn(code));
  const text = items.map(({ title, detail, linkText }) => [title, detail, linkText]).join();
  expect(items).toHaveLength(3);
  expect(text).not.toMatch(/[{}]|overview\.|courses\.|undefined/);
});
