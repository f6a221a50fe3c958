import { assertSignedAddress } from "@/lib/auth/signed-address";
import { fileResponse, uploadedHeaders } from "@/lib/http/file-response";
import { AppError } from "@/lib/platform/errors";
import { requestIdOf } from "@/lib/platform/ids";
import { mediaFile } from "@/lib/platform/media-files";
import { toProblem } from "@/lib/platform/problem";

/** An uploaded video or picture, whole or in ranges, for who was given its address. */
export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }) {
  try {
    await assertSignedAddress(request);
    const file = await mediaFile((await params).file);
    if (!file) throw new AppError("not_found", { english: "This file does not exist." });
    return fileResponse(request, file, uploadedHeaders);
  } catch (error) {
    const { problem, headers } = toProblem(error, requestIdOf(request.headers.get("x-request-id")));
    return Response.json(problem, { status: problem.status, headers });
  }
}

export const HEAD = GET;
