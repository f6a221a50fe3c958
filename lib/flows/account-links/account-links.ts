import "server-only";
import { networkOf } from "@/lib/auth/address";
import { type Limit, take } from "@/lib/auth/limits";
import { provePassword } from "@/lib/auth/sign-in";
import {
  invite,
  inviteInstallationAdmin,
  join,
  type Made,
  makeOpenInvitation,
  makeOwnLink,
  makeUserLink,
} from "@/lib/domain/people/links/mutations";
import { accountWith } from "@/lib/domain/people/links/queries";
import type {
  Invite,
  InviteAgainAnswer,
  InviteAnswer,
  MadeLink,
  NewInstallationAdmin,
  NewLink,
  NewOpenInvitation,
} from "@/lib/domain/people/links/schema";
import { nameOf } from "@/lib/domain/people/queries";
import { reachUser } from "@/lib/domain/people/users/queries";
import { runsInstallation } from "@/lib/domain/schools/queries";
import type { Context } from "@/lib/http/context";
import { canMail } from "@/lib/integrations/mail/mail";
import type { Language } from "@/lib/language/language";
import { AppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { changedNotice, isSent, linkMail, type Recipient } from "./mails";

/* Links of accounts that go out by mail, or to the person who made them where there is no mail. */

const urlOf = (site: string, { secret }: Made) => `${site}/link/${secret}`;
/** Mails that are on their way at once. */
const mailsAtOnce = 5;

/** Sends a link to its person; where that fails, or is not wanted, the answer has the link to copy. */
async function handOver(
  site: string,
  made: Made,
  mail: { purpose: "invitation" | "password"; to: string | null; recipient: Recipient } | null,
): Promise<MadeLink> {
  const { expires_at } = made;
  const url = urlOf(site, made);
  const sent =
    mail?.to && canMail()
      ? await isSent(linkMail(mail.purpose, mail.to, mail.recipient, { url, expires_at }))
      : false;
  return { sent, url: sent ? null : url, expires_at: expires_at.toISOString() };
}

/** Invites addresses, by mail where that is set up. */
export async function invitePeople(ctx: Context, input: Invite, site: string): Promise<InviteAnswer> {
  const { invited, skipped } = await invite(ctx, input);
  const answer: InviteAnswer["invited"] = [];
  for (let at = 0; at < invited.length; at += mailsAtOnce)
    answer.push(
      ...(await Promise.all(
        invited.slice(at, at + mailsAtOnce).map(async ({ id, email, made }) => {
          const recipient = await accountWith({ id });
          const mail = recipient && { purpose: "invitation" as const, to: email, recipient };
          return { id, email, ...(await handOver(site, made, mail)) };
        }),
      )),
    );
  return { invited: answer, skipped };
}

/** Invites an admin of the installation. Throws as `inviteInstallationAdmin` does, and `forbidden` for who does not run it. */
export async function inviteToInstallation(ctx: Context, input: NewInstallationAdmin, site: string) {
  if (!(await runsInstallation(ctx.scope)))
    throw new AppError("forbidden", "errors.account.installation_not_yours");
  const { id, email, made } = await inviteInstallationAdmin(ctx, input);
  const recipient = await accountWith({ id });
  const mail = recipient && { purpose: "invitation" as const, to: email, recipient };
  return { id, email, ...(await handOver(site, made, mail)) };
}

/** Invites people again who have not taken their account; each by itself, so that one who is refused stops no other. */
export async function inviteAgain(
  ctx: Context,
  ids: readonly string[],
  site: string,
  language: Language,
): Promise<InviteAgainAnswer> {
  const answer: InviteAgainAnswer = { invited: [], refused: [] };
  for (let at = 0; at < ids.length; at += mailsAtOnce)
    await Promise.all(
      ids.slice(at, at + mailsAtOnce).map(async (id) => {
        try {
          const { account, made } = await makeUserLink(ctx, await reachUser(ctx.scope, id), "invitation");
          const email = account.email ?? "";
          const mail = { purpose: "invitation" as const, to: email, recipient: account };
          answer.invited.push({ id, email, ...(await handOver(site, made, mail)) });
        } catch (error) {
          if (!(error instanceof AppError) || error.status >= 500) throw error;
          answer.refused.push({
            id,
            name: (await nameOf(ctx.scope, id)) ?? id,
            message: error.detailIn(language),
          });
        }
      }),
    );
  return answer;
}

/** Makes a link of one person, and sends it where the admin wants that. */
export async function linkFor(
  ctx: Context,
  userId: string,
  { purpose, send }: NewLink,
  site: string,
): Promise<MadeLink> {
  const { account, made } = await makeUserLink(ctx, userId, purpose);
  return handOver(site, made, send ? { purpose, to: account.email, recipient: account } : null);
}

/** The link is shown once. Throws `conflict` without mail: nothing else proves that an address is its owner's. */
export async function openInvitation(ctx: Context, input: NewOpenInvitation, site: string) {
  assertMail();
  const made = await makeOpenInvitation(ctx, input);
  return { id: made.id, url: urlOf(site, made), expires_at: made.expires_at.toISOString() };
}

function assertMail(): void {
  if (!canMail()) throw new AppError("conflict", "errors.account.no_mail");
}

/** Mails that one address gets by what anybody can ask for, and that one network asks for. */
const toAddress: Limit = { name: "asked-mail", points: 3, seconds: 3600, withoutCounts: "refuse" };
const fromNetwork: Limit = {
  name: "asked-mail-network",
  points: 600,
  seconds: 3600,
  withoutCounts: "refuse",
};

async function limited(ctx: Context<null>, email: string): Promise<void> {
  await take(fromNetwork, networkOf(ctx.request.address));
  await take(toAddress, email);
}

/** Somebody joins by an open invitation: the link to take the account goes to their address. The answer does not tell who has one. */
export async function joinByMail(
  ctx: Context<null>,
  given: { secret: string; email: string },
  site: string,
): Promise<void> {
  assertMail();
  await limited(ctx, given.email);
  const joined = await join(ctx, given);
  const recipient = joined && (await accountWith({ id: joined.id }));
  if (!joined || !recipient) return;
  inBackground(handOver(site, joined.made, { purpose: "invitation", to: given.email, recipient }));
}

/**
 * Somebody forgot their password: its link goes to the address, if it has an account. The caller learns nothing of that, not even by
 * the time it takes: nobody waits for the work.
 */
export async function forgotPassword(ctx: Context<null>, email: string, site: string): Promise<void> {
  assertMail();
  await limited(ctx, email);
  inBackground(sendPasswordLink(ctx, email, site));
}

async function sendPasswordLink(ctx: Context<null>, email: string, site: string): Promise<void> {
  const account = await accountWith({ email });
  if (!account) return;
  const made = await makeOwnLink(ctx, account, { purpose: "password", email });
  await handOver(site, made, { purpose: "password", to: email, recipient: account });
}

function inBackground(work: Promise<unknown>): void {
  work.catch((error: unknown) => log.error({ error: describeError(error) }, "a link could not be sent"));
}

/** The caller wants another address: its link goes there, and a notice to the one they have. It needs their password. */
export async function changeEmail(
  ctx: Context,
  { email, password }: { email: string; password: string },
  site: string,
): Promise<void> {
  assertMail();
  await provePassword(ctx, "password", password);
  await take(toAddress, email);
  const account = await accountWith({ id: ctx.scope.user_id });
  if (!account) throw new AppError("not_found", "errors.account.person_unknown");
  const made = await makeOwnLink(ctx, account, { purpose: "email", email });
  const words = { url: urlOf(site, made), expires_at: made.expires_at };
  if (!(await isSent(linkMail("email", email, account, words))))
    throw new AppError("unavailable", "errors.account.mail_failed", { retryAfterSeconds: 60 });
  if (account.email) await isSent(changedNotice(account.email, account, email));
}
