import type { ElementPart, Refused } from "./parts";

/** A server that gives tokens which are refused is not asked without end. */
const askAgainMs = 10_000;
const askedAt = new WeakMap<Element, Map<string, number>>();
/** What to do once the page answers, by element. */
const waiting = new WeakMap<Element, () => void>();

/** Whom a token speaks for, and of what. One that is not a JWT does not tell: its page answers for it. */
function holderOf(token: string): string {
  try {
    const [, payload = ""] = token.split(".");
    const { school, video, session, sub } = JSON.parse(atob(payload.replace(/-/g, "+").replace(/_/g, "/")));
    return JSON.stringify([school, video, session, sub]);
  } catch {
    return "";
  }
}
const isRenewed = (before: string | undefined, token: string) =>
  before !== undefined && before !== token && holderOf(before) === holderOf(token);

/** Gives a token to the items of its holder. True when there are any. */
function sign(refused: Refused[], token: string): boolean {
  const items = refused.filter((item) => isRenewed(item.token, token));
  for (const item of items) item.token = token;
  return items.length > 0;
}

/** The page's server knows who is signed in; the query says what the token is for. */
async function fetchToken(address: string, name: string, id: string): Promise<string> {
  const url = new URL(address, location.href);
  url.searchParams.set(name, id);
  const response = await fetch(url, { credentials: "include" });
  const { token } = await response.json();
  return `${token}`;
}

const renew: ElementPart<"token"> = async (element, given, events, refused, resend) => {
  const options = given as Record<string, string | undefined> | undefined;
  const { dataset } = element as HTMLElement;
  const setting = (name: string) => options?.[name] ?? dataset[name];
  const name = setting("sessionId") === undefined ? "video_id" : "session_id";
  const own = setting("sessionId") ?? setting("videoId") ?? "";
  const old = setting("token");
  // An earlier page's item may be of the person and the video of this page.
  if (old && sign(refused, old)) resend();

  if (!waiting.has(element))
    new MutationObserver(() => waiting.get(element)?.()).observe(element, {
      // `token` is the attribute of <lectern-video>.
      attributeFilter: ["data-token", "token"],
    });
  waiting.set(element, resend);
  const times = askedAt.get(element) ?? new Map<string, number>();
  askedAt.set(element, times);
  const ask = async (id: string) => {
    if (performance.now() - (times.get(id) ?? -askAgainMs) < askAgainMs) return;
    times.set(id, performance.now());
    if (id === own)
      element.dispatchEvent(new CustomEvent(`${events}token`, { detail: { [name]: id }, bubbles: true }));
    if (setting("token") !== old) return resend();
    const address = setting("tokenUrl");
    if (!address) return;
    const token = await fetchToken(address, name, id);
    // Who is signed in may have changed: what this page counted is not theirs.
    if (id === own && (!old || isRenewed(old, token))) {
      if (options?.token) options.token = token;
      else dataset.token = token;
      sign(refused, token);
      resend();
    } else if (sign(refused, token)) resend();
  };
  await Promise.allSettled([...new Set(refused.map(({ video_id }) => video_id ?? own))].map(ask));
};
export default renew;
