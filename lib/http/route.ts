import "server-only";
import type { z } from "zod";
import { clientAddress, fromOwnOrigin } from "@/lib/auth/address";
import type { RequestContext } from "@/lib/auth/audit";
import { assertTokenScope, type Identity, identify } from "@/lib/auth/identity";
import { type Limit, take } from "@/lib/auth/limits";
import { readerLanguage } from "@/lib/auth/reader-language";
import { isAdmin, isStaff, isTeaching, type Scope } from "@/lib/auth/scope";
import type { TokenScope } from "@/lib/auth/token-scopes";
import { scopeFromHeaders } from "@/lib/auth/tokens";
import { onPool } from "@/lib/db/client";
import type { Language } from "@/lib/language/language";
import { languageIn } from "@/lib/platform/catalogues";
import { env } from "@/lib/platform/env";
import { AppError, fieldError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { parse, toProblem } from "@/lib/platform/problem";
import { noteCaller, noteFailure } from "@/lib/platform/request-note";
import { bodyBytesMax, parseJson, readBytes, readFile, readJson } from "./body";
import { type Context, requestContext } from "./context";
import { isStorable } from "./contract";

/**
 * Who may call a route. `public`: anyone, without authentication. `tracking`: players, with or without a viewer's identity.
 * `signed_in`, `staff` (all but students), `teaching` (staff but assistants: changes of settings, exports of what is personal),
 * `admin`: with a session cookie or a bearer token. The query then decides by its Scope what they may see.
 */
export type Auth = "public" | "tracking" | "signed_in" | "staff" | "teaching" | "admin";

export type Schema = z.ZodType | undefined;
export type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;
export type Example<S extends Schema> = S extends z.ZodType ? z.input<S> : undefined;

export type Declaration<
  A extends Auth = Auth,
  R extends z.ZodType = z.ZodType,
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
> = {
  /** What the route does, as a short sentence: OpenAPI's summary. */
  summary: string;
  auth: A;
  /** What a personal API token must be allowed; default `read` for GET, `manage` for writes; `none`: API tokens are not accepted. */
  tokenScope?: TokenScope | "none";
  params?: P;
  query?: Q;
  body?: B;
  /**
   * The body's form: JSON, or as a `file` (`SentFile` of body.ts), for which `body` is the schema; a `stream` is a file that the handler
   * itself reads, as it arrives. Default JSON.
   */
  bodyAs?: "json" | "file" | "stream";
  /** For a sender who signs the body's bytes in place of a sign-in: throws unless the signature is right. The body is parsed afterwards. */
  signature?: (signed: { headers: Headers; bytes: Uint8Array; now: Date }) => void;
  /** The body may be at most this large; default 64 KiB. */
  bodyBytes?: number;
  answer: R;
  /** The status of a successful answer; default 200. */
  status?: 200 | 201 | 204;
  /** The answer's media type if it is not JSON (`text/csv`). */
  answerType?: string;
  /** A valid request and its answer; tests run it, OpenAPI shows it. */
  example: {
    params?: Example<P>;
    query?: Example<Q>;
    body?: Example<B>;
    answer: z.input<R>;
  };
  /** Further valid bodies, by what they are for; tests send them, OpenAPI shows them. */
  otherBodies?: Record<string, Example<B>>;
  limit?: Limit & { per: "user" | "address" };
  /** Left out of OpenAPI (next-auth's own routes). */
  undocumented?: boolean;
};

type RawParams = Record<string, string | string[] | undefined>;
/** Next's second argument; a path without parameters has none. */
export type RouteContext = { params: Promise<RawParams | undefined> };
export type RouteHandler = ((request: Request, context: RouteContext) => Promise<Response>) & {
  declaration: Declaration;
};

type Handled<
  A extends Auth,
  R extends z.ZodType,
  P extends Schema,
  Q extends Schema,
  B extends Schema,
> = (input: {
  params: Output<P>;
  query: Output<Q>;
  body: Output<B>;
  request: Request;
  /** The language of the texts in an answer that our own page shows. */
  language: Language;
  ctx: Context<A extends "public" | "tracking" ? Scope | null : Scope>;
}) => Promise<z.input<R> | Response> | z.input<R> | Response;

/**
 * A declared route: authenticates the caller, parses the request, calls the handler, and answers with JSON or, for any
 * error, with a problem; one log line per request. The handler returns a plain value or, for streams, a Response.
 */
export function route<
  A extends Auth,
  R extends z.ZodType,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(spec: Declaration<A, R, P, Q, B> & { handler: Handled<A, R, P, Q, B> }): RouteHandler {
  const { handler, ...declaration } = spec;

  async function answer(request: Request, raw: RawParams, sent: RequestContext, seen: Seen) {
    const identity = await prove(spec, request, seen);
    const { language } = seen;
    const params = spec.params && parse(spec.params, decoded(raw), { language });
    const query = spec.query && parse(spec.query, queryOf(request), { language });
    const now = new Date();
    const body =
      spec.body && spec.bodyAs !== "stream" && parse(spec.body, await read(spec, request, now), { language });
    const result = await handler({
      ctx: {
        scope: identity?.scope ?? null,
        request: { ...sent, signed_in_at: identity?.signed_in_at, credential_id: identity?.credential_id },
        now,
      },
      params,
      query,
      body,
      request,
      language,
    } as Parameters<typeof handler>[0]);
    if (result instanceof Response) return withHeaders(result, sent.id);
    // In tests an answer that breaks its contract fails.
    if (env().NODE_ENV === "test") spec.answer.parse(result);
    const status = spec.status ?? 200;
    const response = status === 204 ? new Response(null, { status }) : Response.json(result, { status });
    response.headers.set("cache-control", "no-store");
    return withHeaders(response, sent.id);
  }

  async function handle(request: Request, context: RouteContext): Promise<Response> {
    const began = performance.now();
    const sent = requestContext(request.headers);
    const seen: Seen = { user_id: null, via: null, language: languageIn("en") };
    const raw = (await context.params) ?? {};
    let response: Response;
    let failure: unknown;
    try {
      const work = () => answer(request, raw, sent, seen);
      // Whom nobody knows yet signs in: that must not wait for the queries of those who have.
      response = await (spec.auth === "public" ? onPool("sign_in", work) : work());
    } catch (error) {
      failure = error;
      noteFailure(error);
      const { problem, headers } = toProblem(error, sent.id, seen.language);
      response = Response.json(problem, { status: problem.status, headers });
    }
    log[response.status >= 500 ? "error" : "info"]({
      request_id: sent.id,
      method: request.method,
      route: pattern(request, raw),
      status: response.status,
      ms: Math.round((performance.now() - began) * 10) / 10,
      user_id: seen.user_id,
      via: seen.via,
      ...(response.status >= 500 ? { error: describeError(failure) } : {}),
    });
    return response;
  }

  return Object.assign(handle, { declaration: declaration as Declaration });
}

/** The caller: their fields in the log line, and the language of what they read. Programs read English; who has a session reads our pages. */
type Seen = { user_id: string | null; via: Identity["via"] | null; language: Language };

const reads = new Set(["GET", "HEAD"]);

/** Who asks, or the reason why they may not. */
async function prove(
  spec: Declaration,
  request: Request,
  seen: Seen,
): Promise<(Partial<Identity> & { scope: Scope }) | null> {
  const { headers, method } = request;
  if (spec.auth === "public" || spec.auth === "tracking") {
    if (fromOwnOrigin(headers)) seen.language = languageIn(await readerLanguage(null, headers));
    if (spec.limit) await take(spec.limit, clientAddress(headers));
    const scope = spec.auth === "tracking" ? await scopeFromHeaders(headers) : null;
    if (scope) noteCaller(scope);
    seen.user_id = scope?.user_id ?? null;
    return scope && { scope };
  }
  const identity = await identify(headers);
  if (!identity)
    throw new AppError(
      "unauthenticated",
      headers.has("authorization")
        ? { english: "The token is not valid, has expired or was revoked." }
        : { english: "Sign in first: send the session cookie or a bearer token." },
    );
  const { scope, via } = identity;
  seen.user_id = scope.user_id;
  seen.via = via;
  noteCaller(scope);
  if (via === "cookie") seen.language = languageIn(await readerLanguage(identity, headers));
  if (via === "cookie" && !reads.has(method) && !fromOwnOrigin(headers))
    throw new AppError("forbidden", {
      english: "A change made with the session cookie must come from this site's own pages.",
    });
  assertTokenScope(identity, spec.tokenScope ?? (reads.has(method) ? "read" : "manage"));
  if (spec.auth === "admin" && !isAdmin(scope)) throw new AppError("forbidden", "errors.general.admins_only");
  if (spec.auth === "staff" && !isStaff(scope)) throw new AppError("forbidden", "errors.general.staff_only");
  if (spec.auth === "teaching" && !isTeaching(scope))
    throw new AppError(
      "forbidden",
      isStaff(scope) ? "errors.general.not_assistants" : "errors.general.staff_only",
    );
  if (spec.limit) await take(spec.limit, spec.limit.per === "user" ? scope.user_id : clientAddress(headers));
  return identity;
}

/** The body in the form that the route declares. */
async function read({ bodyAs, signature, bodyBytes }: Declaration, request: Request, now: Date) {
  if (bodyAs === "file") return readFile(request, bodyBytes);
  if (!signature) return readJson(request, bodyBytes);
  const bytes = await readBytes(request, bodyBytes ?? bodyBytesMax);
  signature({ headers: request.headers, bytes, now });
  return parseJson(bytes);
}

/** A path's decoded parameters; Next passes some of them encoded. */
function decoded(raw: RawParams) {
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      if (typeof value !== "string") return [name, value];
      const text = /%[0-9a-f]{2}/i.test(value) ? tryDecode(value) : value;
      if (text === null || !isStorable(text)) throw notStorable(name);
      return [name, text];
    }),
  );
}

