import "server-only";
import { sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { enrollments } from "@/lib/db/tables/courses";
import { assessments, type Question, results } from "@/lib/db/tables/results";
import { fewest, wilson } from "@/lib/measure/evidence";
import { oneDecimal, twoDecimals } from "@/lib/measure/rounding";
import { meanFrom } from "../results/scores";
import { isAssessed, readAssessment } from "./queries";
import type { AssessmentRow, QuestionRow } from "./schema";

/** The most answers that are listed for a question. */
const answersMax = 5;
/** An answer of fewer people is not listed: free texts rarely agree. */
const answerFrom = 2;

/** What the database counts for a question. */
type Counted = Pick<QuestionRow, "answered" | "marked" | "right" | "answers"> & { points: number | null };

/** The numbers of a question from what was counted; a share needs 5 people, a mean 3. */
export function questionNumbers(question: Question, counted: Counted | undefined): QuestionRow {
  const { answered = 0, marked = 0, right = 0, points = null, answers = [] } = counted ?? {};
  const shown = marked >= fewest.people_for_rate;
  const { low, high } = shown ? wilson({ part: right, of: marked }) : { low: 0, high: 0 };
  const percent = (share: number) => (shown ? oneDecimal(share * 100) : null);
  return {
    ...question,
    archived: question.archived === true,
    ...{ answered, marked, right },
    right_percentage: percent(right / marked),
    low_percentage: percent(low),
    high_percentage: percent(high),
    mean_points: points !== null && marked >= meanFrom ? twoDecimals(points / marked) : null,
    answers,
    other_answers: answered - answers.reduce((sum, { people }) => sum + people, 0),
  };
}

/**
 * Each question of an assessment, in order, with what people of the course answered to it in the first attempt that has it: later ones
 * were given after they saw the first one's points. Throws as `readAssessment` does.
 */
export async function questionList(
  scope: Scope,
  courseId: string,
  given: string,
): Promise<{ assessment: AssessmentRow; items: QuestionRow[] }> {
  const assessment = await readAssessment(scope, courseId, given);
  const rows = await db().execute<Counted & { question_id: string }>(sql`
    with answer as (
      select distinct on (${results.user_id}, a.question_id) a.question_id, a.points, q.maximum_points,
        nullif(btrim(a.answer), '') as text
      from ${results} join ${assessments} on ${assessments.id} = ${results.assessment_id}
        join ${enrollments} on ${enrollments.user_id} = ${results.user_id} and ${isAssessed}
        cross join lateral rows from (
          jsonb_to_recordset(${results.answers}) as (question_id text, answer text, points double precision)
        ) with ordinality as a(question_id, answer, points, place)
        join lateral jsonb_to_recordset(${assessments.questions}) as q(id text, maximum_points double precision)
          on q.id = a.question_id
      where ${assessments.id} = ${assessment.id}
      order by ${results.user_id}, a.question_id, ${results.attempt}, a.place
    ), same as (
      select question_id, mode() within group (order by text) as answer, count(*)::int as people,
        (count(*) filter (where points >= maximum_points))::int as right,
        row_number() over (partition by question_id order by count(*) desc, lower(text)) as place
      from answer where text is not null group by question_id, lower(text) having count(*) >= ${answerFrom}
    )
    select question_id, count(*)::int as answered, count(points)::int as marked,
      (count(*) filter (where points >= maximum_points))::int as right, sum(points) as points,
      coalesce((select json_agg(json_build_object('answer', answer, 'people', people, 'right', same.right) order by place)
        from same where same.question_id = answer.question_id and place <= ${answersMax}), '[]') as answers
    from answer group by question_id`);
  const counted = new Map(rows.map((row) => [row.question_id, row]));
  return {
    assessment,
    items: assessment.questions.map((question) => questionNumbers(question, counted.get(question.id))),
  };
}
