import { db } from "@/lib/db/client";
import { funnels } from "@/lib/db/tables/funnels";
import { customEventTypes } from "@/lib/db/tables/learning";
import { learnerNotes } from "@/lib/db/tables/notes";
import { rosterImports } from "@/lib/db/tables/people";
import { exampleCounts } from "@/lib/domain/people/imports/fixtures";
import { newId } from "@/lib/platform/ids";
import {
  enroll,
  makeAssessment,
  makeClass,
  makeCourse,
  makeLesson,
  makeMaterial,
  makeResult,
  makeTerm,
  makeUser,
} from "./database";

/** A term can be deleted once, and a learner removed once: one of each per request about a target. */
const termsEach = 45;
const learnersEach = 45;
/** So is an import undone. */
const importsEach = 45;
/** So are an assessment and a result deleted. */
const assessmentsEach = 45;
const resultsEach = 45;
const funnelsEach = 45;
const notesEach = 45;

/** A course with all it can have, and a type of learning events of its school and funnels of the course, for the access test. */
export async function makeCourseParts(schoolId: string, instructorIds: string[]) {
  const { id: course_id } = await makeCourse({ school_id: schoolId, instructorIds });
  const { id: lesson_id } = await makeLesson({ course_id });
  const { id: material_id } = await makeMaterial({ lesson_id });
  const { id: class_id } = await makeClass({ course_id });
  const { id: assessment_id } = await makeAssessment({ course_id });
  const terms = await Promise.all(Array.from({ length: termsEach }, () => makeTerm({ school_id: schoolId })));
  const learners = await Promise.all(
    Array.from({ length: learnersEach }, () => makeUser({ school_id: schoolId })),
  );
  for (const { id } of learners) await enroll(course_id, id, class_id);
  const others = await Promise.all(
    Array.from({ length: assessmentsEach }, () => makeAssessment({ course_id })),
  );
  const results = await Promise.all(
    Array.from({ length: resultsEach }, (_, index) =>
      makeResult({ assessment_id, user_id: learners[0]!.id, attempt: index + 2, points: 50 }),
    ),
  );
  const imports = await db()
    .insert(rosterImports)
    .values(
      Array.from({ length: importsEach }, () => ({
        ...{ school_id: schoolId, course_id, format: "csv", file_name: "results.csv", file_hash: newId() },
        ...{ imported_at: new Date(), counts: exampleCounts },
      })),
    )
    .returning({ id: rosterImports.id });
  const noted_id = learners[0]!.id;
  const notes = await db()
    .insert(learnerNotes)
    .values(
      Array.from({ length: notesEach }, () => ({
        ...{ school_id: schoolId, user_id: noted_id, written_by: instructorIds[0]!, text: "Test" },
      })),
    )
    .returning({ id: learnerNotes.id });
  const event_type_id = newId();
  await db()
    .insert(customEventTypes)
    .values({
      id: event_type_id,
      school_id: schoolId,
      name: `x_${event_type_id.slice(-12)}`,
      title: "Test",
      properties: [],
    });
  const definedFunnels = await db()
    .insert(funnels)
    .values(
      Array.from({ length: funnelsEach }, () => ({
        ...{ school_id: schoolId, course_id, name: "Test", window_days: 7 },
        steps: [
          { kind: "video" as const, course_id: null, video_id: null },
          { kind: "session" as const, course_id: null, session_id: null },
        ],
      })),
    )
    .returning({ id: funnels.id });
  return {
    funnel_id: definedFunnels.pop()?.id ?? "",
    funnelIds: definedFunnels.map(({ id }) => id),
    noted_id,
    note_id: notes.pop()?.id ?? "",
    noteIds: notes.map(({ id }) => id),
    course_import_id: imports.pop()?.id ?? "",
    courseImportIds: imports.map(({ id }) => id),
    event_type_id,
    course_id,
    lesson_id,
    material_id,
    class_id,
    assessment_id,
    assessmentIds: others.map(({ id }) => id),
    result_id: results.pop()?.id ?? "",
    resultIds: results.map(({ id }) => id),
    term_id: terms.pop()?.id ?? "",
    termIds: terms.map(({ id }) => id),
    learnerIds: learners.map(({ id }) => id),
  };
}

/** What a course that does not exist has. */
export const noCourseParts: Record<
  "assessmentIds" | "resultIds" | "termIds" | "learnerIds" | "courseImportIds" | "funnelIds" | "noteIds",
  string[]
> = {
  assessmentIds: [],
  resultIds: [],
  termIds: [],
  learnerIds: [],
  courseImportIds: [],
  funnelIds: [],
  noteIds: [],
};