function tryDecode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** The query as an object; a key given twice is a list, so that a schema of one value refuses it. */
function queryOf(request: Request): Record<string, string | string[]> {
  const { searchParams } = new URL(request.url);
  const query: Record<string, string | string[]> = Object.create(null);
  for (const key of new Set(searchParams.keys())) {
    const values = searchParams.getAll(key);
    if (!values.every(isStorable)) throw notStorable(key);
    query[key] = values.length === 1 ? values[0]! : values;
  }
  return query;
}

const notStorable = (path: string) => fieldError(path, "errors.field.unstorable");

function withHeaders(response: Response, requestId: string): Response {
  // A Response made by Response.redirect or fetch refuses changes to its headers: copy.
  const headers = new Headers(response.headers);
  headers.set("x-request-id", requestId);
  headers.set("x-content-type-options", "nosniff");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** The path with its parameters' names in place of their values: log lines are grouped by it. */
function pattern(request: Request, raw: RawParams): string {
  const names = new Map<string, string>();
  for (const [name, value] of Object.entries(raw))
    for (const part of [value ?? []].flat()) names.set(part, `{${name}}`);
  return new URL(request.url).pathname
    .split("/")
    .map((part) => names.get(part) ?? names.get(tryDecode(part) ?? "") ?? part)
    .join("/");
}
