import { z } from "zod";
import { type Role, roles } from "@/lib/auth/scope";
import { instant, paging, reference, sorting, storableText, uuid, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { email } from "../schema";

/**
 * Where a person's account stands: `not_invited` has no way to sign in yet, `invited` has an open invitation, `expired` one that is over.
 */
export const userStates = ["active", "not_invited", "invited", "expired", "deactivated"] as const;
export type UserState = (typeof userStates)[number];

/** Several of these, separated by commas. */
const severalOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  storableText(200)
    .refine(
      (text) => text.split(",").every((value) => values.includes(value)),
      message("errors.field.one_or_more_of", { values: values.join(", ") }),
    )
    .optional();

export const usersQuery = z.object({
  ...paging(20),
  /** Default order: names from A; the latest sign-in and the latest created first. */
  ...sorting(["name", "username", "email", "role", "external_id", "last_seen", "created"], "name"),
  /** In the name, first and last name, username and e-mail address. */
  search: storableText(200).trim().optional(),
  role: severalOf(roles),
  state: severalOf(userStates),
});
export type UsersQuery = z.infer<typeof usersQuery>;

export const userRow = z.object({
  id: z.string(),
  external_id: z.string().nullable(),
  username: z.string().nullable(),
  email: z.string().nullable(),
  name: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  /** The postal address. */
  address: z.string().nullable(),
  role: z.enum(roles),
  state: z.enum(userStates),
  /** When an open or expired invitation ends or ended. */
  invitation_expires_at: instant.nullable(),
  last_signed_in_at: instant.nullable(),
  disabled_at: instant.nullable(),
  /** Raised by each edit. */
  revision: whole,
  created_at: instant,
});
export type UserRow = z.infer<typeof userRow>;

export const usersAnswer = z.object({ items: z.array(userRow), total: whole });
export type UsersAnswer = z.infer<typeof usersAnswer>;

/** How many people of a school there are of each role, and in each state. */
export type UserCounts = {
  total: number;
  roles: Partial<Record<Role, number>>;
  states: Partial<Record<UserState, number>>;
};

/** The most courses, classes and students that one person's answer lists. */
export const listedMax = 500;

export const userAnswer = userRow.extend({
  /** The courses that they take. */
  enrollments: z.array(
    z.object({
      course_id: z.string(),
      course_title: z.string(),
      class_id: z.string().nullable(),
      class_name: z.string().nullable(),
      enrolled_at: instant,
    }),
  ),
  /** The classes of the courses that they teach. */
  classes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      course_id: z.string(),
      course_title: z.string(),
      student_count: whole,
    }),
  ),
  /** The learners of the courses that they teach. */
  students: z.array(z.object({ id: z.string(), name: z.string(), email: z.string().nullable() })),
});
export type UserAnswer = z.infer<typeof userAnswer>;

/** The person's id, or for an admin the school's own id for them. */
export const userParams = z.object({ userId: reference });

export const userIdParams = z.object({ userId: uuid });

/** An empty text is no value. */
const orNull = <S extends z.ZodType<string, string>>(schema: S) =>
  z.union([z.literal("").transform(() => null), schema.nullable()]);

const partOfName = orNull(storableText(80).trim());
export const username = storableText(80)
  .trim()
  .toLowerCase()
  .regex(/^[^\s@,]+$/, message("errors.field.username"));

/** What anybody may change of themself. */
const ownFields = {
  /** As it is shown; where it is left out, the first and last name. */
  name: storableText(160).trim().min(1, message("errors.field.missing")),
  first_name: partOfName,
  last_name: partOfName,
  username: orNull(username),
  address: orNull(storableText(400).trim()),
};

const fields = {
  ...ownFields,
  email: orNull(email),
  external_id: orNull(reference),
  role: z.enum(roles),
};

export const newUser = z
  .object({
    ...z.object(fields).partial().shape,
    role: fields.role.default("student"),
    disabled: z.boolean().optional(),
    /** Also where somebody with this id or address was erased. */
    add_again: z.boolean().optional(),
    /** Required from an admin of the installation. */
    school_id: uuid.optional(),
  })
  .refine(({ name, first_name, last_name }) => name || first_name || last_name, {
    path: ["name"],
    ...message("errors.field.missing"),
  });
export type NewUser = z.infer<typeof newUser>;

/** What an edit may change; `revision` is the one that its author saw. */
export const userChange = z.object({
  ...z.object(fields).partial().shape,
  disabled: z.boolean().optional(),
  revision: whole.optional(),
});
export type UserChange = z.infer<typeof userChange>;

/** What people change of themselves. */
export const ownChangeInput = z.object({
  ...z.object(ownFields).partial().shape,
  revision: whole.optional(),
});

export const changeUserInput = userChange.refine(
  ({ revision: _, ...change }) => Object.values(change).some((value) => value !== undefined),
  { path: ["role"], ...message("errors.field.nothing_to_change") },
);

/** Two people of one school who are the same. */
export const mergeUser = z.object({
  /** By our id or the school's: everything of theirs moves, and their account ends. */
  duplicate_id: reference,
  /** The role of either, for the person who stays; needed where the two have different ones. */
  role: z.enum(roles).optional(),
});
export type MergeUser = z.infer<typeof mergeUser>;

export const savedUser = userRow.extend({
  /** False where the external id named an existing person, who was changed. */
  created: z.boolean(),
});

/** How many people one action of the page changes. */
const changedMax = 100;

/** Roles and deactivations of several people; each is one change of its own. */
export const changeUsersInput = z.object({
  changes: z
    .array(z.object({ id: uuid, role: z.enum(roles).optional(), disabled: z.boolean().optional() }))
    .min(1)
    .max(changedMax),
});
export type ChangeUsers = z.infer<typeof changeUsersInput>;

export const userIdsInput = z.object({ ids: z.array(uuid).min(1).max(changedMax) });
