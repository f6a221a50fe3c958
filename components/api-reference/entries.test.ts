import { describe, expect, it } from "vitest";
import { entriesOf, typeWords } from "./entries";

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
  ])("%j is %s", (schema, words) => expect(typeWords(schema)).toBe(words));
});

describe("an operation of the document", () => {
  it("becomes an entry with its fields, samples and answer", () => {
    const samples = [{ label: "cURL", source: "curl" }];
    const [entry] = entriesOf({
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
    });
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
