import type { RosterField } from "@/lib/measure/roster";

/* The files of the Open University Learning Analytics Dataset (Kuzilek, Hlosta and Zdrahal, Scientific Data 4:170171, 2017). */

/** The columns of each file in their order, with the field that each is read as, where it is one alone. */
export const tables = {
  courses: { code_module: null, code_presentation: "term", module_presentation_length: null },
  registrations: {
    ...{ code_module: null, code_presentation: null, id_student: "external_id" },
    ...{ date_registration: null, date_unregistration: null },
  },
  assessments: {
    ...{ code_module: null, code_presentation: null, id_assessment: "external_id" },
    ...{ assessment_type: "kind", date: "due_at", weight: "weight" },
  },
  results: {
    ...{ id_assessment: "assessment", id_student: "external_id", date_submitted: "submitted_at" },
    ...{ is_banked: "carried_over", score: "points" },
  },
} as const satisfies Record<string, Readonly<Record<string, RosterField | null>>>;

/** Tutor marked, computer marked, and the final exam. */
export const assessmentKinds: Readonly<Record<string, string>> = {
  TMA: "assignment",
  CMA: "quiz",
  Exam: "exam",
};

/** The month in which presentations with this letter begin. */
export const startMonths: Readonly<Record<string, string>> = { B: "02", J: "10" };
