/**
 * The closed list of ways in which a request can fail. Each maps to one HTTP status, once (problem.ts).
 * `detail` is shown to the caller: it names the field or the reason, never an internal detail.
 */
export const errorCodes = {
  invalid: { status: 400, title: "The request is not valid" },
  unauthenticated: { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "You don't have access" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "This method is not allowed" },
  timeout: { status: 408, title: "The request took too long to arrive" },
  conflict: { status: 409, title: "This conflicts with the current state" },
  too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "This content type is not supported" },
  misdirected: { status: 421, title: "This server does not answer for that address" },
  headers_too_large: { status: 431, title: "The headers are too large" },
  too_many_requests: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Not available at the moment" },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** One invalid field: its path and the reason. */
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

/** One invalid field, with the field's name in the detail. */
export function fieldError(
  path: string,
  message: string,
  code: ErrorCode = "invalid",
  cause?: unknown,
): AppError {
  return new AppError(code, `${path}: ${message}`, { errors: [{ path, message }], cause });
}

/**
 * Codes of a database that is unreachable, full or overloaded: the driver's, the network's, and the server's
 * (SQLSTATE class 08 connection, 53 resources, 57P shutdown; 25006 read-only).
 */
const awayCodes =
  /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|(08|53)...|57P..|25006)$/;

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && awayCodes.test(String(error.code))) || isAway(error.cause);
}

/** Anything thrown, as an error of the list: an unreachable database can be retried, and any other error reveals no internal detail. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isAway(error))
    return new AppError("unavailable", "The database cannot be reached at the moment. Try again soon.", {
      retryAfterSeconds: 5,
      cause: error,
    });
  return new AppError("internal", "The request failed; it was logged under this request id.", {
    cause: error,
  });
}
