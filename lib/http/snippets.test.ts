import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { curl, exampleUrl, fetchCall } from "./snippets";

const body = { name: "Inês's export", scopes: ["read"], note: "$HOME `id` \\n" };

describe("the example of a request", () => {
  it("fills in path and query, encoded", () => {
    expect(
      exampleUrl(
        "https://stats.test",
        "/api/videos/{videoId}/progress",
        { videoId: "a/b" },
        { q: "x & y", limit: 5, from: undefined },
      ),
    ).toBe("https://stats.test/api/videos/a%2Fb/progress?q=x+%26+y&limit=5");
  });

  it("reads as a plain cURL", () => {
    expect(curl({ method: "GET", url: "https://stats.test/api/tokens", signed: true })).toBe(
      `curl 'https://stats.test/api/tokens' \\\n  -H "Authorization: Bearer $LECTERN_TOKEN"`,
    );
  });

  it("reaches curl through a shell exactly as written, for any body", () => {
    const command = curl({ method: "POST", url: "https://stats.test/api/tokens?q='", signed: true, body });
    const seen = execFileSync("sh", ["-c", command.replace(/^curl/, `printf '%s\\0'`)], {
      env: { ...process.env, LECTERN_TOKEN: "lct_x" },
    })
      .toString()
      .split("\0");
    expect(seen.slice(0, 5)).toEqual([
      "-X",
      "POST",
      "https://stats.test/api/tokens?q='",
      "-H",
      "Authorization: Bearer lct_x",
    ]);
    expect(JSON.parse(seen.at(-2) ?? "")).toEqual(body);
  });

  it("runs as JavaScript and sends the same", async () => {
    const code = fetchCall({ method: "POST", url: "https://stats.test/api/tokens", signed: true, body });
    const calls: unknown[][] = [];
    const run = new Function("fetch", "process", `return (async () => { ${code} return response; })()`);
    await run((...given: unknown[]) => calls.push(given), { env: { LECTERN_TOKEN: "lct_x" } });
    const [url, options] = calls[0] as [string, { method: string; headers: object; body: string }];
    expect(url).toBe("https://stats.test/api/tokens");
    expect(options.method).toBe("POST");
    expect(options.headers).toEqual({ Authorization: "Bearer lct_x", "Content-Type": "application/json" });
    expect(JSON.parse(options.body)).toEqual(body);
  });

  it("is short without a body", () => {
    expect(fetchCall({ method: "GET", url: "https://stats.test/api/health/live", signed: false })).toBe(
      'const response = await fetch("https://stats.test/api/health/live");',
    );
  });
});
