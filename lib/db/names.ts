import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/**
 * A column by which people read a list in order: a name, a title or an address. The collation is in the migrations; `compareNames`
 * (lib/language/numbers.ts) is the same order for rows that are already read.
 */
export const byName = (column: SQLWrapper): SQL => sql`${column} collate "names"`;
