import { type AnyPgColumn, customType, integer, timestamp, uuid } from "drizzle-orm/pg-core";
import { newId } from "@/lib/platform/ids";

/** An id made in Node (UUIDv7). */
export const id = () => uuid().primaryKey().$defaultFn(newId);

/** The id of a row of another table. `owned`: the row is deleted with it. */
export const reference = (to: () => AnyPgColumn, owned?: "owned") =>
  uuid()
    .notNull()
    .references(to, owned && { onDelete: "cascade" });

/** An instant. */
export const instant = () => timestamp({ withTimezone: true });

export const createdAt = () => instant().notNull().defaultNow();

/** Raised by each edit of the row's settings, in the edit's own statement: who edits an older revision is shown both versions. */
export const revision = () => integer().notNull().default(1);

export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** `int4multirange`, in Postgres's text form; lib/measure/ranges reads and writes it. */
export const int4multirange = customType<{ data: string; driverData: string }>({
  dataType: () => "int4multirange",
});

/** `int8multirange`, in Postgres's text form, for epoch milliseconds. */
export const int8multirange = customType<{ data: string; driverData: string }>({
  dataType: () => "int8multirange",
});
