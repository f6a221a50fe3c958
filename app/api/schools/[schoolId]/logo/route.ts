import { z } from "zod";
import { largerBodies } from "@/app/api/larger-bodies";
import { exampleLogo, exampleSchool } from "@/lib/domain/schools/fixtures";
import { setLogo } from "@/lib/domain/schools/mutations";
import { logoOf } from "@/lib/domain/schools/queries";
import { logoBody, schoolAnswer, schoolParams } from "@/lib/domain/schools/schema";
import { route } from "@/lib/http/route";

const params = { schoolId: exampleSchool.id };
export const GET = route({
  summary: "A school's logo",
  auth: "public",
  params: schoolParams,
  answer: z.string(),
  answerType: "image/",
  example: { params, answer: "" },
  async handler({ params: { schoolId }, request }) {
    const { type, body, created_at } = await logoOf(schoolId);
    const etag = `"${created_at.getTime()}"`;
    const headers = {
      etag,
      "cache-control": "public, max-age=3600",
      // It is a picture, whatever its bytes would be elsewhere.
      "content-security-policy": "default-src 'none'; sandbox",
      "content-type": type,
    };
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    return new Response(new Uint8Array(body), { headers });
  },
});

export const PUT = route({
  summary: "Set a school's logo: a PNG, JPEG or WebP picture of 256 KiB at most",
  auth: "admin",
  params: schoolParams,
  body: logoBody,
  bodyAs: "file",
  bodyBytes: largerBodies["/api/schools/{schoolId}/logo"],
  answer: schoolAnswer,
  example: { params, body: { file: exampleLogo, file_name: null, fields: {} }, answer: exampleSchool },
  handler: ({ ctx, params: { schoolId }, body }) => setLogo(ctx, schoolId, body.file),
});

export const DELETE = route({
  summary: "Remove a school's logo",
  auth: "admin",
  params: schoolParams,
  answer: schoolAnswer,
  example: { params, answer: { ...exampleSchool, logo_url: null } },
  handler: ({ ctx, params: { schoolId } }) => setLogo(ctx, schoolId, null),
});
