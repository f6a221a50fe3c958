import { assertSignedAddress } from "@/lib/auth/signed-address";
import { captionsText } from "@/lib/domain/videos/queries/tracks";
import { uploadedHeaders } from "@/lib/http/file-response";
import { AppError } from "@/lib/platform/errors";
import { requestIdOf } from "@/lib/platform/ids";
import { toProblem } from "@/lib/platform/problem";

type Params = { params: Promise<{ videoId: string; language: string }> };

/** A video's captions in a language, for who was given their address. */
export async function GET(request: Request, { params }: Params) {
  try {
    await assertSignedAddress(request);
    const { videoId, language } = await params;
    const text = await captionsText(videoId, language);
    if (text === null) throw new AppError("not_found", { english: "These captions do not exist." });
    return new Response(text, { headers: { ...uploadedHeaders, "content-type": "text/vtt; charset=utf-8" } });
  } catch (error) {
    const { problem, headers } = toProblem(error, requestIdOf(request.headers.get("x-request-id")));
    return Response.json(problem, { status: problem.status, headers });
  }
}
