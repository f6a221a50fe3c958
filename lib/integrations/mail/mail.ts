import { createTransport } from "nodemailer";
import { env } from "@/lib/platform/env";
import { processSingleton } from "@/lib/platform/process";

export type Mail = {
  to: string;
  subject: string;
  text: string;
  /** The same for programs that show HTML. */
  html?: string;
  /** Where a mail program ends mails of this kind with one click (RFC 8058). */
  unsubscribe?: string;
};

/** A server that does not answer must not hold a request for long. */
const waitMs = 10_000;

/** Whether this installation can send mail. */
export const canMail = (): boolean => env().SMTP_URL !== undefined;

/** Sends one mail; throws when the server cannot be reached or refuses it. */
export async function sendMail({ unsubscribe, ...mail }: Mail): Promise<void> {
  const { SMTP_URL, MAIL_FROM } = env();
  if (!SMTP_URL) throw new Error("no mail server is configured");
  const transport = processSingleton(`mail ${SMTP_URL}`, () =>
    createTransport({
      url: SMTP_URL,
      connectionTimeout: waitMs,
      greetingTimeout: waitMs,
      socketTimeout: waitMs,
      // Nothing in a mail may read files or addresses of this machine.
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  );
  // The address as an object: one that contains a comma is still one.
  await transport.sendMail({
    ...mail,
    to: { name: "", address: mail.to },
    from: MAIL_FROM,
    ...(unsubscribe
      ? {
          headers: {
            "List-Unsubscribe": `<${unsubscribe}>`,
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          },
        }
      : {}),
  });
}
