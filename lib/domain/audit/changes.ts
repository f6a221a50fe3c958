import type { Language, MessageKey } from "@/lib/language/language";
import type { Change } from "./schema";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `{before, after}`, of one field or of several. */
const isPair = (value: unknown): value is { before: unknown; after: unknown } =>
  isObject(value) && Object.keys(value).every((key) => key === "before" || key === "after");

/**
 * What an entry of the audit log changed, field by field. Actions write either the fields in `before` and `after`, or each field with
 * its own pair, or facts that have no value before.
 */
export function changesOf(detail: Record<string, unknown>): Change[] {
  const { before, after, ...facts } = detail;
  const pairs: Change[] = [];
  if (isObject(before) || isObject(after)) {
    const [was, is] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
    for (const field of new Set([...Object.keys(was), ...Object.keys(is)]))
      pairs.push({ field, before: was[field] ?? null, after: is[field] ?? null });
  } else if (before !== undefined || after !== undefined)
    pairs.push({ field: "value", before: before ?? null, after: after ?? null });
  for (const [field, value] of Object.entries(facts))
    pairs.push(
      isPair(value) && Object.keys(value).length
        ? { field, before: value.before ?? null, after: value.after ?? null }
        : { field, before: null, after: value },
    );
  return pairs;
}

/** A value as people read it: the texts of a list joined, an object as its fields. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  if (isObject(value))
    return Object.entries(value)
      .map(([key, part]) => `${key}: ${valueText(part)}`)
      .join(", ");
  return String(value);
}

/** The name of an action of the audit log; each has its message, `audit.actions.<noun>.<verb>` (words.test.ts). */
export function actionName(action: string, { t }: Language): string {
  const key = `audit.actions.${action}` as const;
  return t.has(key) ? t(key as MessageKey) : action;
}
