import { AppError, asAppError, type ErrorCode } from "@/lib/platform/errors";

/** The error for the sender of a refused item; its key in a table of refusals is the counter's reason. */
export type Refusal = { code: ErrorCode; path: string; message: string };

class Refused extends AppError {
  constructor(
    readonly reason: string,
    { code, path, message }: Refusal,
  ) {
    super(code, { english: path ? `${path}: ${message}` : message }, { errors: [{ path, text: message }] });
  }
}

/** An error for one of a table's reasons. */
export function refused<Reason extends string>(refusals: Record<Reason, Refusal>, reason: Reason): Refused {
  return new Refused(reason, refusals[reason]);
}

/** The reason of a refusal in one word: a refusal's key, or the code of another error. */
export function reasonOf(error: unknown): string {
  if (error instanceof Refused) return error.reason;
  return asAppError(error).code;
}

/** Refusals of a body as a whole, before a source reads it. */
export const bodyRefusals = {
  not_json: {
    code: "invalid",
    path: "",
    message: "The body is not JSON in UTF-8, or is nested too deeply, or has too long a list",
  },
  not_a_list: { code: "invalid", path: "", message: "The body must be an array" },
  too_many_items: { code: "invalid", path: "", message: "The body has too many items" },
} as const satisfies Record<string, Refusal>;

/** A text field of an item that may be anything. */
export function textIn(raw: unknown, field: string): string | null {
  const value = typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>)[field] : null;
  return typeof value === "string" ? value : null;
}
