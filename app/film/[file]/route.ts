import { env } from "@/lib/platform/env";
import { processSingleton } from "@/lib/platform/process";

/** A video of the demo, `/film/754.mp4`: as many seconds of its film. There is none outside the demo. */
export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }) {
  const seconds = Number(/^(\d+)\.mp4$/.exec((await params).file)?.[1]);
  const { filmOf, filmSeconds, readFilm } = await import("@/drizzle/seed/film");
  if (!env().LECTERN_DEMO || !(seconds >= 1 && seconds <= filmSeconds))
    return new Response("Not found", { status: 404 });
  const film = processSingleton("the demo's film", () => readFilm());
  const file = new Blob(filmOf(film, seconds) as BlobPart[]);
  const headers = { "accept-ranges": "bytes", "content-type": "video/mp4", "cache-control": "max-age=86400" };
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "") ?? [];
  if (first === "" && last === "") return new Response(file, { headers });
  const from = first === "" ? Math.max(0, file.size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? file.size : Math.min(file.size, Number(last) + 1);
  if (from >= to)
    return new Response(null, {
      status: 416,
      headers: { ...headers, "content-range": `bytes */${file.size}` },
    });
  return new Response(file.slice(from, to), {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${from}-${to - 1}/${file.size}` },
  });
}
