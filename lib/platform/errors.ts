/**
 * The closed list of ways in which a request can fail. Each maps to one HTTP status, once (problem.ts).
 * `detail` is shown to the caller: it names the field or the reason, never the inside.
 */
export const errorCodes = {
  invalid: { status: 400, title: "The request is not valid" },
  unauthenticated: { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "This is not yours" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "This method is not allowed here" },
  conflict: { status: 409, title: "This conflicts with what is there" },
  too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "This content type is not understood" },
  too_many_requests: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Not available at the moment" },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** One wrong field: where it is and what is wrong with it. */
export type FieldError = { path: string; message: string };

export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly options: { errors?: FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
  }
  get status(): number {
    return errorCodes[this.code].status;
  }
}

/** One wrong field, with the field's name in the detail. */
export function fieldError(
  path: string,
  message: string,
  code: ErrorCode = "invalid",
  cause?: unknown,
): AppError {
  return new AppError(code, `${path}: ${message}`, { errors: [{ path, message }], cause });
}
