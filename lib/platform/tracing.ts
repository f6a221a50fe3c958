import type { Span } from "@opentelemetry/api";
import { env } from "./env";
import { describeError, log } from "./log";
import { processSingleton } from "./process";

/*
 * Traces for OpenTelemetry. Nothing of it is loaded unless OTEL_EXPORTER_OTLP_ENDPOINT names a collector. Next adds its own spans below
 * the request's.
 */

/** How long the collector may take, in milliseconds: a process that ends waits for it. */
const patienceMs = 2_000;

/** A request's span while it is answered: `answer` runs in its context. */
type Traced = (headers: Readonly<Record<string, unknown>>, answer: (span: Span) => void) => void;
type Tracing = { traced: Traced; stop: () => Promise<void> };

const state = () => processSingleton("tracing", () => ({ tracing: null as Tracing | null }));

/** Sends traces to the collector of the settings from now on; without one it does nothing. */
export async function startTracing(): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = env();
  if (!endpoint) return;
  const [{ context, propagation, ROOT_CONTEXT, SpanKind, trace }, sdk, { OTLPTraceExporter }, resources] =
    await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace-node"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
    ]);
  const provider = new sdk.NodeTracerProvider({
    resource: resources.resourceFromAttributes({ "service.name": serviceName }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(
        new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces`, timeoutMillis: patienceMs }),
      ),
    ],
  });
  provider.register();
  const tracer = trace.getTracer("lectern");
  state().tracing = {
    traced(headers, answer) {
      const parent = propagation.extract(ROOT_CONTEXT, headers);
      const span = tracer.startSpan("request", { kind: SpanKind.SERVER }, parent);
      context.with(trace.setSpan(parent, span), () => answer(span));
    },
    async stop() {
      await provider.shutdown();
      for (const api of [context, propagation, trace]) api.disable();
    },
  };
}

/** Sends what was traced and ends it. */
export async function stopTracing(): Promise<void> {
  const { tracing } = state();
  state().tracing = null;
  await tracing?.stop().catch((error: unknown) => {
    log.warn({ error: describeError(error) }, "the last traces could not be sent");
  });
}

/** Answers a request in a span of its own where traces are sent; else with null. */
export function traced(
  headers: Readonly<Record<string, unknown>>,
  answer: (span: Span | null) => void,
): void {
  const { tracing } = state();
  if (tracing) tracing.traced(headers, answer);
  else answer(null);
}

/** Ends a request's span. */
export function endSpan(
  span: Span | null,
  { method, route, status }: { method: string; route: string; status: number | null },
): void {
  if (!span) return;
  span.updateName(`${method} ${route}`);
  span.setAttributes({
    "http.request.method": method,
    "http.route": route,
    ...(status === null ? {} : { "http.response.status_code": status }),
  });
  // 2 is ERROR in OpenTelemetry's API, which is not loaded here.
  if (status !== null && status >= 500) span.setStatus({ code: 2 });
  span.end();
}
