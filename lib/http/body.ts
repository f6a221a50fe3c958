import "server-only";
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { AppError, fieldError } from "@/lib/platform/errors";
import { parse } from "@/lib/platform/problem";
import { storableText } from "./contract";

/** Larger bodies are refused unless a route says otherwise. */
export const bodyBytesMax = 64 * 1024;

/** A body of that size that takes longer than this to arrive is given up. */
const bodyMs = 15_000;

const tooLargeFor = (max: number) =>
  new AppError("too_large", "errors.general.body_too_large", { values: { bytes: max } });
const incomplete = (cause?: unknown) =>
  new AppError("invalid", { english: "The body ended before it was complete." }, { cause });

/** The body of a request to `node:http`: refused as soon as it is too large (413) or too slow (408), with or without a content length. */
export function readIncoming(request: IncomingMessage, max: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers["content-length"] ?? 0) > max) return reject(tooLargeFor(max));
    const parts: Buffer[] = [];
    let size = 0;
    const settle = (act: () => void) => {
      clearTimeout(timer);
      request.off("data", take);
      act();
    };
    const timer = setTimeout(
      () => settle(() => reject(new AppError("timeout", { english: "The body did not arrive in time." }))),
      bodyMs,
    );
    function take(part: Buffer) {
      size += part.byteLength;
      if (size > max) settle(() => reject(tooLargeFor(max)));
      else parts.push(part);
    }
    request.on("data", take);
    request.on("end", () => settle(() => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts))));
    request.on("error", (error) => settle(() => reject(incomplete(error))));
    request.on("aborted", () => settle(() => reject(incomplete())));
  });
}

/** A body's bytes, read in chunks so that a body that is too large is refused (413) before it is in memory. */
export async function readBytes(request: Request, max: number): Promise<Uint8Array> {
  const tooLarge = () => tooLargeFor(max);
  if (Number(request.headers.get("content-length") ?? 0) > max) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > max) {
        await reader.cancel();
        throw tooLarge();
      }
      pieces.push(value);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw incomplete(error);
  }
  return Buffer.concat(pieces, size);
}

/** A sent file: as the body, or as the field `file` of a form with other fields. */
export type SentFile = { file: Uint8Array; file_name: string | null; fields: Record<string, string> };

/** A body that is a file, or a form with one; any other type of content is the file itself. Throws 400 for a form that is not one. */
export async function readFile(request: Request, max = bodyBytesMax): Promise<SentFile> {
  const type = request.headers.get("content-type") ?? "";
  const bytes = await readBytes(request, max);
  if (!/^multipart\/form-data\b/i.test(type.trim())) return { file: bytes, file_name: null, fields: {} };
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  } catch (error) {
    throw fieldError("body", { english: "is not a valid form" }, "invalid", { cause: error });
  }
  const file = form.get("file");
  const fields = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return {
    file: file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array(),
    file_name: file instanceof File ? file.name : null,
    fields: Object.fromEntries(fields),
  };
}

/** A JSON body, parsed; throws 415 for another content type and 400 for bytes that are not UTF-8 or not JSON. */
export async function readJson(request: Request, max = bodyBytesMax): Promise<unknown> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new AppError("unsupported_media_type", { english: "Send the body as application/json." });
  return parseJson(await readBytes(request, max));
}

const fieldsOf = z.record(z.string().max(100), storableText(8000));

/** The fields of a form, sent as one or as JSON; each is a text. None at all when the body is empty. */
export async function readFields(request: Request): Promise<Record<string, string>> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const bytes = await readBytes(request, bodyBytesMax);
  if (bytes.length === 0) return {};
  let given: unknown;
  if (type === "application/json") given = parseJson(bytes);
  else if (type === "application/x-www-form-urlencoded")
    given = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)));
  else
    throw new AppError("unsupported_media_type", {
      english: "Send the body as a form or as application/json.",
    });
  return parse(fieldsOf, given);
}

const strictText = new TextDecoder("utf-8", { fatal: true });

/** Objects and arrays in one another, and entries of one of them, beyond what any body of ours has. */
const depthMax = 32;
const entriesMax = 5000;

/** The value of a JSON text in UTF-8. Its nesting and the length of its lists are bounded before it is parsed. */
export function parseJson(bytes: Uint8Array): unknown {
  checkShape(bytes);
  try {
    return JSON.parse(strictText.decode(bytes));
  } catch (error) {
    throw fieldError("body", "errors.field.json", "invalid", { cause: error });
  }
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const isOpening = (byte: number) => byte === 0x5b || byte === 0x7b;
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d;

function checkShape(bytes: Uint8Array): void {
  /** The commas so far in each open object or array. */
  const open: number[] = [];
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (inText) {
      if (byte === backslash) at++;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (isOpening(byte)) {
      if (open.push(0) > depthMax)
        throw fieldError("body", { english: `is nested more than ${depthMax} levels deep` });
    } else if (isClosing(byte)) open.pop();
    else if (byte === comma && open.length > 0 && ++open[open.length - 1]! >= entriesMax)
      throw fieldError("body", { english: `has a list of more than ${entriesMax} entries` });
  }
}
