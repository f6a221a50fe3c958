import type { ZodError } from "zod";
import { AppError, asAppError, errorCodes, type FieldError } from "./errors";

/** RFC 9457 `application/problem+json`, with our request id and the invalid fields. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  request_id: string;
  errors?: FieldError[];
};

/** The invalid fields of a zod error, each path as a caller would write it: `played[0][1]`, `items[3].seq`. */
function fieldErrors(error: ZodError, root = ""): FieldError[] {
  return error.issues.map((issue) => {
    const path = issue.path.reduce<string>(
      (text, part) =>
        typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
      root,
    );
    return { path, message: issue.message };
  });
}

/** An AppError for input that zod refused; its detail names the first field. */
export function invalid(error: ZodError, root = ""): AppError {
  const errors = fieldErrors(error, root);
  const first = errors[0];
  return new AppError(
    "invalid",
    first ? `${first.path || "body"}: ${first.message}` : "The input is not valid",
    {
      errors,
      cause: error,
    },
  );
}

/** Anything thrown, as the problem for the caller. Anything but an AppError reveals no internal detail. */
export function toProblem(
  error: unknown,
  requestId: string,
): { problem: Problem; headers: Record<string, string> } {
  const appError = asAppError(error);
  const { status, title } = errorCodes[appError.code];
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
  };
  if (appError.options.retryAfterSeconds !== undefined)
    headers["retry-after"] = String(Math.max(1, Math.ceil(appError.options.retryAfterSeconds)));
  if (appError.code === "unauthenticated") headers["www-authenticate"] = "Bearer";
  return {
    problem: {
      type: `about:blank#${appError.code}`,
      title,
      status,
      detail: appError.message,
      request_id: requestId,
      ...(appError.options.errors?.length ? { errors: appError.options.errors } : {}),
    },
    headers,
  };
}
