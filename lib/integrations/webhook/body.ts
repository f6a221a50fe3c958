import { createHmac } from "node:crypto";
import type { DeliveryEvent, WebhookKind } from "@/lib/platform/alert-kinds";

/** What is said: sentences for people, and facts for programs. */
export type WebhookMessage = {
  event: DeliveryEvent;
  title: string;
  /** What was measured, and what to do; null for a test. */
  text: string | null;
  /** The page that it is about, where this installation knows its own address, and the words of its link. */
  url: string | null;
  open: string;
  facts: Record<string, string | number | null>;
};

const typeOf = {
  raised: "alert.raised",
  resolved: "alert.resolved",
  test: "test",
} as const satisfies Record<DeliveryEvent, string>;

const titleMax = 300;
const textMax = 600;

/** A text of so many characters at most. */
function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text;
}

/** The characters with which Slack's mentions and links begin and end. */
const escapeSlack = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Slack shows these texts as they are: no formatting, no mentions, no links of ours but one. */
function slackBody({ title, text, url, open }: WebhookMessage) {
  const plain = (words: string) => ({
    type: "section",
    text: { type: "plain_text", text: escapeSlack(words), emoji: false },
  });
  const link = url && { type: "section", text: { type: "mrkdwn", text: `<${url}|${escapeSlack(open)}>` } };
  const [short, long] = [cut(title, titleMax), text && cut(text, textMax)];
  return {
    text: escapeSlack(short),
    blocks: [plain(short), ...(long ? [plain(long)] : []), ...(link ? [link] : [])],
    link_names: false,
    parse: "none",
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** Every sign that could format, mention or link, as Discord's Markdown escapes it. */
const escapeDiscord = (text: string) => text.replace(/[!-/:-@[-`{-~]/g, "\\$&");
/** Messages have 2,000 characters; an escaped one takes two. */
const discordMax = { title: titleMax, text: 500 };

function discordBody({ title, text, url, open }: WebhookMessage) {
  const lines = [
    `**${escapeDiscord(cut(title, discordMax.title))}**`,
    ...(text ? [escapeDiscord(cut(text, discordMax.text))] : []),
    ...(url ? [`${escapeDiscord(open)}: <${url}>`] : []),
  ];
  // SUPPRESS_EMBEDS: a link in it is not fetched and shown.
  return { content: lines.join("\n"), allowed_mentions: { parse: [] }, flags: 4 };
}

/** The body of a delivery, as its receiver understands it. */
export function bodyOf(kind: WebhookKind, message: WebhookMessage, at: Date): string {
  if (kind === "slack") return JSON.stringify(slackBody(message));
  if (kind === "discord") return JSON.stringify(discordBody(message));
  const { event, title, text, url, facts } = message;
  return JSON.stringify({
    type: typeOf[event],
    timestamp: at.toISOString(),
    data: { title, text, url, ...facts },
  });
}

/** The headers with which a receiver checks who sent a body, that it is whole, and that it is no repetition (Standard Webhooks). */
export function signedHeaders(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000);
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,${signature}`,
  };
}
