#!/usr/bin/env node
/*
 * Starts the Firefox at FIREFOX_PATH for Playwright, and passes on what both say. Playwright sends commands for emulation that a
 * long-term release does not know yet, and would give up: they are answered as done.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { WebSocket, WebSocketServer } from "ws";

const firefox = spawn(process.env.FIREFOX_PATH, process.argv.slice(2), {
  stdio: ["ignore", "inherit", "pipe"],
});
firefox.once("exit", (code) => process.exit(code ?? 1));
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => firefox.kill(signal));

/** Whether the message says that a command of this method is unknown. */
const isMissing = (message, method) =>
  message.error === "unknown command" && method?.startsWith("emulation.");

/** Passes messages on in both directions. */
function relay(client, browser) {
  /** The methods of commands without an answer, by id. */
  const sent = new Map();
  const waiting = [];
  client.on("message", (data) => {
    const text = data.toString();
    const { id, method } = JSON.parse(text);
    sent.set(id, method);
    if (browser.readyState === WebSocket.OPEN) browser.send(text);
    else waiting.push(text);
  });
  browser.on("open", () => {
    for (const text of waiting) browser.send(text);
  });
  browser.on("message", (data) => {
    const message = JSON.parse(data.toString());
    const answer = isMissing(message, sent.get(message.id))
      ? { type: "success", id: message.id, result: {} }
      : message;
    sent.delete(message.id);
    client.send(JSON.stringify(answer));
  });
  client.on("close", () => browser.close());
  browser.on("close", () => client.close());
  browser.on("error", (error) => client.close(1011, String(error).slice(0, 100)));
}

/** The line from which Playwright reads the address; ours takes the place of Firefox's. */
const listening = "WebDriver BiDi listening on ";
createInterface(firefox.stderr).on("line", (line) => {
  if (!line.startsWith(listening)) return void process.stderr.write(`${line}\n`);
  const address = line.slice(listening.length);
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("listening", () => process.stderr.write(`${listening}ws://127.0.0.1:${server.address().port}\n`));
  server.on("connection", (client, { url }) => relay(client, new WebSocket(address + url)));
});
