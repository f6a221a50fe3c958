import "server-only";
import { AppError, fieldError } from "@/lib/platform/errors";

/** Larger bodies are refused unless a route says otherwise. */
const bodyBytesMax = 64 * 1024;

/** A body's bytes, read in chunks so that a body that is too large is refused (413) before it is in memory. */
export async function readBytes(request: Request, max: number): Promise<Uint8Array> {
  const tooLarge = () => new AppError("too_large", `The body may be at most ${max} bytes.`);
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
    throw new AppError("invalid", "The body ended before it was complete.", { cause: error });
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
    throw fieldError("body", "is not a valid form", "invalid", error);
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
    throw new AppError("unsupported_media_type", "Send the body as application/json.");
  const bytes = await readBytes(request, max);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw fieldError("body", "is not valid JSON", "invalid", error);
  }
}
