import type { Language } from "@/lib/language/language";
import type { Digest, DigestPart } from "./digest";

/* A digest as a mail: its text and its HTML are written from the same parts. Pure. */

export type Letter = {
  digest: Digest;
  name: string;
  /** This installation's address, without a slash at its end. */
  site: string;
  /** The page that ends these mails. */
  unsubscribe: string;
};

/** Titles are people's own words: each on one line. */
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
const findingsOf = ({ findings }: Digest) => findings.map(({ text }) => text).join(" ");

/** The mail for programs that show no HTML. */
export function digestText({ digest, name, site, unsubscribe }: Letter, { t }: Language): string {
  const partText = (part: DigestPart) =>
    part.kind === "numbers"
      ? [
          part.title,
          ...part.rows.map(([label, now, before]) => t("overview.digest.row", { label, now, before })),
        ]
      : [
          part.title,
          ...part.items.flatMap(({ title, text, href }) => [
            `- ${oneLine(title)}`,
            `  ${oneLine(text)}`,
            `  ${site}${href}`,
          ]),
          ...(part.note ? [part.note] : []),
        ];
  return [
    t("overview.digest.hello", { name: oneLine(name) }),
    [digest.title, findingsOf(digest)].join("\n"),
    ...digest.parts.map((part) => partText(part).join("\n")),
    [digest.zone, `${t("overview.digest.open")}: ${site}${digest.href}`].join("\n"),
    `${t("overview.digest.why")}\n${t("overview.digest.end")}: ${unsubscribe}`,
  ].join("\n\n");
}

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign]!);

const small = "color:#56636b;font-size:13px";

/** The mail with headings, lists and links: no picture, no script, and nothing that is loaded. */
export function digestHtml({ digest, name, site, unsubscribe }: Letter, { t, code }: Language): string {
  const link = (href: string, words: string) =>
    `<a href="${escaped(href)}" style="color:#0b5c74">${escaped(words)}</a>`;
  const heading = (words: string) => `<h2 style="margin:24px 0 8px;font-size:16px">${escaped(words)}</h2>`;
  const partHtml = (part: DigestPart) =>
    part.kind === "numbers"
      ? `${heading(part.title)}<ul style="margin:0;padding-left:20px">${part.rows
          .map(([label, now, before]) => t("overview.digest.row", { label, now, before }))
          .map((row) => `<li>${escaped(row)}</li>`)
          .join("")}</ul>`
      : `${heading(part.title)}<ul style="margin:0;padding-left:20px">${part.items
          .map(
            ({ title, text, href }) =>
              `<li style="margin-bottom:8px">${link(`${site}${href}`, oneLine(title))}<br><span style="${small}">${escaped(oneLine(text))}</span></li>`,
          )
          .join("")}</ul>${part.note ? `<p>${escaped(part.note)}</p>` : ""}`;
  return `<!doctype html><html lang="${code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(digest.title)}</title></head>
<body style="margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif;color:#1c262b"><div style="max-width:640px;margin:0 auto">
<p>${escaped(t("overview.digest.hello", { name: oneLine(name) }))}</p>
<h1 style="margin:0 0 8px;font-size:20px">${escaped(digest.title)}</h1><p>${escaped(findingsOf(digest))}</p>
${digest.parts.map(partHtml).join("\n")}
<p style="margin-top:24px">${link(`${site}${digest.href}`, t("overview.digest.open"))} <span style="${small}">${escaped(digest.zone)}</span></p>
<p style="${small}">${escaped(t("overview.digest.why"))} ${link(unsubscribe, t("overview.digest.end"))}</p>
</div></body></html>`;
}
