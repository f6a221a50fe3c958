import { reachCourse } from "@/lib/domain/courses/queries";
import { exampleAddress, exampleVideo } from "@/lib/domain/videos/fixtures";
import { addressParams, makeVideoBody } from "@/lib/domain/videos/forms";
import { makeVideo } from "@/lib/domain/videos/mutations/addresses";
import { madeVideo } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Make a video of an address; it then counts what waited",
  auth: "teaching",
  params: addressParams,
  body: makeVideoBody,
  answer: madeVideo,
  status: 201,
  example: {
    params: { addressId: exampleAddress.id },
    body: { title: "Reading residuals", course_id: "statistics-for-everyone", duration_seconds: 872 },
    answer: { success: true, video_id: exampleVideo.video_id, address_id: exampleAddress.id },
  },
  async handler({ ctx, params: { addressId }, body: { course_id, ...body } }) {
    const course = await reachCourse(ctx.scope, course_id);
    return { success: true as const, ...(await makeVideo(ctx, addressId, course, body)) };
  },
});
