import { requestRoute } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/http/action";

/* Sends a video to the server in pieces, from the browser. */

/** Small enough for a slow line: a piece must arrive within two minutes. */
const pieceBytes = 4 * 1024 * 1024;
/** After so many failures in a row the upload is given up; each wait is twice the one before. */
const triesMax = 6;
const firstWaitMs = 1000;

export const uploadPath = (id: string) => `/api/admin/analytics/uploads/${id}`;

type Received = ActionResult<{ received: number }>;

/**
 * Sends a file and answers with the upload's id. After a broken connection it goes on with what the server has. `signal` cancels it,
 * which removes what has arrived.
 */
export async function uploadFile(
  file: File,
  { onProgress, signal }: { onProgress: (share: number) => void; signal: AbortSignal },
): Promise<ActionResult<{ id: string }>> {
  const id = crypto.randomUUID();
  let at = 0;
  for (let tries = 0; at < file.size || at === 0; ) {
    const sent = await send(id, file, at, signal).catch(() => null);
    if (signal.aborted) {
      await fetch(uploadPath(id), { method: "DELETE" }).catch(() => null);
      throw new Error("the upload was cancelled");
    }
    if (sent?.ok) {
      at = sent.value.received;
      tries = 0;
      onProgress(file.size === 0 ? 1 : at / file.size);
      if (file.size === 0) break;
      continue;
    }
    // What the server refuses it refuses again, but for a piece that it has already.
    const elsewhere = sent?.problem.current?.received;
    if (sent && sent.problem.status < 500 && typeof elsewhere !== "number") return sent;
    if (++tries === triesMax && sent) return sent;
    if (tries === triesMax) throw new Error("the server could not be reached");
    if (typeof elsewhere === "number") at = elsewhere;
    else await new Promise((resolve) => setTimeout(resolve, firstWaitMs * 2 ** (tries - 1)));
    const there: Received | null = await requestRoute<{ received: number }>(uploadPath(id)).catch(() => null);
    if (there?.ok) at = there.value.received;
  }
  return { ok: true, value: { id } };
}

const send = (id: string, file: File, at: number, signal: AbortSignal): Promise<Received> =>
  requestRoute(`${uploadPath(id)}?offset=${at}`, {
    method: "PUT",
    headers: { "content-type": "application/octet-stream" },
    body: file.slice(at, at + pieceBytes),
    signal,
  });

/** How long a browser may take to read a picture from a file. */
const pictureMs = 8000;

/** A picture from the first seconds of a video that this browser can play; null for any other. */
export async function pictureOf(file: File): Promise<Blob | null> {
  const video = document.createElement("video");
  const address = URL.createObjectURL(file);
  const next = (event: string) =>
    new Promise<void>((resolve, reject) => {
      video.addEventListener(event, () => resolve(), { once: true });
      video.addEventListener("error", () => reject(new Error("not playable")), { once: true });
    });
  try {
    video.muted = true;
    video.preload = "auto";
    video.src = address;
    await Promise.race([
      next("loadedmetadata").then(() => {
        const seeked = next("seeked");
        video.currentTime = Math.min(5, (video.duration || 0) / 10);
        return seeked;
      }),
      new Promise((_, reject) => setTimeout(() => reject(new Error("too slow")), pictureMs)),
    ]);
    const canvas = document.createElement("canvas");
    const scale = Math.min(1, 1280 / (video.videoWidth || 1));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
  } catch {
    // A player elsewhere may play it: it has no picture then.
    return null;
  } finally {
    URL.revokeObjectURL(address);
    video.removeAttribute("src");
  }
}
