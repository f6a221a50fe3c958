import type { ActionResult } from "@/lib/http/action";

/** What is wrong with a form: by field, and what belongs to none. */
export type FormProblems = { fields: Record<string, string>; whole: string | null };

export const noProblems: FormProblems = { fields: {}, whole: null };

/** A refused action as what stands beside the fields; wrong fields that the form does not show are said above it. */
export function problemsOf(
  result: Extract<ActionResult<unknown>, { ok: false }>,
  shown: Record<string, string>,
): FormProblems {
  const fields: Record<string, string> = {};
  const others: string[] = [];
  for (const { path, message } of result.problem.errors ?? []) {
    const field = shown[path];
    if (field) fields[field] ??= message;
    else others.push(`${path}: ${message}`);
  }
  const none = Object.keys(fields).length + others.length === 0;
  return { fields, whole: none ? result.problem.detail : others.join("; ") || null };
}
