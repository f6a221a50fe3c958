import type { UserAnswer, UserRow } from "./schema";

/** A learner, as the routes' examples show them. */
export const exampleUser: UserRow = {
  id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02",
  external_id: "S-19022",
  username: "tiago.bento",
  email: "tiago.bento@harbour.example",
  name: "Tiago Bento",
  first_name: "Tiago",
  last_name: "Bento",
  address: "Rua do Cais 7, Lisboa",
  role: "student",
  state: "active",
  invitation_expires_at: null,
  last_signed_in_at: "2026-11-20T09:31:00.000Z",
  disabled_at: null,
  revision: 3,
  created_at: "2026-09-01T08:00:00.000Z",
};

export const exampleUserAnswer: UserAnswer = {
  ...exampleUser,
  enrollments: [
    {
      course_id: "0192f3a4-6a01-7c21-8f00-6d1f0c7a9e01",
      course_title: "Statistics for everyone",
      class_id: "0192f3a4-6a02-7c21-8f00-6d1f0c7a9e02",
      class_name: "Monday class",
      enrolled_at: "2026-09-02T08:00:00.000Z",
    },
  ],
  classes: [],
  students: [],
};
