import { z } from "zod";
import { roles } from "@/lib/auth/scope";
import { instant, reference, storableText, uuid, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { email, newPassword } from "../schema";

export const linkPurposes = ["invitation", "open_invitation", "password", "email"] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

/** In days: how long an invitation can be open. */
export const invitationDays = [1, 7, 30] as const;
/** In hours: links that change an existing account. */
export const changeHours = 2;

const expiresInDays = z.number().int().min(1).max(30).default(7);

/** How many addresses one request invites. */
const invitedMax = 200;

/** The addresses as they were typed: what is none is skipped and named, and stops no other. */
export const inviteInput = z.object({
  emails: z.array(storableText(254)).min(1, message("errors.field.missing")).max(invitedMax),
  role: z.enum(roles).default("student"),
  expires_in_days: expiresInDays,
  /** The id or external id of a course that students among them take. */
  course_id: reference.optional(),
  /** Required from an admin of the installation. */
  school_id: uuid.optional(),
});
export type Invite = z.infer<typeof inviteInput>;

export const isAddress = (text: string): boolean => email.safeParse(text).success;

/** A link that was made. `url` is only in this answer, where the link was not sent by mail. */
const madeLink = z.object({ sent: z.boolean(), url: z.string().nullable(), expires_at: instant });
export type MadeLink = z.infer<typeof madeLink>;

export const inviteAnswer = z.object({
  invited: z.array(madeLink.extend({ id: z.string(), email: z.string() })),
  /** `invalid` is no address, `exists` has an account, `duplicate` was in the list before. */
  skipped: z.array(z.object({ email: z.string(), reason: z.enum(["invalid", "exists", "duplicate"]) })),
});
export type InviteAnswer = z.infer<typeof inviteAnswer>;

/** An admin of the whole installation. */
export const newInstallationAdmin = z.object({ email, expires_in_days: expiresInDays });
export type NewInstallationAdmin = z.infer<typeof newInstallationAdmin>;
export const invitedPerson = inviteAnswer.shape.invited.element;

/** People who have not taken their account, each with a new link; the earlier one no longer works. */
export const inviteAgainInput = z.object({ ids: z.array(uuid).min(1).max(invitedMax) });
export const inviteAgainAnswer = z.object({
  invited: inviteAnswer.shape.invited,
  /** Why the others were not: they have taken it, have no address, or are deactivated. */
  refused: z.array(z.object({ id: z.string(), name: z.string(), message: z.string() })),
});
export type InviteAgainAnswer = z.infer<typeof inviteAgainAnswer>;

/** A link of one person: to take their account, or to set another password. */
export const newLinkInput = z.object({
  purpose: z.enum(["invitation", "password"]),
  /** By mail, where the person has an address and mail is set up; else the answer has the link. */
  send: z.boolean().default(false),
});
export type NewLink = z.infer<typeof newLinkInput>;
export const newLinkAnswer = madeLink;

export const newOpenInvitation = z.object({
  /** The mail domain that everybody who joins must have: `harbour.example`. */
  domain: storableText(253)
    .trim()
    .toLowerCase()
    .regex(/^([a-z0-9](-?[a-z0-9])*\.)+[a-z]{2,}$/, message("errors.field.domain")),
  expires_in_days: expiresInDays,
  /** How many people can join by it. */
  uses_max: z.number().int().min(1).max(1000).default(40),
  course_id: reference.optional(),
  school_id: uuid.optional(),
});
export type NewOpenInvitation = z.infer<typeof newOpenInvitation>;

const openInvitation = z.object({
  id: z.string(),
  domain: z.string(),
  course_title: z.string().nullable(),
  uses: whole,
  uses_max: whole,
  expires_at: instant,
});
export type OpenInvitation = z.infer<typeof openInvitation>;
export const openInvitationsAnswer = z.object({ items: z.array(openInvitation) });
export const madeOpenInvitation = z.object({ id: z.string(), url: z.string(), expires_at: instant });
export const linkParams = z.object({ linkId: uuid });

/** A link's secret: 256 bits, base64url. */
const secret = z.string().regex(/^[\w-]{43}$/, message("errors.field.link"));

export const acceptInput = z.object({
  secret,
  name: storableText(160).trim().min(1, message("errors.field.missing")),
  password: newPassword,
});
export const setPasswordInput = z.object({ secret, password: newPassword });
export const confirmEmailInput = z.object({ secret });
export const joinInput = z.object({ secret, email });
export const forgottenInput = z.object({ email });
export const changeEmailInput = z.object({
  email,
  password: storableText(1024).min(1, message("errors.field.missing")),
});
