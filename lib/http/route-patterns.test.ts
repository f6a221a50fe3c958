import { expect, it } from "vitest";
import { routePatterns, unknownRoute } from "./route-patterns";

const routeOf = routePatterns([
  "/",
  "/sessions",
  "/sessions/compare",
  "/sessions/[sessionId]",
  "/sessions/[sessionId]/edit",
  "/api/users/invitations",
  "/api/users/[userId]/links",
  "/api/auth/[...nextauth]",
  "/api/[...missing]",
]);

it("names the route that answers a path, and no id", () => {
  const named = {
    "/": "/",
    "/sessions": "/sessions",
    "/sessions/": "/sessions",
    "/sessions/compare": "/sessions/compare",
    "/sessions/0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10": "/sessions/{sessionId}",
    "/sessions/maths-7": "/sessions/{sessionId}",
    "/sessions/compare/edit": "/sessions/{sessionId}/edit",
    "/api/users/invitations": "/api/users/invitations",
    "/api/users/invitations/links": "/api/users/{userId}/links",
    "/api/auth/callback/oidc": "/api/auth/{nextauth}",
    "/api/wp-login.php": "/api/{missing}",
    "/sessions/1/2/3": unknownRoute,
    "/.env": unknownRoute,
    "/constructor": unknownRoute,
  };
  expect(Object.fromEntries(Object.keys(named).map((path) => [path, routeOf(path)]))).toEqual(named);
});
