import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, test as base, expect, type Page, request } from "@playwright/test";
import postgres from "postgres";

/** What `npm test` prepared (scripts/test.mjs). */
type Prepared = {
  /** A superuser's address of the Postgres. */
  server: string;
  /** The app's database role. */
  role: { name: string; password: string };
  /** Migrated databases to copy: one with the demo school, one empty. */
  templates: { demo: string; empty: string };
  /** The password of the demo accounts. */
  password: string;
};

function prepared(): Prepared {
  const given = process.env.LECTERN_E2E;
  if (!given)
    throw new Error("The browser tests need their databases: run them with `npm test -- e2e [file]`.");
  return JSON.parse(given);
}

export type DemoRole = "admin" | "instructor" | "assistant" | "student";

/** The password of the demo accounts `<role>@lectern.test`. */
export const demoPassword = (): string => prepared().password;

/** A production server with its own database. */
export type Server = {
  url: string;
  databaseUrl: string;
  /** Sends SIGTERM, upon which it finishes its requests, and waits until it has ended. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would (SIGKILL). */
  kill(): Promise<void>;
  /** Starts it again, on the same port and database. */
  start(): Promise<void>;
  /** Its output so far. */
  output(): string;
};

/** Copies a template into a fresh database and starts a production server on it. */
export async function startServer(
  template: keyof Prepared["templates"],
  environment: Record<string, string> | ((databaseUrl: string) => Record<string, string>) = {},
): Promise<Server> {
  const { server: postgresUrl, role, templates, password } = prepared();
  const name = `${templates[template]}_${randomBytes(4).toString("hex")}`;
  const admin = postgres(postgresUrl, { max: 1, onnotice: () => {} });
  await admin`create database ${admin(name)} template ${admin(templates[template])}`;
  await admin.end();
  const database = new URL(postgresUrl);
  database.pathname = `/${name}`;
  database.username = role.name;
  database.password = role.password;

  const settings: Record<string, string> = {
    NODE_ENV: "production",
    DATABASE_URL: database.href,
    LECTERN_SECRET: randomBytes(32).toString("hex"),
    LOG_LEVEL: "warn",
    ...(template === "demo" ? { LECTERN_DEMO: "1", LECTERN_DEMO_PASSWORD: password } : {}),
    ...(typeof environment === "function" ? environment(database.href) : environment),
  };
  let port = "0";
  let child: ChildProcess | null = null;
  let output = "";

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((settle) => ending.once("exit", settle));
    ending.kill(signal);
    await ended;
  }

  const server: Server = {
    url: "",
    databaseUrl: database.href,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    output: () => output,
    start: () =>
      new Promise((started, failed) => {
        const starting = fork(join("dist", "server.mjs"), {
          env: { ...process.env, ...settings, HOST: "127.0.0.1", PORT: port },
          execArgv: [],
          stdio: ["ignore", "pipe", "pipe", "ipc"],
        });
        child = starting;
        for (const stream of [starting.stdout, starting.stderr])
          stream?.on("data", (chunk: Buffer) => {
            output += chunk.toString();
          });
        starting.once("exit", (code) => failed(new Error(`The server ended with ${code}:\n${output}`)));
        starting.on("message", (message: { listening?: { port: number } }) => {
          if (!message.listening) return;
          port = String(message.listening.port);
          server.url = `http://127.0.0.1:${port}`;
          started();
        });
      }),
  };
  await server.start();
  return server;
}

/** Signs in through the same requests that the sign-in page sends, and returns the cookies. */
export async function signIn(url: string, role: DemoRole) {
  const context = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
  const { csrfToken } = await (await context.get("/api/auth/csrf")).json();
  const answer = await context.post("/api/auth/callback/password", {
    form: {
      csrfToken,
      email: `${role}@lectern.test`,
      password: demoPassword(),
      json: "true",
      callbackUrl: url,
    },
  });
  expect(answer.status(), `signing in as ${role}`).toBe(200);
  const state = await context.storageState();
  await context.dispose();
  return state;
}

type State = Awaited<ReturnType<typeof signIn>>;

async function isSignedIn(url: string, storageState: State): Promise<boolean> {
  const context = await request.newContext({ baseURL: url, storageState });
  const answer = await context.get("/api/account");
  await context.dispose();
  return answer.ok();
}

export const test = base.extend<
  {
    /** Who is signed in on `page`: `test.use({ role: "instructor" })`; default: nobody. */
    role: DemoRole | null;
    /** Another browser for another person in the same test. */
    openAs: (role: DemoRole | null) => Promise<Page>;
    /** Fails a test whose pages load or run what their content policy forbids. */
    browserFaults: undefined;
  },
  {
    /** The worker's server, with the demo school. */
    server: Server;
    sessionOf: (role: DemoRole) => Promise<State>;
    /** A raw client on the server's database, to read what is stored. */
    sql: postgres.Sql;
  }
>({
  role: [null, { option: true }],
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern.
    async ({}, use) => {
      const server = await startServer("demo");
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  sessionOf: [
    async ({ server }, use) => {
      const states = new Map<DemoRole, Promise<State>>();
      await use(async (role) => {
        const state = await states.get(role);
        // A test may have ended the session.
        if (state && (await isSignedIn(server.url, state))) return state;
        const next = signIn(server.url, role);
        states.set(role, next);
        return next;
      });
    },
    { scope: "worker" },
  ],
  sql: [
    async ({ server }, use) => {
      const client = postgres(server.databaseUrl, { max: 2, onnotice: () => {} });
      await use(client);
      await client.end({ timeout: 5 });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  storageState: async ({ role, sessionOf }, use) => use(role ? await sessionOf(role) : undefined),
  openAs: async ({ browser, server, sessionOf }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role) => {
      const storageState = role ? await sessionOf(role) : undefined;
      const context = await browser.newContext({ baseURL: server.url, storageState });
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  browserFaults: [
    async ({ context }, use) => {
      const faults: string[] = [];
      context.on("console", (message) => {
        const text = message.text();
        if (/Content Security Policy|<\w+> attribute|Minified React error/i.test(text)) faults.push(text);
      });
      await use(undefined);
      expect(faults, "what the content policy blocked, and what could not be drawn").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

const sizes = { 1440: 900, 1024: 768, 768: 1024, 390: 844 };

/** With LECTERN_SHOTS set: writes the page in light and dark, at each width, as `test-results/shots/<name>-<width>-<scheme>.png`. */
export async function shot(page: Page, name: string): Promise<void> {
  if (!process.env.LECTERN_SHOTS) return;
  const before = page.viewportSize();
  const folder = join("test-results", "shots");
  mkdirSync(folder, { recursive: true });
  for (const [width, height] of Object.entries(sizes)) {
    await page.setViewportSize({ width: Number(width), height });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => document.fonts.ready.then(() => null));
      await page.screenshot({
        path: join(folder, `${name}-${width}-${colorScheme}.png`),
        fullPage: true,
        animations: "disabled",
      });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}
