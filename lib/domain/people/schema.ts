import { z } from "zod";
import { tokenScopes } from "@/lib/auth/token-scopes";
import {
  instant,
  paging,
  reference,
  search,
  sorting,
  storableText,
  timeZone,
  uuid,
  whole,
} from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { languageCodes } from "@/lib/language/languages";

export type { TokenScope } from "@/lib/auth/token-scopes";
export { tokenScopes };

/** In lower case, so that one address is one person. Its domain has a dot: without one it is a typing error far more often than an intranet. */
export const email = storableText(254)
  .trim()
  .toLowerCase()
  .regex(/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/, message("errors.field.email"));

/** `POST /api/auth/token`: the credentials. The password has only an upper limit: old ones can be short. */
export const passwordProof = z.object({
  email: storableText(254).min(1),
  password: storableText(1024).min(1),
});

export const accessTokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  /** Seconds. */
  expires_in: z.number().int(),
});

/** No person needs more active tokens; a program may be creating them in a loop. */
export const apiTokensMax = 50;

/** A token's name tells its owner what uses it. */
export const newApiToken = z.object({
  name: storableText(80).trim().min(1, message("errors.field.token_name")),
  scopes: z
    .array(z.enum(tokenScopes))
    .min(1, message("errors.field.choose_one"))
    .max(tokenScopes.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, message("errors.field.duplicate")),
  expires_in_days: z.number().int().min(1).max(365),
  /** Your password, where you signed in more than 15 minutes ago. */
  password: storableText(1024).min(1).optional(),
});
export type NewApiToken = z.infer<typeof newApiToken>;

export const apiTokenRow = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  /** Its first characters. */
  prefix: z.string(),
  created_at: instant,
  expires_at: instant,
  revoked_at: instant.nullable(),
  /** To the minute. */
  last_used_at: instant.nullable(),
});
export type ApiTokenRow = z.infer<typeof apiTokenRow>;

/** The only answer that contains the token itself. */
export const createdApiToken = apiTokenRow.extend({ token: z.string() });
export type CreatedApiToken = z.infer<typeof createdApiToken>;

export const apiTokensQuery = z.object({
  ...paging(50),
  /** Default order: the latest created first, names from A, the first to expire first. */
  ...sorting(["created", "name", "expires"], "created"),
  q: search,
});
export type ApiTokensQuery = z.infer<typeof apiTokensQuery>;

/** The same of a colleague, for an admin; the caller's own when `user_id` is not given. */
export const personTokensQuery = apiTokensQuery.extend({ user_id: uuid.optional() });

export const apiTokensAnswer = z.object({ items: z.array(apiTokenRow), total: whole });
export type ApiTokensAnswer = z.infer<typeof apiTokensAnswer>;

export const apiTokenParams = z.object({ tokenId: uuid });

/** A minimum length instead of character rules (NIST SP 800-63B). */
export const newPassword = storableText(200).min(10, message("errors.field.password_length"));

export const changePasswordInput = z.object({
  current_password: storableText(1024).min(1, message("errors.field.missing")),
  new_password: newPassword,
});
export type ChangePassword = z.infer<typeof changePasswordInput>;

export const languageInput = z.object({ language: z.enum(languageCodes).nullable() });
export type LanguageChoice = z.infer<typeof languageInput>;

export const deviceParams = z.object({ deviceId: uuid });

export const accountAnswer = z.object({
  /** Attempts with your address that failed since the sign-in before this one. */
  failed_sign_ins: z.object({
    count: whole,
    since: instant.nullable(),
    last_at: instant.nullable(),
    last_address: z.string().nullable(),
  }),
  /** The latest attempts to sign in as you, failed ones too. */
  sign_ins: z.array(
    z.object({
      at: instant,
      succeeded: z.boolean(),
      /** The browser or program. */
      name: z.string().nullable(),
      address: z.string().nullable(),
    }),
  ),
  /** The browsers in which you have signed in, the latest first. They are known: there, nobody elsewhere slows you down. */
  devices: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      address: z.string(),
      signed_in_at: instant,
      /** Signed in there now. */
      active: z.boolean(),
      /** This one. */
      current: z.boolean(),
    }),
  ),
});
export type AccountAnswer = z.infer<typeof accountAnswer>;

/** The first visit: the school, and its admin. */
export const setUpInput = z.object({
  code: storableText(40).trim().min(1, message("errors.field.code_in_terminal")),
  school_name: storableText(120).trim().min(1, message("errors.field.missing")),
  time_zone: timeZone,
  name: storableText(120).trim().min(1, message("errors.field.missing")),
  email,
  password: newPassword,
});
export type SetUpInput = z.infer<typeof setUpInput>;

/** `POST /api/playback-tokens`: with it a course page on another site reports for one viewer of one video or live session, until it expires. */
export const newPlaybackToken = z
  .object({
    /** The video's id or external id. */
    video_id: reference.optional(),
    /** The live session's id or external id. */
    session_id: reference.optional(),
    /** A user's id or external id, else the course page's own name for a guest; without it the viewer is anonymous. */
    subject: reference.optional(),
    /** Seconds; 6 hours by default, a week at most. */
    expires_in: z
      .number()
      .int()
      .min(60)
      .max(7 * 24 * 3600)
      .default(6 * 3600),
  })
  .refine((token) => (token.video_id === undefined) !== (token.session_id === undefined), {
    path: ["video_id"],
    ...message("errors.field.video_or_session"),
  });

export const playbackTokenAnswer = z.object({
  token: z.string(),
  /** Ids, also when the request had an external id; null for the other kind. */
  video_id: z.string().nullable(),
  session_id: z.string().nullable(),
  expires_at: instant,
});
