import { z } from "zod";
import type { customEventTypes, DeclaredProperty } from "@/lib/db/tables/learning";
import { instant, isoInstants, paging, revision, storableText, uuid, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { customName } from "../events";
import { propertyTypes } from "./property-lines";

/* The types of learning events that a school defines. */

const propertiesMax = 20;
/** So many a school can define; the list shows all of them. */
export const typesMax = 100;
const textMax = 200;

const property = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, message("errors.learning.property_name")),
  type: z.enum(propertyTypes),
  required: z.boolean().default(false),
});

const properties = z
  .array(property)
  .max(propertiesMax)
  .refine(
    (list) => new Set([...list.map(({ name }) => name), "session_id"]).size === list.length + 1,
    message("errors.learning.property_twice"),
  );
const title = storableText(100).trim().min(1, message("errors.field.missing"));

export const newEventType = z.object({
  name: z.string().regex(customName, message("errors.learning.type_name")),
  title,
  properties,
});
export type NewEventType = z.infer<typeof newEventType>;

export const changedEventType = z.object({
  title: title.optional(),
  properties: properties.optional(),
  archived: z.boolean().optional(),
  revision,
});
export type ChangeEventType = z.infer<typeof changedEventType>;

const eventType = newEventType.extend({
  id: uuid,
  properties: z.array(property.extend({ required: z.boolean() })),
  archived_at: instant.nullable(),
  revision: whole,
  created_at: instant,
});
export type EventTypeRow = z.infer<typeof eventType>;

export const toEventType = ({ school_id: _, ...row }: typeof customEventTypes.$inferSelect): EventTypeRow =>
  isoInstants(row);

export const eventTypesQuery = z.object(paging(100));
export const eventTypesAnswer = z.object({ items: z.array(eventType), total: whole });
export const eventTypeAnswer = z.object({ success: z.literal(true), type: eventType });
export const eventTypeParams = z.object({ typeId: uuid });

/** What events of a type may have: the declared properties, and the learning session that they belong to. */
export function schemaOfProperties(declared: readonly DeclaredProperty[]): z.ZodObject {
  const values = { text: storableText(textMax), number: z.number(), boolean: z.boolean() };
  return z.object({
    session_id: uuid.optional(),
    ...Object.fromEntries(
      declared.map(({ name, type, required }) => [name, required ? values[type] : values[type].optional()]),
    ),
  });
}

export const exampleEventType: EventTypeRow = {
  id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11",
  name: "x_lab_visit",
  title: "Visit to the laboratory",
  properties: [
    { name: "room", type: "text", required: true },
    { name: "minutes", type: "number", required: false },
  ],
  archived_at: null,
  revision: 1,
  created_at: "2026-11-20T09:31:00.000Z",
};
