import type { AssessmentRow, QuestionRow } from "./assessments/schema";
import type { ClassRow, TermRow } from "./classes/schema";
import type { EnrollmentRow } from "./enrollments/schema";
import type { LessonRow, MaterialRow } from "./lessons/schema";
import type { ResultRow } from "./results/schema";
import type { CourseRow } from "./schema";

/* One course and what it has, for the routes' examples. */

export const exampleCourse: CourseRow = {
  id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a70",
  school_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a00",
  external_id: "statistics-for-everyone",
  title: "Statistics for everyone",
  description: "Twelve weeks, one session and two videos a week.",
  instructors: [{ id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a01", name: "Inês Carvalho" }],
  lessons: 12,
  videos: 21,
  classes: 2,
  sessions: 12,
  learners: 61,
  archived_at: null,
  revision: 3,
  created_at: "2026-08-24T09:12:00.000Z",
};

export const exampleLesson: LessonRow = {
  id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a75",
  course_id: exampleCourse.id,
  external_id: "reading-residuals",
  number: "7.2",
  title: "Reading residuals",
  position: 14,
  items: [
    {
      kind: "video",
      id: "0192f3a4-5b10-7c21-8f00-6d1f0c7a9e31",
      title: "Reading a residual plot",
      material_type: null,
      url: null,
      duration_seconds: 914,
      starts_at: null,
      revision: 4,
    },
    {
      kind: "material",
      id: "0192f3a4-5b10-7c21-8f00-6d1f0c7a9e41",
      title: "Residuals: ten questions",
      material_type: "quiz",
      url: "https://courses.harbour.example/statistics/quiz-7",
      duration_seconds: 600,
      starts_at: null,
      revision: 1,
    },
  ],
  archived_at: null,
  revision: 2,
};

export const exampleMaterial: MaterialRow = {
  id: "0192f3a4-5b10-7c21-8f00-6d1f0c7a9e41",
  lesson_id: exampleLesson.id,
  external_id: "quiz-7",
  type: "quiz",
  title: "Residuals: ten questions",
  url: "https://courses.harbour.example/statistics/quiz-7",
  duration_seconds: 600,
  archived_at: null,
  revision: 1,
};

export const exampleTerm: TermRow = {
  id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a81",
  school_id: exampleCourse.school_id,
  external_id: "autumn-2026",
  name: "Autumn 2026",
  starts_on: "2026-09-01",
  ends_on: "2026-12-18",
  classes: 4,
  revision: 1,
};

export const exampleClass: ClassRow = {
  id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a82",
  course_id: exampleCourse.id,
  external_id: "monday",
  name: "Monday class",
  term_id: exampleTerm.id,
  term_name: exampleTerm.name,
  starts_on: exampleTerm.starts_on,
  ends_on: exampleTerm.ends_on,
  own_days: false,
  learners: 31,
  archived_at: null,
  revision: 1,
};

export const exampleEnrollment: EnrollmentRow = {
  user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02",
  name: "Afonso Teixeira",
  email: "afonso.teixeira@harbour.example",
  username: "ateixeira",
  external_id: "s2041",
  class_id: exampleClass.id,
  class_name: exampleClass.name,
  enrolled_at: "2026-09-01T08:00:00.000Z",
};

export const exampleAssessment: AssessmentRow = {
  id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a91",
  course_id: exampleCourse.id,
  external_id: "residuals-quiz",
  kind: "quiz",
  title: "Residuals: ten questions",
  lesson_id: exampleLesson.id,
  lesson_title: exampleLesson.title,
  class_id: null,
  class_name: null,
  due_at: "2026-11-27T23:59:00.000Z",
  weight: 10,
  maximum_points: 20,
  questions: [{ id: "q1", title: "Which residual is the largest?", maximum_points: 2 }],
  enrolled: 61,
  submitted: 4,
  scored: 4,
  results: 5,
  mean_score_percentage: 72.5,
  scores: [],
  distribution: [0, 0, 0, 0, 0, 1, 0, 2, 1, 0],
  archived_at: null,
  revision: 1,
};

export const exampleQuestion: QuestionRow = {
  id: "q1",
  title: "Which residual is the largest?",
  maximum_points: 2,
  archived: false,
  answered: 10,
  marked: 10,
  right: 8,
  right_percentage: 80,
  low_percentage: 49,
  high_percentage: 94.3,
  mean_points: 1.6,
  answers: [
    { answer: "The seventh", people: 8, right: 8 },
    { answer: "The first", people: 2, right: 0 },
  ],
  other_answers: 0,
};

export const exampleResult: ResultRow = {
  id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a92",
  course_id: exampleCourse.id,
  assessment_id: exampleAssessment.id,
  assessment_title: exampleAssessment.title,
  kind: exampleAssessment.kind,
  user_id: exampleEnrollment.user_id,
  name: exampleEnrollment.name,
  email: exampleEnrollment.email,
  external_id: null,
  attempt: 1,
  points: 15,
  maximum_points: 20,
  score_percentage: 75,
  submitted_at: "2026-11-26T19:04:00.000Z",
  carried_over: false,
  answers: [{ question_id: "q1", answer: "The seventh", points: 2 }],
  recorded_by: "Inês Carvalho",
  revision: 1,
};
