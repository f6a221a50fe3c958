import { AppError, asAppError, type ErrorCode } from "@/lib/platform/errors";

/** What the sender of a refused item is told; its key in a table of refusals is the reason that the counter names. */
export type Refusal = { code: ErrorCode; path: string; message: string };

class Refused extends AppError {
  constructor(
    readonly reason: string,
    { code, path, message }: Refusal,
  ) {
    super(code, path ? `${path}: ${message}` : message, { errors: [{ path, message }] });
  }
}

/** An error for one of a table's reasons. */
export function refused<Reason extends string>(refusals: Record<Reason, Refusal>, reason: Reason): Refused {
  return new Refused(reason, refusals[reason]);
}

/** Why an item was refused, in one word: what went wrong here, or the kind of error that came from elsewhere. */
export function reasonOf(error: unknown): string {
  if (error instanceof Refused) return error.reason;
  return asAppError(error).code;
}

/** Refusals of a body as a whole, before any source has looked at it. */
export const bodyRefusals = {
  not_json: { code: "invalid", path: "", message: "The body is not JSON in UTF-8" },
  not_a_list: { code: "invalid", path: "", message: "The body must be an array" },
  too_many_items: { code: "invalid", path: "", message: "The body has too many items" },
  body_incomplete: { code: "invalid", path: "", message: "The body ended before it was complete" },
  body_too_slow: { code: "invalid", path: "", message: "The body did not arrive in time" },
} as const satisfies Record<string, Refusal>;
