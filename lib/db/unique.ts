import { fieldError } from "@/lib/platform/errors";

/**
 * Turns the error for a value that another row has into a conflict that names its field, by the constraint's name; other errors are
 * unchanged.
 */
export function uniqueConflict(
  error: unknown,
  fields: Readonly<Record<string, { path: string; reason: Parameters<typeof fieldError>[1] }>>,
): unknown {
  // The builder wraps the driver's error.
  const { code, constraint_name = "" } = Object((error as Error).cause ?? error) as {
    code?: string;
    constraint_name?: string;
  };
  const field = code === "23505" ? fields[constraint_name] : undefined;
  return field ? fieldError(field.path, field.reason, "conflict") : error;
}
