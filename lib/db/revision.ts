import { AppError } from "@/lib/platform/errors";

/**
 * Edits of settings carry the revision that their author saw, and raise it in their own statement: of two that began at the same
 * revision, the second is refused and told both versions. Call it on the row as read `for update`; an edit without a revision (a
 * program's) is the latest by definition. `current`: the row as its route answers it. Throws `conflict`.
 */
export function assertRevision(
  row: { revision: number },
  given: number | undefined,
  current: Record<string, unknown>,
): void {
  if (given !== undefined && given !== row.revision)
    throw new AppError("conflict", "errors.general.changed_meanwhile", { current });
}
