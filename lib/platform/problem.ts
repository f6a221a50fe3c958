import "server-only";
import type { z } from "zod";
import { de, es, fr, pt } from "zod/locales";
import { isErrorKey, type Language } from "@/lib/language/language";
import { byLanguage, type LanguageCode } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { AppError, asAppError, type FieldError, fieldErrorIn } from "./errors";

/** RFC 9457 `application/problem+json`, with our request id and the invalid fields. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  request_id: string;
  errors?: { path: string; message: string }[];
  /** Of an edit that somebody else's came before: the thing as it is now. */
  current?: Record<string, unknown>;
};

/** What zod itself says of an issue, in each language. English is its default. */
const zodLocales: Record<Exclude<LanguageCode, "en">, typeof de> = { de, es, fr, pt };
const zodMessages = byLanguage((code) => (code === "en" ? undefined : zodLocales[code]().localeError));

/** A path as a caller would write it: `played[0][1]`, `items[3].seq`. */
const written = (path: readonly PropertyKey[], root: string) =>
  path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    root,
  );

/** A message of ours (`message` of lib/language/language.ts) with its values, or what zod says. */
function fieldErrorOf(issue: z.core.$ZodIssue, root: string): FieldError {
  const path = written(issue.path, root);
  if (!isErrorKey(issue.message)) return { path, text: issue.message };
  const { minimum, maximum, params } = issue as { minimum?: number; maximum?: number; params?: object };
  return { path, key: issue.message, values: { minimum: minimum ?? 0, maximum: maximum ?? 0, ...params } };
}

/** The input by its schema. Throws `invalid`, which names each field below `root`; what zod itself says is in this language. */
export function parse<S extends z.ZodType>(
  schema: S,
  input: unknown,
  { root = "", language = languageIn("en") }: { root?: string; language?: Language } = {},
): z.output<S> {
  const parsed = schema.safeParse(input, { error: zodMessages(language.code) });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => fieldErrorOf(issue, root));
  throw new AppError("invalid", null, { errors, cause: parsed.error });
}

/** Anything thrown, as the problem for the caller, in this language. Anything but an AppError reveals no internal detail. */
export function toProblem(
  error: unknown,
  requestId: string,
  language = languageIn("en"),
): { problem: Problem; headers: Record<string, string> } {
  const appError = asAppError(error);
  const { code, status, options } = appError;
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
  };
  if (options.retryAfterSeconds !== undefined)
    headers["retry-after"] = String(Math.max(1, Math.ceil(options.retryAfterSeconds)));
  if (code === "unauthenticated") headers["www-authenticate"] = "Bearer";
  const errors = options.errors?.map((one) => fieldErrorIn(language, one));
  return {
    problem: {
      type: `about:blank#${code}`,
      title: language.t(`errors.title.${code}`),
      status,
      detail: appError.detailIn(language),
      request_id: requestId,
      ...(errors?.length ? { errors } : {}),
      ...(options.current ? { current: options.current } : {}),
    },
    headers,
  };
}
