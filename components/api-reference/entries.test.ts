import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { type Entry, entriesOf, entriesWith, typeWords } from "./entries";

const english = languageIn("en");

describe("a schema in words", () => {
  it.each([
    [{ type: "string" }, "text"],
    [{ type: "string", format: "date-time" }, "instant"],
    [{ type: ["string", "null"] }, "text or null"],
    [{ type: "array", items: { type: "integer" } }, "list of whole number"],
    [{ enum: ["read", "manage"] }, '"read" or "manage"'],
    [{ anyOf: [{ type: "number" }, { type: "null" }] }, "number or null"],
    [{ const: true }, "true"],
    [{}, "anything"],
    [{ enum: ["read", "manage", "delete"] }, '"read", "manage" or "delete"'],
  ])("%j is %s", (schema, words) => expect(typeWords(schema, english)).toBe(words));
});

it("names types in the reader's language", () => {
  const schema = { type: ["array", "null"], items: { type: "string", format: "date-time" } };
  expect(typeWords(schema, languageIn("de"))).toBe("Liste aus Zeitpunkt oder null");
  expect(typeWords(schema, languageIn("fr"))).toBe("liste de type instant ou null");
});

describe("an operation of the document", () => {
  it("becomes an entry with its fields, samples and answer", () => {
    const samples = [{ label: "cURL", source: "curl" }];
    const [entry] = entriesOf(
      {
        "/api/tokens/{tokenId}": {
          post: {
            summary: "Make it",
            description: "For instructors and administrators.",
            tags: ["Tokens"],
            parameters: [{ name: "tokenId", in: "path", required: true, schema: { type: "string" } }],
            requestBody: {
              content: {
                "application/json": {
                  schema: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
                },
              },
            },
            responses: { "201": { content: { "application/json": { example: { id: 1 } } } }, "403": {} },
            "x-codeSamples": samples,
          },
        },
      },
      english,
    );
    expect(entry).toEqual({
      id: "post-api-tokens-tokenId",
      method: "POST",
      path: "/api/tokens/{tokenId}",
      group: "Tokens",
      summary: "Make it",
      who: "For instructors and administrators.",
      fields: [
        { name: "tokenId", where: "path", type: "text", required: true },
        { name: "name", where: "body", type: "text", required: true },
      ],
      samples,
      answer: '{\n  "id": 1\n}',
      status: "201",
    });
  });
});

describe("a search", () => {
  const entry = (method: string, path: string, summary: string, ...names: string[]) =>
    ({ method, path, summary, group: "Sessions", fields: names.map((name) => ({ name })) }) as Entry;
  const entries = [
    entry("GET", "/api/sessions", "The list", "limit"),
    entry("POST", "/api/sessions", "Plan a session", "scheduled_start"),
    entry("GET", "/api/videos", "The videos"),
  ];
  const found = (words: string) => entriesWith(entries, words).map(({ method, path }) => `${method} ${path}`);
  it.each([
    ["", ["GET /api/sessions", "POST /api/sessions", "GET /api/videos"]],
    ["post", ["POST /api/sessions"]],
    ["GET  Sessions", ["GET /api/sessions", "GET /api/videos"]],
    ["get /api/sessions", ["GET /api/sessions"]],
    ["scheduled", ["POST /api/sessions"]],
    ["plan list", []],
  ])("for %j finds entries with every word", (words, expected) => expect(found(words)).toEqual(expected));
});
