import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterAll } from "vitest";
import { forgetSingleton } from "@/lib/platform/process";

export type Received = { to: string; subject: string; text: string; html: string | null; head: string };

/** Where the links in the mails lead. */
export const mailedSite = "http://127.0.0.1:3000";

/** A body, or a part of one, decoded. */
function decoded(head: string, body: string): string {
  const encoded = /content-transfer-encoding: (\S+)/i.exec(head)?.[1]?.toLowerCase();
  if (encoded === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoded !== "quoted-printable") return body;
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Up to the first empty line, and what follows. */
function headAndBody(raw: string): [head: string, body: string] {
  const [head = "", ...body] = raw.split("\r\n\r\n");
  return [head, body.join("\r\n\r\n")];
}

/** A mail's head and body as they are read: the words of several lines together, the body decoded, of text and HTML each. */
function read(to: string, raw: string): Received {
  const [head, body] = headAndBody(raw);
  const boundary = /^content-type: multipart\/[^;]+;\s*boundary="([^"]+)"/im.exec(head)?.[1];
  const parts = boundary
    ? body
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => headAndBody(part.replace(/^\r\n/, "")))
    : [[head, body] as const];
  const ofType = (type: string) => parts.find(([of]) => new RegExp(`content-type: ${type}`, "i").test(of));
  const textPart = ofType("text/plain") ?? parts[0]!;
  const htmlPart = ofType("text/html");
  const subject = /^subject: (.*(?:\r\n\s.*)*)/im.exec(head)?.[1] ?? "";
  const oneLine = (lines: string) => lines.replace(/\r\n\s/g, " ");
  return {
    ...{ to, subject: oneLine(subject), head: oneLine(head) },
    text: decoded(...textPart),
    html: htmlPart ? decoded(...htmlPart) : null,
  };
}

/** A mail server on this machine, which the settings name while the file's tests run; `mails` are those that it took. */
export async function mailServer() {
  const mails: Received[] = [];
  let refuse = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_, __, done) => done(refuse ? new Error("no such mailbox") : null),
    onData(stream, session, done) {
      text(stream).then(
        (raw) => {
          for (const { address } of session.envelope.rcptTo) mails.push(read(address, raw));
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  Object.assign(process.env, {
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: "Harbour College <lectern@harbour.test>",
    LECTERN_URL: mailedSite,
  });
  forgetSingleton("env");
  afterAll(() => new Promise<void>((closed) => server.close(closed)));
  return {
    mails,
    refuse(yes: boolean) {
      refuse = yes;
    },
    /** The secret of the link in the latest mail to this address. */
    secretTo: (to: string) =>
      /\/link\/([\w-]{43})/.exec(mails.findLast((mail) => mail.to === to)?.text ?? "")?.[1] ?? "",
  };
}
