import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError, type ErrorCode, errorCodes } from "./errors";
import { describeError } from "./log";
import { invalid, toProblem } from "./problem";

describe("an error's answer to the caller", () => {
  it.each(Object.entries(errorCodes))(
    "%s is a problem with its status and title",
    (code, { status, title }) => {
      const { problem, headers } = toProblem(new AppError(code as ErrorCode, "Why."), "request-1");
      expect(problem).toEqual({
        type: `about:blank#${code}`,
        title,
        status,
        detail: "Why.",
        request_id: "request-1",
      });
      expect(headers["content-type"]).toBe("application/problem+json");
      expect(headers["x-request-id"]).toBe("request-1");
    },
  );

  it.each([new Error("password=hunter2 at db.internal"), "text", null, undefined, { detail: "inside" }])(
    "says nothing of the inside of %j",
    (thrown) => {
      expect(toProblem(thrown, "request-1").problem).toEqual({
        type: "about:blank#internal",
        title: "Something went wrong on our side",
        status: 500,
        detail: "The request failed; it was logged under this request id.",
        request_id: "request-1",
      });
    },
  );

  it("names the wrong field as a caller would write it", () => {
    const schema = z.object({
      items: z.array(z.object({ played: z.array(z.tuple([z.number(), z.number()])) })),
    });
    const parsed = schema.safeParse({ items: [{ played: [[0, 1]] }, { played: [[0, "x"]] }] });
    if (parsed.success) throw new Error("it should have been refused");
    const error = invalid(parsed.error);
    expect(error.options.errors?.map((field) => field.path)).toEqual(["items[1].played[0][1]"]);
    expect(error.message).toMatch(/^items\[1\]\.played\[0\]\[1\]: /);
  });

  it("says when to try again, in whole seconds and at least one", () => {
    const headers = (seconds: number) =>
      toProblem(new AppError("too_many_requests", "", { retryAfterSeconds: seconds }), "r").headers;
    expect(headers(0.2)["retry-after"]).toBe("1");
    expect(headers(30.1)["retry-after"]).toBe("31");
  });
});

describe("an error's log line", () => {
  it("leaves a query's parameters out and keeps its cause", () => {
    const cause = Object.assign(new Error("duplicate key value"), { code: "23505" });
    const error = Object.assign(new Error("Failed query: insert … params: ines@harbour.example", { cause }), {
      query: "insert",
      params: ["ines@harbour.example"],
    });
    const line = JSON.stringify(describeError(error));
    expect(line).not.toContain("ines@harbour.example");
    expect(line).toContain("23505");
    expect(line).toContain("duplicate key value");
  });
});

describe("an error of the database", () => {
  const failed = (code: string) =>
    new Error("Failed query", { cause: Object.assign(new Error("inside"), { code }) });
  it.each([
    "ECONNREFUSED",
    "ECONNRESET",
    "CONNECTION_CLOSED",
    "CONNECT_TIMEOUT",
    "57P01",
    "57P03",
    "53300",
    "08006",
    "25006",
  ])("%s is a 503 that says when to try again", (code) => {
    const { problem, headers } = toProblem(failed(code), "request-1");
    expect(problem.status).toBe(503);
    expect(problem.detail).not.toContain("inside");
    expect(headers["retry-after"]).toBe("5");
  });
  it.each(["23505", "42703", "22P02", "EACCES"])("%s stays a failure of ours", (code) =>
    expect(toProblem(failed(code), "request-1").problem.status).toBe(500),
  );
});
