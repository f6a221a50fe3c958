import { z } from "zod";
import { languageIn } from "@/lib/platform/catalogues";
import { env } from "@/lib/platform/env";
import { type ErrorCode, errorCodes } from "@/lib/platform/errors";
import type { SentFile } from "./body";
import type { Declaration, RouteHandler } from "./route";
import { curl, exampleUrl, fetchCall } from "./snippets";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methods)[number];
/** One line of the route table; `path` in OpenAPI's form: `/api/tokens/{tokenId}`. */
export type RouteLine = { method: Method; path: string; handler: RouteHandler };
/** A `route.ts` of app/api: its handlers by their methods. */
export type RouteModule = Partial<Record<Method, RouteHandler>>;

type Json = Record<string, unknown>;

/** The JSON Schema of what a caller sends (`input`) or gets (`output`), without the `$schema` that OpenAPI states once. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  // A refinement or a transform has no JSON Schema, but its base schema has.
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    target: "draft-2020-12",
  });
  return json;
}

function parameters(schema: z.ZodType | undefined, where: "path" | "query", example: unknown): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  const examples = (example ?? {}) as Json;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: property,
    ...(name in examples ? { example: examples[name] } : {}),
  }));
}

/** The document's text about who may call a route. */
const authWords: Record<Declaration["auth"], string> = {
  public: "Anyone may call this.",
  tracking: "Players on any site may call this; a playback token in the body says who is watching.",
  signed_in: "Needs a sign-in.",
  staff: "For instructors, their assistants and administrators.",
  teaching: "For instructors and administrators.",
  admin: "For administrators.",
};

/** Which scope a personal API token needs, or null if tokens are not accepted (or not needed). */
export function wantedTokenScope(method: Method, declaration: Declaration): string | null {
  if (declaration.auth === "public") return null;
  if (declaration.tokenScope === "none") return null;
  return declaration.tokenScope ?? (method === "GET" ? "read" : "manage");
}

function tokenWords(method: Method, declaration: Declaration): string {
  if (declaration.auth === "public") return "";
  const scope = wantedTokenScope(method, declaration);
  return scope
    ? ` A personal API token needs the scope \`${scope}\`.`
    : " Personal API tokens are not accepted.";
}

/** The errors a route can answer with, by what it declares. */
function problemCodes(declaration: Declaration): ErrorCode[] {
  const { auth, params, query, body, signature, limit, answerType } = declaration;
  return [
    ...(params || query || body ? (["invalid"] as const) : []),
    ...(auth === "public" ? [] : (["unauthenticated"] as const)),
    ...(auth === "public" && !signature ? [] : (["forbidden"] as const)),
    ...(params || auth === "tracking" || signature ? (["not_found"] as const) : []),
    // The state of what is changed may not allow the change.
    ...(params && body ? (["conflict"] as const) : []),
    ...(body ? (["too_large"] as const) : []),
    ...(body && !sendsFile(declaration) && !signature ? (["unsupported_media_type"] as const) : []),
    ...(limit || auth === "tracking" || answerType === "text/csv" ? (["too_many_requests"] as const) : []),
  ];
}

/** The reference's group of a path; the first that matches. */
const tags: [prefix: string, tag: string][] = [
  ["/api/auth", "Signing in"],
  ["/api/tokens", "Tokens"],
  ["/api/playback-tokens", "Tokens"],
  ["/api/analytics/video-", "Tracking"],
  ["/api/analytics/events", "Tracking"],
  ["/api/sessions/{sessionId}", "Tracking"],
  ["/api/analytics", "School numbers"],
  ["/api/gamification", "School numbers"],
  ["/api/admin/training", "Sessions"],
  ["/api/admin/analytics", "Video numbers"],
  ["/api/videos", "Own viewing"],
  ["/api/courses", "Courses"],
  ["/api/results", "Courses"],
  ["/api/terms", "Courses"],
  ["/api/learners", "Learners"],
  ["/api/sessions", "Practice"],
  ["/api/alerts", "Alerts"],
  ["/api/users", "People"],
  ["/api/account", "People"],
  ["/api/admin/roster", "People"],
  ["/api/compliance", "Privacy"],
  ["/api/admin/audit", "Privacy"],
  ["/api", "The installation"],
];
const tagOf = (path: string): string => tags.find(([prefix]) => path.startsWith(prefix))?.[1] ?? "Other";

