import { countedKinds } from "@/lib/measure/roster";
import type { RosterAnswer, RosterCounts, RosterImportRow } from "./schema";

/* The examples of the routes, which their tests run too. */

export const exampleRoster = [
  "external_id,email,first_name,last_name,role",
  "S-20141,rita.sousa@harbour.example,Rita,Sousa,student",
  "S-20142,nuno.faria@harbour,Nuno,Faria,student",
].join("\n");

const none = { new: 0, changed: 0, unchanged: 0, wrong: 0 };
export const exampleCounts: RosterCounts = {
  ...(Object.fromEntries(countedKinds.map((kind) => [kind, none])) as RosterCounts),
  person: { new: 1, changed: 0, unchanged: 0, wrong: 1 },
  missing: { new: 0, changed: 0, unchanged: 3, wrong: 0 },
};
const exampleWrong = [
  {
    file: null,
    line: 3,
    column: "email",
    message: "email is not a complete e-mail address",
    values: {
      ...{ external_id: "S-20142", email: "nuno.faria@harbour", first_name: "Nuno", last_name: "Faria" },
      role: "student",
    },
  },
];

export const exampleRosterAnswer: RosterAnswer = {
  success: true,
  format: "csv",
  counts: exampleCounts,
  wrong_total: 1,
  wrong: exampleWrong,
  table: {
    ...{ delimiter: ",", encoding: "UTF-8", missing: [] },
    columns: (
      [
        ["external_id", "S-20141", "S-20142", 0],
        ["email", "rita.sousa@harbour.example", "nuno.faria@harbour", 1],
        ["first_name", "Rita", "Nuno", 0],
        ["last_name", "Sousa", "Faria", 0],
        ["role", "student", "student", 0],
      ] as const
    ).map(([heading, one, two, wrong]) => ({
      ...{ heading, becomes: heading, first: [one, two], filled: 2, wrong },
    })),
  },
  questions: [
    {
      ...{ key: "person:3:email", file: null, line: 3, last_line: 3, rows: 1, column: "email" },
      ...{ message: exampleWrong[0]!.message, values: exampleWrong[0]!.values },
      options: [{ decision: { do: "correct", value: "nuno.faria@harbour" }, name: null }],
    },
  ],
  questions_total: 1,
  people: {
    new: [{ name: "Rita Sousa", email: "rita.sousa@harbour.example", role: "student" }],
    changed: [],
  },
  missing: { students: 1, named: ["Vasco Moura"], staff: 2 },
  files: [{ name: null, rows: 2 }],
  import_id: null,
  work_id: null,
};

/** Results of a course; the second row names an assessment that the course does not have. */
export const exampleResultsFile = [
  "external_id,assessment,points,submitted_at",
  "s2042,residuals-quiz,15,2026-11-26 19:04",
  "s2042,outliers-quiz,12,2026-11-26",
].join("\n");

export const exampleResultsAnswer: RosterAnswer = {
  ...exampleRosterAnswer,
  table: null,
  counts: {
    ...(Object.fromEntries(countedKinds.map((kind) => [kind, none])) as RosterCounts),
    result: { new: 1, changed: 0, unchanged: 0, wrong: 1 },
  },
  wrong: [
    {
      file: null,
      line: 3,
      column: "assessment",
      message: "No assessment has the ID or title “outliers-quiz”.",
      values: {
        ...{ external_id: "s2042", assessment: "outliers-quiz", points: "12" },
        submitted_at: "2026-11-26",
      },
    },
  ],
};
/** An import of results. */
export const exampleCourseImport = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2c02";

export const exampleRosterImport: RosterImportRow = {
  id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2c01",
  file_name: "people-2026-11.csv",
  format: "csv",
  imported_by: "Inês Carvalho",
  created_at: "2026-11-20T14:32:00.000Z",
  imported_at: "2026-11-20T14:32:04.000Z",
  undone_at: null,
  undone_by: null,
  work_id: null,
  state: null,
  added: 1,
  changed: 0,
  wrong_total: 1,
};

export const exampleImportAnswer = {
  success: true as const,
  ...exampleRosterImport,
  counts: exampleCounts,
  wrong: exampleWrong,
};
