/*
 * The name of a video that a page plays, from the address it plays it from: the same for every viewer, and without anything secret.
 * The tracker computes it before it sends it, and the server again, since anybody can write to it.
 */

const addressLengthMax = 1000;
/** Two addresses of YouTube for lists and live streams look like an id. */
const youtubeId = /^(?!videoseries$|live_stream$)[\w-]{11}$/;
const vimeoId = /^\d{1,12}$/;
const cloudflareId = /^[0-9a-f]{32}$/;
const named = /^(youtube|vimeo|cloudflare):(.+)$/;
const idOf: Record<string, RegExp> = { youtube: youtubeId, vimeo: vimeoId, cloudflare: cloudflareId };

const isHost = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

/** The subject of a signed token; players of Cloudflare take one in place of the id. */
function subjectOf(token: string): unknown {
  try {
    return JSON.parse(atob(token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/"))).sub;
  } catch {
    return undefined;
  }
}

/** `provider:id` of an embedded player or its page, null for the provider's other addresses, undefined for other hosts. */
function providerName({ hostname, pathname, searchParams }: URL): string | null | undefined {
  const host = hostname.replace(/\.$/, "");
  const parts = pathname.split("/").filter(Boolean);
  const name = (provider: string, id: unknown) =>
    typeof id === "string" && idOf[provider]!.test(id) ? `${provider}:${id}` : null;
  if (host === "youtu.be") return name("youtube", parts[0]);
  if (isHost(host, "youtube.com") || isHost(host, "youtube-nocookie.com"))
    return name("youtube", /^(embed|shorts|live|v)$/.test(parts[0] ?? "") ? parts[1] : searchParams.get("v"));
  if (isHost(host, "vimeo.com"))
    return name(
      "vimeo",
      parts.find((part) => vimeoId.test(part)),
    );
  if (isHost(host, "cloudflarestream.com") || isHost(host, "videodelivery.net"))
    return name(
      "cloudflare",
      parts
        .map((part) => (part.startsWith("eyJ") ? subjectOf(part) : part))
        .find((id) => cloudflareId.test(`${id}`)),
    );
}

/** Moodle serves one file at several addresses: the path in `file=`, with a user's key or for its app, and with a number that grows with each edit of the page. */
function moodlePath({ pathname, searchParams }: URL): string {
  const path = /\/(plugin|draft)?file\.php$/.test(pathname)
    ? pathname + (searchParams.get("file") ?? "")
    : pathname;
  return path
    .replace(/\/webservice\/pluginfile\.php\//, "/pluginfile.php/")
    .replace(/\/tokenpluginfile\.php\/[^/]+\//, "/pluginfile.php/")
    .replace(/(\/pluginfile\.php\/\d+\/mod_\w+\/content\/)\d+\//, "$10/");
}

/** Escapes that name an ordinary character are resolved; the others are written in one way. */
const oneEncoding = (path: string) =>
  path.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : code.toUpperCase();
  });

/** A part of a path that is a signature: Akamai's tokens, a signed token, a session's id. */
const isSignature = (part: string) =>
  /~(hmac|acl)=|^hdn(ts|ea|tl)=/.test(part) || /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(part);

/**
 * The name of the video at an address: `youtube:…`, `vimeo:…`, `cloudflare:…`, or its web address without query, signature, credentials,
 * fragment and trailing slashes. Null when it is none: a `blob:`, a local file, or a provider's address without a video.
 */
export function mediaAddress(given: string): string | null {
  const [, provider = "", id = ""] = named.exec(given) ?? [];
  if (provider) return idOf[provider]!.test(id) ? given : null;
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    return null;
  }
  if (!/^https?:$/.test(url.protocol)) return null;
  const embedded = providerName(url);
  if (embedded !== undefined) return embedded;
  url.pathname = moodlePath(url);
  const path = oneEncoding(url.pathname)
    .split("/")
    .map((part) => part.split(";")[0]!)
    .filter((part) => !isSignature(part))
    .join("/")
    .replace(/(%20|[/.])+$/, "");
  const address = `${url.protocol}//${url.hostname.replace(/\.$/, "")}${url.port && `:${url.port}`}${path}`;
  if (!path || address.length > addressLengthMax) return null;
  // What was taken away can have left something else to take.
  return address === given ? address : mediaAddress(address);
}
