/* What a video is called that is made of an address. */

/** The name of the file without its ending, as words; for an embedded player the address itself. */
export function titleOfAddress(address: string): string {
  if (!URL.canParse(address) || !/^https?:/.test(address)) return address;
  const { pathname, hostname } = new URL(address);
  const file = pathname.split("/").filter(Boolean).at(-1) ?? "";
  const words = decode(file)
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .replace(/[_\s+-]+/g, " ")
    .trim();
  if (words === "") return hostname;
  return (words[0]!.toLocaleUpperCase() + words.slice(1)).slice(0, 300);
}

/** Not every percent sign in an address is an escape. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The site of a page. */
export const siteOf = (page: string | null): string | null =>
  page !== null && URL.canParse(page) ? new URL(page).host : null;
