import { describe, expect, it } from "vitest";
import { webhookReceiver, withStatus } from "@/lib/testing/webhook-receiver";
import { bodyOf, signedHeaders, type WebhookMessage } from "./body";
import { type Network, post } from "./post";

const receiver = await webhookReceiver();
const { posted, answers, network } = receiver;
const url = new URL(receiver.address);
const sent = { headers: { "content-type": "application/json" }, body: '{"a":"ü"}' };
const over = (change: Partial<Network>, waitMs?: number) =>
  post(url, sent, { ...network, ...change }, waitMs);

describe("a post to an address that somebody typed in", () => {
  it("arrives whole, and tells the answer", async () => {
    posted.length = 0;
    answers.push(withStatus(429, { "retry-after": "120" }, "slow down"));
    expect(await over({})).toEqual({ status: 429, text: "slow down", retry_after: "120" });
    expect(posted).toMatchObject([{ path: "/alerts/secret-path-9f3a", body: sent.body }]);
    expect(posted[0]?.headers).toMatchObject({ host: url.host, "content-type": "application/json" });
  });

  it("follows no redirect, wherever it leads", async () => {
    posted.length = 0;
    answers.push(withStatus(307, { location: `https://127.0.0.1:${url.port}/inside` }));
    expect(await over({})).toMatchObject({ status: 307 });
    expect(posted.map(({ path }) => path)).toEqual(["/alerts/secret-path-9f3a"]);
  });

  it("goes to no private address: as a number, as a name, and when one of a name's is private", async () => {
    posted.length = 0;
    const { isPublicAddress } = await import("@/lib/platform/public-address");
    const refused = { failure: "not_public" };
    for (const host of ["127.0.0.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"])
      expect(await post(new URL(`https://${host}:${url.port}/`), sent), host).toEqual(refused);
    for (const addresses of [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["2002:7f00:1::"], []])
      expect(await over({ isAllowed: isPublicAddress, resolve: async () => addresses })).toEqual(refused);
    expect(await post(new URL(`http://hooks.school.test:${url.port}/`), sent, network)).toEqual(refused);
    expect(posted).toEqual([]);
  });

  it("connects to the addresses that were checked, not to those that the name has a moment later", async () => {
    posted.length = 0;
    const asked: string[] = [];
    const checked: string[] = [];
    // 127.0.0.2 has no receiver; the one at 127.0.0.1 stands for the private address to which the name changes.
    const resolve = async (host: string) => [asked.push(host) === 1 ? "127.0.0.2" : "127.0.0.1"];
    const isAllowed = (address: string) => checked.push(address) > 0 && address === "127.0.0.2";
    expect(await over({ resolve, isAllowed })).toEqual({ failure: "unreachable" });
    expect([asked, checked]).toEqual([["hooks.school.test"], ["127.0.0.2"]]);
    expect(posted).toEqual([]);
    // The next post asks again, and keeps no connection.
    expect(await over({ resolve, isAllowed })).toEqual({ failure: "not_public" });
  });

  it("ends in time where nobody answers, or the name does not resolve", async () => {
    answers.push(() => {});
    expect(await over({}, 300)).toEqual({ failure: "timeout" });
    expect(await over({ resolve: () => new Promise(() => {}) }, 300)).toEqual({ failure: "timeout" });
    expect(await over({ resolve: () => Promise.reject(new Error("no such host")) })).toEqual({
      failure: "unreachable",
    });
  });

  it("reads the beginning of an answer that never ends, however fast it comes", async () => {
    answers.push((response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(1000)));
      };
      response.on("drain", more);
      more();
    });
    const fast = await over({});
    expect(fast).toMatchObject({ status: 200 });
    expect("text" in fast && fast.text.length).toBe(4096);
    answers.push((response) => void response.write("slow"));
    expect(await over({}, 300)).toEqual({ status: 200, text: "slow", retry_after: null });
  });

  it("goes to no receiver whose certificate is another's", async () => {
    expect(await post(url, sent, { resolve: network.resolve, isAllowed: network.isAllowed })).toEqual({
      failure: "unreachable",
    });
    expect(await post(new URL(`https://other.test:${url.port}/`), sent, network)).toEqual({
      failure: "unreachable",
    });
  });
});

const message: WebhookMessage = {
  event: "raised",
  title: "<!channel> *41.7 %* attended “@everyone [x](https://evil.test) & <@U1>”",
  text: "`code` ||spoiler|| <#C1|general> https://evil.test",
  url: "https://lectern.test/sessions/1",
  open: "Open in Lectern",
  facts: { kind: "low_attendance", value: 41.7 },
};
const at = new Date("2026-11-18T19:00:30Z");

describe("what is posted", () => {
  it("is signed so that a receiver of Standard Webhooks accepts it, and refuses it once a byte has changed", async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const body = bodyOf("generic", message, at);
    expect(JSON.parse(body)).toMatchObject({
      type: "alert.raised",
      timestamp: "2026-11-18T19:00:30.000Z",
      data: { title: message.title, kind: "low_attendance", value: 41.7 },
    });
    const headers = signedHeaders(secret, "msg_1", at, body);
    expect(headers["webhook-timestamp"]).toBe("1795028430");
    const [version, signature = ""] = headers["webhook-signature"]!.split(",");
    expect(version).toBe("v1");
    // By the browsers' cryptography, from the text of the specification.
    const { subtle } = globalThis.crypto;
    const raw = Buffer.from(secret.slice("whsec_".length), "base64");
    const key = await subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    const isSigned = (text: string) =>
      subtle.verify("HMAC", key, Buffer.from(signature, "base64"), new TextEncoder().encode(text));
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    expect(await isSigned(signed)).toBe(true);
    expect(await isSigned(signed.replace("41.7", "41.8"))).toBe(false);
    expect(await isSigned(signed.replace("msg_1", "msg_2"))).toBe(false);
  });

  it("mentions nobody in Slack, and links only to Lectern", () => {
    const { text, blocks, parse, link_names } = JSON.parse(bodyOf("slack", message, at));
    expect({ parse, link_names }).toEqual({ parse: "none", link_names: false });
    const shown = [text, ...blocks.map((block: { text: { text: string } }) => block.text.text)];
    expect(shown.filter((one) => /<(?!https:\/\/lectern\.test\/)/.test(one))).toEqual([]);
    expect(shown[0]).toContain("&lt;!channel&gt;");
    expect(shown.at(-1)).toBe("<https://lectern.test/sessions/1|Open in Lectern>");
    // What people wrote is not formatted.
    expect(blocks.slice(0, 2).map((block: { text: { type: string } }) => block.text.type)).toEqual([
      "plain_text",
      "plain_text",
    ]);
  });

  it("mentions nobody in Discord, formats nothing that people wrote, and fits", () => {
    const { content, allowed_mentions, flags } = JSON.parse(bodyOf("discord", message, at));
    expect({ allowed_mentions, flags }).toEqual({ allowed_mentions: { parse: [] }, flags: 4 });
    // Without what is escaped nothing is left that formats, mentions or links, but the title's stars and our link.
    const left = content.replace(/\\[^\w\s]/g, "");
    expect(left.replace("<https://lectern.test/sessions/1>", "")).not.toMatch(/[`|[\]()<>@#]|https:/);
    expect(left.match(/\*/g)).toHaveLength(4);
    const long = { ...message, title: "*".repeat(5000), text: "😀_".repeat(5000) };
    expect([...JSON.parse(bodyOf("discord", long, at)).content].length).toBeLessThan(2000);
  });
});