/** The entries of route files, named by their path in app/api; ordered by the reference's groups, then by path. */
export async function routeLines(files: Record<string, () => Promise<RouteModule>>): Promise<RouteLine[]> {
  const lines = await Promise.all(
    Object.entries(files).map(async ([file, load]) => {
      const module = await load();
      const path = file
        .replace(/^\./, "/api")
        .replace(/\/route\.ts$/, "")
        .replace(/\[(?:\.{3})?(\w+)\]/g, "{$1}");
      return methods.flatMap((method) => {
        const handler = module[method];
        return handler ? [{ method, path, handler }] : [];
      });
    }),
  );
  const part = ({ path }: RouteLine) => tags.findIndex(([prefix]) => path.startsWith(prefix));
  return lines.flat().sort((a, b) => part(a) - part(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Whether the body is a file's bytes. */
export const sendsFile = ({ bodyAs = "json" }: Declaration): boolean => bodyAs !== "json";

/** A body in the document: JSON, or a file, as the body or in a form. */
function bodyContent(body: z.ZodType, declaration: Declaration): Json {
  const { example, otherBodies } = declaration;
  const schema = schemaOf(body, "input");
  if (!sendsFile(declaration)) {
    const others = Object.entries(otherBodies ?? {});
    const examples = [
      ["example", { value: example.body }],
      ...others.map(([name, value]) => [name, { value }]),
    ];
    return {
      "application/json": {
        schema,
        ...(others[0] ? { examples: Object.fromEntries(examples) } : { example: example.body }),
      },
    };
  }
  const { fields } = (schema.properties ?? {}) as { fields?: { properties?: Json } };
  const { file } = example.body as SentFile;
  const bytes = { type: "string", format: "binary" };
  const whole = { "application/octet-stream": { schema: bytes, example: new TextDecoder().decode(file) } };
  if (declaration.bodyAs === "stream") return whole;
  return {
    ...whole,
    "multipart/form-data": {
      schema: { type: "object", required: ["file"], properties: { file: bytes, ...fields?.properties } },
    },
  };
}

function codeSamples({ method, path, handler: { declaration } }: RouteLine, origin: string): Json[] {
  const { auth, example } = declaration;
  const request = {
    method,
    url: exampleUrl(origin, path, example.params as Json, example.query as Json),
    signed: auth !== "public" && auth !== "tracking",
    ...(sendsFile(declaration) ? { file: true } : { body: example.body }),
  };
  return [
    { lang: "Shell", label: "cURL", source: curl(request) },
    { lang: "JavaScript", label: "fetch", source: fetchCall(request) },
  ];
}

function operation(line: RouteLine, origin: string): Json {
  const { method, path, handler } = line;
  const { declaration } = handler;
  const { summary, auth, params, query, body, answer, example } = declaration;
  const status = String(declaration.status ?? 200);
  const type = declaration.answerType ?? "application/json";
  return {
    summary,
    tags: [tagOf(path)],
    description: `${authWords[auth]}${tokenWords(method, declaration)}`,
    ...(auth === "public" || auth === "tracking" ? { security: [] } : {}),
    parameters: [...parameters(params, "path", example.params), ...parameters(query, "query", example.query)],
    ...(body ? { requestBody: { required: true, content: bodyContent(body, declaration) } } : {}),
    responses: {
      [status]:
        status === "204"
          ? { description: "Done." }
          : {
              description: "The answer.",
              content: {
                [type]:
                  type === "application/json"
                    ? { schema: schemaOf(answer, "output"), example: example.answer }
                    : { schema: { type: "string" }, example: example.answer },
              },
            },
      ...Object.fromEntries(
        problemCodes(declaration).map((code) => [
          String(errorCodes[code]),
          { $ref: `#/components/responses/${code}` },
        ]),
      ),
    },
    "x-codeSamples": codeSamples(line, origin),
  };
}

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Of a conflict of two edits: the thing as it is now. */
  current: z.record(z.string(), z.unknown()).optional(),
});

/** The OpenAPI 3.1 description of every route in the table, from the declarations that also validate the requests. */
export function openApi(table: readonly RouteLine[], origin: string) {
  const address = env().LECTERN_URL?.replace(/\/$/, "") ?? origin;
  const paths: Record<string, Json> = {};
  for (const line of table) {
    if (line.handler.declaration.undocumented) continue;
    paths[line.path] = { ...paths[line.path], [line.method.toLowerCase()]: operation(line, address) };
  }
  return {
    openapi: "3.1.0" as const,
    info: {
      title: "Lectern",
      version: "1",
      description:
        "Who came, who stayed, what they watched and where they were lost. Instants are ISO 8601 in UTC; keys are snake_case; an unknown number is null; rates and percentages are 0–100.",
    },
    servers: [{ url: address }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "An access token from `POST /api/auth/token`, or a personal API token.",
        },
        cookie: { type: "apiKey", in: "cookie", name: "lectern.session" },
      },
      responses: Object.fromEntries(
        Object.keys(errorCodes).map((code) => [
          code,
          {
            description: languageIn("en").t(`errors.title.${code as ErrorCode}`),
            content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
          },
        ]),
      ),
      schemas: { Problem: schemaOf(problemSchema, "output") },
    },
  };
}
