/*
 * Which route answers a path: `/sessions/{sessionId}` for every session's page. The measurements are kept by route, so that their names are
 * those of the code and none holds an id.
 */

/** A path that no route answers. */
export const unknownRoute = "/…";

type Branch = { fixed: Map<string, Branch>; one: Branch | null; rest: string | null; name: string | null };
const branch = (): Branch => ({ fixed: new Map(), one: null, rest: null, name: null });

/** The routes by their pages as Next writes them: `/sessions/[sessionId]`. */
export function routePatterns(pages: readonly string[]): (path: string) => string {
  const root = branch();
  for (const page of pages) {
    const name = page.replace(/\[+(?:\.\.\.)?(\w+)\]+/g, "{$1}");
    let at: Branch = root;
    for (const part of page.split("/").filter(Boolean)) {
      if (/^\[+\.\.\./.test(part)) {
        at.rest = name;
        break;
      }
      if (part.startsWith("[")) at = at.one ??= branch();
      else {
        const next: Branch = at.fixed.get(part) ?? branch();
        at.fixed.set(part, next);
        at = next;
      }
    }
    if (!/\[\.\.\./.test(page)) at.name = name;
  }
  const find = (at: Branch, parts: readonly string[]): string | null => {
    const [part, ...rest] = parts;
    if (part === undefined) return at.name;
    const fixed = at.fixed.get(part);
    return (fixed && find(fixed, rest)) ?? (at.one && find(at.one, rest)) ?? at.rest;
  };
  return (path) => find(root, path.split("/").filter(Boolean)) ?? unknownRoute;
}
