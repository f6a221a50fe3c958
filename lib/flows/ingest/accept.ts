import { newId } from "@/lib/platform/ids";
import { acceptSession } from "./accept-sessions";
import { acceptVideo } from "./accept-videos";
import { type Answer, type Arrival, limitUnknown, refusal } from "./tracking-request";

/**
 * Takes one tracking request from bytes to a committed fact: parse → authorise → limit → store → answer. Knows no
 * framework. Never throws: what goes wrong is a problem+json with the request id, and a 5xx is logged under it.
 */
export async function accept(arrival: Arrival): Promise<Answer> {
  const requestId = arrival.request_id ?? newId();
  const request = { ...arrival, request_id: requestId, schools: new Map(), playbacks: new Map() };
  try {
    return "session" in request ? await acceptSession(request) : await acceptVideo(request);
  } catch (error) {
    return refusal(await limitUnknown(request, error), requestId, arrival.route);
  }
}
