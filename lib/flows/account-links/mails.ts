import "server-only";
import { type Mail, sendMail } from "@/lib/integrations/mail/mail";
import { dateFormat } from "@/lib/language/dates";
import type { LanguageCode } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { describeError, log } from "@/lib/platform/log";

/** Whom a mail is for, as far as its words need it. */
export type Recipient = {
  name: string;
  school_name: string | null;
  time_zone: string | null;
  language: LanguageCode | null;
};

type Words = { url: string; expires_at: Date };

/** The mail with a link, in the recipient's language. */
export function linkMail(
  purpose: "invitation" | "password" | "email",
  to: string,
  { name, school_name, time_zone, language }: Recipient,
  { url, expires_at }: Words,
): Mail {
  const code = language ?? "en";
  const { t } = languageIn(code);
  const school = school_name ?? "Lectern";
  const expires = dateFormat(code).absolute(expires_at, time_zone ?? "UTC");
  return {
    to,
    subject: t(`people.mail.${purpose}.subject`, { school }),
    text: t(`people.mail.${purpose}.text`, { name, school, url, expires }),
  };
}

/** The notice to an address that the account will no longer have. */
export function changedNotice(to: string, recipient: Recipient, email: string): Mail {
  const { t } = languageIn(recipient.language ?? "en");
  const school = recipient.school_name ?? "Lectern";
  return {
    to,
    subject: t("people.mail.notice.subject", { school }),
    text: t("people.mail.notice.text", { name: recipient.name, school, email }),
  };
}

/** Whether the mail was sent; why not is in the log. */
export async function isSent(mail: Mail): Promise<boolean> {
  try {
    await sendMail(mail);
    return true;
  } catch (error) {
    log.error({ error: describeError(error) }, "a mail could not be sent");
    return false;
  }
}
