import type { CourseLessonsAnswer, CourseNumbers } from "./schema";

/* The course of the reference of the API, with one of its lessons and one of its classes. */

const numbers: CourseNumbers = {
  enrolled: 248,
  enrolled_in_classes: 244,
  begun: 234,
  active_last_7_days: 103,
  active: 124,
  stopped: 98,
  completed: 12,
  learners_with_progress: 248,
  average_progress_percentage: 45.6,
  quiz_results: 853,
  quiz_learners: 212,
  average_quiz_score_percentage: 73.6,
  live_sessions: 7,
  registered: 300,
  registered_attended: 213,
  attendance_rate: 71,
};
const lessonId = "0192a4a0-7d3c-7f5e-8a42-9d1f3c5b7e91";

export const exampleCourseLessons: CourseLessonsAnswer = {
  success: true,
  course_id: "0192a4a0-7d3c-7f5e-8a42-9d1f3c5b7e01",
  class_id: null,
  too_few: false,
  numbers,
  most_stopped_lesson_id: lessonId,
  lessons: [
    {
      lesson_id: lessonId,
      number: "6.2",
      title: "Variance",
      reached: 157,
      started: 151,
      completed: 38,
      reached_percentage: 63.3,
      completed_percentage: 15.3,
      stopped: 27,
      active: 5,
      learners_with_progress: 248,
      average_progress_percentage: 31.4,
      quiz_results: 85,
      quiz_learners: 85,
      average_quiz_score_percentage: 58,
      videos: [
        {
          video_id: "0192a4a0-7d3c-7f5e-8a42-9d1f3c5b7e55",
          title: "Why n minus one",
          duration_seconds: 1100,
          learners: 151,
          median_watched_percentage: 42,
          curve: [100, 93.5, 88, 81.2],
          hardest_moment: {
            ...{ from_second: 400, to_second: 450 },
            ...{ present: 150, lost: 36, lost_percentage: 24 },
          },
          replayed_moment: { from_second: 380, to_second: 402, at_second: 391, replays: 44 },
        },
      ],
      sessions: [],
    },
  ],
  classes: [
    {
      class_id: "0192a4a0-7d3c-7f5e-8a42-9d1f3c5b7e77",
      name: "Wednesday, 18:00",
      too_few: false,
      numbers: { ...numbers, enrolled: 45, enrolled_in_classes: 45 },
      most_stopped_lesson_id: null,
      reached: [37],
      stopped: [3],
    },
  ],
  completion_forecast: {
    ends_on: "2026-12-18",
    weeks: [
      { until: "2026-11-15", percentage: 48.2 },
      { until: "2026-11-22", percentage: 52.9 },
    ],
    forecast: [
      {
        ...{ until: "2026-11-29", expected_percentage: 57.1, low_percentage: 54.3, high_percentage: 59.9 },
        ...{ compared: 6, mean_error_points: 1.8 },
      },
    ],
  },
};
