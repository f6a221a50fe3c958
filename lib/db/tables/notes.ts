import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, reference, revision } from "./columns";
import { users } from "./people";
import { schools } from "./schools";

/** What staff write about a learner: a fact of that person, exported and erased with them. */
export const learnerNotes = pgTable(
  "learner_notes",
  {
    id: id(),
    school_id: reference(() => schools.id, "owned"),
    /** The learner. */
    user_id: reference(() => users.id, "owned"),
    /** Null once that person was deleted. */
    written_by: uuid().references(() => users.id, { onDelete: "set null" }),
    text: text().notNull(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    index("learner_notes_user").on(table.user_id, table.created_at),
    index("learner_notes_school").on(table.school_id),
    index("learner_notes_writer").on(table.written_by),
  ],
);
