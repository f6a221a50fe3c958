import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { processedVideo, readSignature, toleranceMs } from "./webhook";
import { notification } from "./wire";

const secret = "85011ed3a913c6ad5f9cf6c5573cc0a7";
const body = Buffer.from('{"uid":"6b9e68b07dfee8cc2d116e4c51d6a957",\n "readyToStream":true}\n');
const now = new Date("2026-11-28T09:00:00Z");
const seconds = now.getTime() / 1000;

/** The signature as Cloudflare's documentation computes it. */
const sign = (time: number, text: Buffer | string = body, key = secret) =>
  `time=${time},sig1=${createHmac("sha256", key).update(`${time}.${text.toString()}`).digest("hex")}`;
const read = (header: string | null, text: Buffer | string = body) =>
  readSignature(header, Buffer.from(text), secret, now);

describe("a signature", () => {
  it("is accepted for the body that it signs, to the byte", () => {
    expect(read(sign(seconds))).toEqual({ signed_at: now });
    expect(read(sign(seconds), body.subarray(0, -1))).toEqual({ refused: "wrong" });
    expect(read(sign(seconds), body.toString().replace("\n ", " "))).toEqual({ refused: "wrong" });
  });

  it("agrees with one that was computed elsewhere", () => {
    // printf '1230811200.{"uid":"a"}' | openssl dgst -sha256 -hmac "secret from the Cloudflare API"
    const sig1 = "adfb450968af19ec8b6fa729beac858f96612e526de584e1340285385df8546c";
    const at = new Date(1230811200_000);
    const header = `time=1230811200,sig1=${sig1}`;
    const key = "secret from the Cloudflare API";
    expect(readSignature(header, Buffer.from('{"uid":"a"}'), key, at)).toEqual({ signed_at: at });
  });

  it("is refused with another secret or another time than the one signed", () => {
    expect(read(sign(seconds, body, "another secret"))).toEqual({ refused: "wrong" });
    expect(read(sign(seconds - 1).replace(/time=\d+/, `time=${seconds}`))).toEqual({ refused: "wrong" });
  });

  it("is refused five minutes before and after it was made", () => {
    const tolerance = toleranceMs / 1000;
    for (const apart of [tolerance, -tolerance])
      expect(read(sign(seconds + apart)), `${apart}`).toHaveProperty("signed_at");
    for (const apart of [tolerance + 1, -tolerance - 1])
      expect(read(sign(seconds + apart)), `${apart}`).toEqual({ refused: "outdated" });
  });

  it.each([null, ""])("that is not there is missing: %j", (header) =>
    expect(read(header)).toEqual({ refused: "missing" }),
  );

  it.each([
    "time=1,sig1=",
    "sig1=00",
    `time=${"9".repeat(20)},sig1=${"0".repeat(64)}`,
    `time=-1,sig1=${"0".repeat(64)}`,
    `time=1e3,sig1=${"0".repeat(64)}`,
    `time=1,sig1=${"0".repeat(63)}`,
    `time=1,sig1=${"0".repeat(66)}`,
    `time=1,sig1=${"g".repeat(64)}`,
    `${sign(seconds)},sig1=${"0".repeat(64)}`,
  ])("of another form is refused: %s", (header) => expect(read(header)).toEqual({ refused: "malformed" }));
});

const sent = (fields: object) =>
  notification.parse({ uid: "6b9e68b07dfee8cc2d116e4c51d6a957", status: { state: "ready" }, ...fields });
const said = (fields: object) => processedVideo(sent(fields), now);

describe("a notification", () => {
  it("says that a video is ready, and how long it is", () => {
    expect(said({ readyToStream: true, duration: 5.5, modified: "2022-06-30T17:53:21.774299Z" })).toEqual({
      provider_id: "6b9e68b07dfee8cc2d116e4c51d6a957",
      status: "ready",
      duration_ms: 5500,
      at: new Date("2022-06-30T17:53:21.774Z"),
    });
    expect(said({})).toMatchObject({ status: "ready", duration_ms: null, at: now });
    expect(said({ duration: -1 })).toMatchObject({ duration_ms: null });
  });

  it("says that a video failed, which then has no length", () => {
    expect(said({ readyToStream: false, duration: -1, status: { state: "error" } })).toMatchObject({
      status: "failed",
      duration_ms: null,
    });
  });

  it("says nothing while the video is processed", () => {
    for (const state of ["queued", "inprogress", "pendingupload", "live-inprogress"])
      expect(said({ status: { state } })).toBeNull();
    expect(said({ readyToStream: false })).toBeNull();
  });
});
