import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/*
 * A server that answers as Cloudflare documents its GraphQL Analytics API (filters, order, limit, 31 days a query, 90 days kept,
 * errors with status 200) and its count of live viewers.
 */

export type FakeRow = { uid: string; date: string; clientCountryName: string; minutesViewed: number };
/** What the next request gets in place of its answer. `hang`: nothing. */
export type Fault =
  | { status: number; headers?: Record<string, string>; body?: string }
  | { errors: string }
  | "hang"
  | "cut";

type Query = { query: string; variables: Record<string, unknown> };

const operators: Record<string, (value: string, given: unknown) => boolean> = {
  geq: (value, given) => value >= String(given),
  lt: (value, given) => value < String(given),
  gt: (value, given) => value > String(given),
  in: (value, given) => (given as string[]).includes(value),
};

const dayMs = 86_400_000;

export async function fakeCloudflare(now: () => Date = () => new Date()) {
  const account = "0123456789abcdef0123456789abcdef";
  const token = "fake-token-of-the-account-0001";
  const rows: FakeRow[] = [];
  const viewers = new Map<string, number>();
  const faults: Fault[] = [];
  const requests: { path: string; variables: Record<string, unknown> }[] = [];

  const groups = ({ query, variables }: Query) => {
    const [, filter = ""] = /filter: \{ (date_geq[^}]*) \}/.exec(query) ?? [];
    const conditions = [...filter.matchAll(/(\w+)_(\w+): \$(\w+)/g)].map(([, field, operator, variable]) => ({
      field: field as "uid" | "date",
      matches: operators[operator!]!,
      given: variables[variable!],
    }));
    const order = /orderBy: \[([^\]]*)\]/
      .exec(query)![1]!
      .split(", ")
      .map((name) => name.replace("_ASC", ""));
    const limit = Number(/limit: (\d+)/.exec(query)![1]);
    const days = conditions
      .filter(({ field }) => field === "date")
      .map(({ given }) => Date.parse(String(given)));
    const [from, before] = [Math.min(...days), Math.max(...days)];
    if (before - from > 31 * dayMs) return { errors: "cannot request a time range larger than 2678400s" };
    if (from < now().getTime() - 91 * dayMs) return { errors: "cannot request data older than 7776000s" };
    const found = rows
      .filter((row) => conditions.every(({ field, matches, given }) => matches(row[field], given)))
      .sort((a, b) => {
        const key = order.find((name) => a[name as "uid"] !== b[name as "uid"]) as "uid" | undefined;
        return key && a[key] < b[key] ? -1 : key ? 1 : 0;
      });
    return {
      groups: found.slice(0, limit).map(({ minutesViewed, ...dimensions }) => ({
        sum: { minutesViewed },
        dimensions,
      })),
    };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const path = request.url ?? "";
    const graphql = path === "/client/v4/graphql";
    const body: Query = graphql ? JSON.parse(Buffer.concat(parts).toString()) : { query: "", variables: {} };
    requests.push({ path, variables: body.variables });
    const send = (status: number, content: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(typeof content === "string" ? content : JSON.stringify(content));
    const fault = faults.shift();
    if (fault === "hang") return;
    if (fault === "cut") return response.socket?.destroy();
    if (fault && "status" in fault) return send(fault.status, fault.body ?? "", fault.headers);
    const failed = (message: string) => send(200, { data: null, errors: [{ message, path: ["viewer"] }] });
    if (fault) return failed(fault.errors);
    if (graphql) {
      if (request.headers.authorization !== `Bearer ${token}`)
        return send(403, { success: false, errors: [{ code: 10000, message: "Authentication error" }] });
      const result = groups(body);
      if ("errors" in result) return failed(String(result.errors));
      const accounts =
        body.variables.account === account ? [{ streamMinutesViewedAdaptiveGroups: result.groups }] : [];
      return send(200, { data: { viewer: { accounts } }, errors: null });
    }
    const [, uid] = /^\/(\w+)\/views$/.exec(path) ?? [];
    const liveViewers = uid === undefined ? undefined : viewers.get(uid);
    return liveViewers === undefined ? send(404, { error: "not found" }) : send(200, { liveViewers });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    account: { account_id: account, token, api_url: url },
    rows,
    viewers,
    faults,
    requests,
    close: () =>
      new Promise<void>((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
