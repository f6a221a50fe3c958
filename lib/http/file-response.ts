/** A file to be sent, whole or in part; `read` gives the bytes from `start` up to `end`, without the last. */
export type SentFile = {
  size: number;
  type: string;
  /** Strong: another content has another one. */
  etag: string;
  read: (start: number, end: number) => BodyInit;
};

/** The range that a request asks for; null for the whole file, `unsatisfiable` for one past its end. Several ranges are sent as the whole. */
function rangeOf(headers: Headers, { size, etag }: SentFile) {
  const condition = headers.get("if-range");
  if (condition !== null && condition !== etag) return null;
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(headers.get("range")?.trim() ?? "") ?? [];
  if (first === "" && last === "") return null;
  if (first !== "" && last !== "" && Number(last) < Number(first)) return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : ("unsatisfiable" as const);
}

/** Answers a GET or HEAD for a file (RFC 9110, 13 and 14). */
export function fileResponse(
  { method, headers }: Request,
  file: SentFile,
  more: Record<string, string> = {},
): Response {
  const { size, type, etag } = file;
  const common = { ...more, "accept-ranges": "bytes", etag };
  const known = headers
    .get("if-none-match")
    ?.split(",")
    .map((one) => one.trim().replace(/^W\//, ""));
  if (known?.some((one) => one === etag || one === "*"))
    return new Response(null, { status: 304, headers: common });
  const range = rangeOf(headers, file);
  if (range === "unsatisfiable")
    return new Response(null, { status: 416, headers: { ...common, "content-range": `bytes */${size}` } });
  const { start, end } = range ?? { start: 0, end: size };
  return new Response(method === "HEAD" || start === end ? null : file.read(start, end), {
    status: range ? 206 : 200,
    headers: {
      ...common,
      "content-type": type,
      "content-length": String(end - start),
      ...(range ? { "content-range": `bytes ${start}-${end - 1}/${size}` } : {}),
    },
  });
}

/** The headers of what somebody uploaded: opened by itself it runs nothing, whatever is in it, and no other site shows it. */
export const uploadedHeaders = {
  "cache-control": "private, max-age=3600",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
};
