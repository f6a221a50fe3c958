"use client";

import { useMemo } from "react";
import type { ActionResult } from "@/lib/http/action";
import { type Failure, useAction } from "./use-action";

/* Apart from the fields of form.tsx, so that a page whose fields come later does not load them. */

/** The errors of a form: by field, and those without a field. */
export type FormErrors = { fields: Record<string, string>; whole: string | null };

/** The form's field for each path that the server can name in an error. */
type Fields = Readonly<Record<string, string>>;

/** Fields that have the same name on the server. */
export const sameNames = (...names: string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, name]));

/** A failure as errors beside the fields; errors of fields that the form does not show go above it. */
export function formErrors(failure: Failure | null, shown: Fields): FormErrors {
  const fields: Record<string, string> = {};
  const others: string[] = [];
  for (const { path, message } of failure?.errors ?? []) {
    const field = shown[path];
    if (field) fields[field] ??= message;
    else others.push(`${path}: ${message}`);
  }
  const none = Object.keys(fields).length + others.length === 0;
  return { fields, whole: none ? (failure?.detail ?? null) : others.join("; ") || null };
}

/**
 * `useAction` for a form: its failure, sorted by field, and of an edit that somebody else's came before the thing as it is now
 *. Declare `fields` outside the component.
 */
export function useFormAction<Input extends unknown[], Value>(
  action: (...input: Input) => Promise<ActionResult<Value>>,
  { fields, ...options }: { fields: Fields } & Parameters<typeof useAction<Input, Value>>[1],
) {
  const { run, busy, problem } = useAction(action, options);
  const errors = useMemo(() => formErrors(problem, fields), [problem, fields]);
  return { run, busy, errors, current: problem?.current };
}
