import { hasDemoSchool } from "@/lib/domain/schools/queries";
import { fileResponse } from "@/lib/http/file-response";
import { processSingleton } from "@/lib/platform/process";

/** Without a demo school there is a sample of this length, for those who try a video's snippet. */
const sampleSeconds = 130;

/** A video of the demo, `/film/754.mp4`: as many seconds of its film. */
export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }) {
  const seconds = Number(/^(\d+)\.mp4$/.exec((await params).file)?.[1]);
  const { filmOf, filmSeconds, readFilm } = await import("@/drizzle/seed/film");
  const longest = seconds > sampleSeconds && (await hasDemoSchool()) ? filmSeconds : sampleSeconds;
  if (!(seconds >= 1 && seconds <= longest)) return new Response("Not found", { status: 404 });
  const film = processSingleton("the demo's film", () => readFilm());
  const content = new Blob(filmOf(film, seconds) as BlobPart[]);
  return fileResponse(
    request,
    {
      size: content.size,
      type: "video/mp4",
      etag: `"film-${seconds}"`,
      read: (start, end) => content.slice(start, end),
    },
    { "cache-control": "max-age=86400" },
  );
}

export const HEAD = GET;
