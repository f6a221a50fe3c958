import "server-only";
import type { ErrorKey, Language, MessageValues } from "@/lib/language/language";
import { languageIn } from "@/lib/platform/catalogues";

/** The closed list of ways in which a request can fail, each with its HTTP status. Their titles are in the catalogue, "errors.title". */
export const errorCodes = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  timeout: 408,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  misdirected: 421,
  headers_too_large: 431,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** Why: a message, or for what only programs read, English. */
export type Reason = ErrorKey | { english: string };

/** One invalid field: its path and why, as a message or as a text that zod has already written in the reader's language. */
export type FieldError = { path: string } & ({ key: ErrorKey; values?: MessageValues } | { text: string });

/** A field's error in this language. */
export const fieldErrorIn = ({ t }: Language, error: FieldError): { path: string; message: string } => ({
  path: error.path,
  message: "key" in error ? t(error.key, error.values) : error.text,
});

type Options = {
  /** Of the message. */
  values?: MessageValues | undefined;
  errors?: FieldError[] | undefined;
  retryAfterSeconds?: number;
  /** Of a `conflict`: the thing as it is now, as its route answers it. */
  current?: Record<string, unknown> | undefined;
  cause?: unknown;
};

/**
 * A failed request. Its reason is shown to the caller: it names the field or the cause, never an internal detail. Without a reason it
 * is that of the first of `errors`. As an `Error` its message is in English, for logs and programs.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: ErrorCode,
    private readonly detail: Reason | null,
    readonly options: Options = {},
  ) {
    super(undefined, { cause: options.cause });
    this.message = this.detailIn(languageIn("en"));
  }
  get status(): number {
    return errorCodes[this.code];
  }
  /** The reason as it can be stored, to be written in a reader's language later. */
  get storedReason(): { key: ErrorKey; values?: MessageValues } | { english: string } {
    const { values } = this.options;
    if (typeof this.detail === "string") return { key: this.detail, ...(values ? { values } : {}) };
    return this.detail ?? { english: this.message };
  }
  /** The reason in this language. */
  detailIn(language: Language): string {
    if (typeof this.detail === "string") return language.t(this.detail, this.options.values);
    if (this.detail) return this.detail.english;
    const { path, message } = fieldErrorIn(language, this.options.errors![0]!);
    return language.t("errors.general.of_field", { path: path || "body", message });
  }
}

/** One invalid field, with the field's name in the detail. */
export function fieldError(
  path: string,
  reason: Reason,
  code: ErrorCode = "invalid",
  { values, cause }: Pick<Options, "values" | "cause"> = {},
): AppError {
  const error: FieldError =
    typeof reason === "string"
      ? { path, key: reason, ...(values ? { values } : {}) }
      : { path, text: reason.english };
  return new AppError(code, null, { errors: [error], cause });
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
    return new AppError("unavailable", "errors.general.database_away", {
      retryAfterSeconds: 5,
      cause: error,
    });
  return new AppError("internal", "errors.general.internal", { cause: error });
}
