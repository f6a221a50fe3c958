import { describe, expect, it } from "vitest";
import { z } from "zod";
import { message } from "@/lib/language/language";
import { languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { AppError, type ErrorCode, errorCodes } from "./errors";
import { describeError } from "./log";
import { parse, toProblem } from "./problem";

/** How an input is refused, for a reader of this language. */
function refusal(schema: z.ZodType, input: unknown, language = languageIn("en")) {
  try {
    parse(schema, input, { language });
  } catch (error) {
    return toProblem(error, "request-1", language);
  }
  throw new Error("it should have been refused");
}

describe("an error's answer to the caller", () => {
  it.each(Object.entries(errorCodes) as [ErrorCode, number][])(
    "%s is a problem with its status and title",
    (code, status) => {
      const { problem, headers } = toProblem(new AppError(code, { english: "Why." }), "request-1");
      const title = languageIn("en").t(`errors.title.${code}`);
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
    const { problem } = refusal(schema, { items: [{ played: [[0, 1]] }, { played: [[0, "x"]] }] });
    expect(problem.errors?.map((field) => field.path)).toEqual(["items[1].played[0][1]"]);
    expect(problem.detail).toMatch(/^items\[1\]\.played\[0\]\[1\]: /);
  });

  it("says when to try again, in whole seconds and at least one", () => {
    const headers = (seconds: number) =>
      toProblem(new AppError("too_many_requests", { english: "" }, { retryAfterSeconds: seconds }), "r")
        .headers;
    expect(headers(0.2)["retry-after"]).toBe("1");
    expect(headers(30.1)["retry-after"]).toBe("31");
  });
});

describe("in the reader's language", () => {
  const schema = z.object({
    day: z.string(message("errors.field.missing")),
    password: z.string().min(10, message("errors.field.password_length")),
    count: z.number().max(3),
    series: z.number().refine(() => false, message("errors.field.repeats_max", { count: 52 })),
  });
  const input = { password: "short", count: 4, series: 1 };
  const read = (code: (typeof languageCodes)[number]) => refusal(schema, input, languageIn(code)).problem;

  it("a wrong field is named with what is wrong", () => {
    expect(read("en").errors).toEqual([
      { path: "day", message: "is missing" },
      { path: "password", message: "use at least 10 characters" },
      { path: "count", message: "Too big: expected number to be <=3" },
      { path: "series", message: "must make at most 52 sessions" },
    ]);
    expect(read("de").errors).toEqual([
      { path: "day", message: "fehlt" },
      { path: "password", message: "mindestens 10 Zeichen verwenden" },
      { path: "count", message: "Zu groß: erwartet, dass number <=3 ist" },
      { path: "series", message: "darf höchstens 52 Sitzungen ergeben" },
    ]);
    expect(read("de")).toMatchObject({ title: "Die Anfrage ist ungültig", detail: "day: fehlt" });
    expect(read("fr").detail).toBe("day : est à renseigner");
  });

  it("what only programs read stays English", () => {
    const error = new AppError("invalid", { english: "The body is not HTTP." });
    expect(toProblem(error, "r", languageIn("de")).problem.detail).toBe("The body is not HTTP.");
  });

  it("the error itself is English, for the log", () => {
    const error = new AppError("conflict", "errors.session.cancelled");
    expect(error.message).toBe("This session was cancelled.");
    expect(toProblem(error, "r", languageIn("es")).problem.detail).toBe("Esta sesión se canceló.");
  });

  it.each(languageCodes)("an unknown error reveals nothing, in %s", (code) => {
    const { problem } = toProblem(new Error("password=hunter2 at db.internal"), "r", languageIn(code));
    expect(JSON.stringify(problem)).not.toMatch(/hunter2|db\.internal|[{}]\w+[{}]|errors\./);
    expect(problem.title).toBe(languageIn(code).t("errors.title.internal"));
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
