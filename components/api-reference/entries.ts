import type { Language } from "@/lib/language/language";

/** The parts of an OpenAPI document that the page shows. */
type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  format?: string;
  default?: unknown;
};
type Media = { schema?: Schema; example?: unknown };
type Operation = {
  summary: string;
  description: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
  "x-codeSamples": { label: string; source: string }[];
};

export type Field = { name: string; where: "path" | "query" | "body"; type: string; required: boolean };

export type Entry = {
  id: string;
  method: string;
  path: string;
  group: string;
  summary: string;
  who: string;
  fields: Field[];
  samples: { label: string; source: string }[];
  /** The example answer as text; null where the answer has no body. */
  answer: string | null;
  status: string;
};

const textTypes = { "date-time": "instant", date: "day", binary: "file" } as const;
const namedTypes = ["integer", "number", "boolean", "object", "anything"] as const;

/** A schema in a few words: `text`, `whole number`, `list of text`, `"read" or "manage"`. */
export function typeWords(schema: Schema, language: Language): string {
  const { t, or } = language;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return or(schema.enum.map((value) => JSON.stringify(value)));
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return or([...new Set(options.map((option) => typeWords(option, language)))]);
  const named = (type: string): string => {
    if (type === "string") {
      const format = Object.entries(textTypes).find(([name]) => name === schema.format)?.[1];
      return t(`api_reference.types.${format ?? "text"}`);
    }
    if (type === "array")
      return schema.items
        ? t("api_reference.types.list_of", { items: typeWords(schema.items, language) })
        : t("api_reference.types.list");
    const known = namedTypes.find((name) => name === type);
    return known ? t(`api_reference.types.${known}`) : type;
  };
  return or([schema.type ?? "anything"].flat().map(named));
}

function bodyFields(schema: Schema | undefined, language: Language): Field[] {
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    where: "body",
    type: typeWords(property, language),
    required: schema?.required?.includes(name) ?? false,
  }));
}

/** The document's operations in its own order, as the page shows them. */
export function entriesOf(paths: Record<string, Record<string, unknown>>, language: Language): Entry[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, value]) => {
      const operation = value as Operation;
      const [status = "200", response] =
        Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [];
      const [type, media] = Object.entries(response?.content ?? {})[0] ?? [];
      const content = operation.requestBody?.content;
      const body = (content?.["application/json"] ?? content?.["multipart/form-data"])?.schema;
      return {
        id: `${method}-${path.slice(1).replace(/[^a-z0-9]+/gi, "-")}`.replace(/-$/, ""),
        method: method.toUpperCase(),
        path,
        group: operation.tags[0] ?? "",
        summary: operation.summary,
        who: operation.description,
        fields: [
          ...operation.parameters.map((parameter) => ({
            name: parameter.name,
            where: parameter.in === "path" ? ("path" as const) : ("query" as const),
            type: typeWords(parameter.schema, language),
            required: parameter.required,
          })),
          ...bodyFields(body?.type === "array" ? body.items : body, language),
        ],
        samples: operation["x-codeSamples"],
        answer:
          media === undefined
            ? null
            : type === "application/json"
              ? JSON.stringify(media.example, null, 2)
              : String(media.example),
        status,
      };
    }),
  );
}

/** The entries that have every one of these words in their method, path, summary, group or a field's name. */
export function entriesWith(entries: readonly Entry[], words: string): Entry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ method, path, summary, group, fields }) => {
    const text = [method, path, summary, group, ...fields.map(({ name }) => name)].join(" ").toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
