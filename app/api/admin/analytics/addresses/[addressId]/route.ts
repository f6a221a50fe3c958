import { exampleAddress, exampleVideo } from "@/lib/domain/videos/fixtures";
import { addressParams, changeAddressBody } from "@/lib/domain/videos/forms";
import { changeAddress } from "@/lib/domain/videos/mutations/addresses";
import { changedAddress } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary: "Give an address its video, which then counts what waited, or ignore the address",
  auth: "teaching",
  params: addressParams,
  body: changeAddressBody,
  answer: changedAddress,
  example: {
    params: { addressId: exampleAddress.id },
    body: { video_id: "residual-plot" },
    answer: { success: true, id: exampleAddress.id, status: "mapped", video_id: exampleVideo.video_id },
  },
  async handler({ ctx, params: { addressId }, body }) {
    return { success: true as const, ...(await changeAddress(ctx, addressId, body)) };
  },
});
