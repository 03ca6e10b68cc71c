import type { Attributes, Counter, Histogram, Meter, TraceAPI } from "@opentelemetry/api";

interface Instruments {
  meter: Meter;
  trace: TraceAPI;
  requests: Histogram;
  jobs: Counter;
  mails: Counter;
  modelCalls: Counter;
  modelTokens: Counter;
  loopLag: Histogram;
}

/** What a gauge shows: a number now, or one for each of a few names. */
export interface Reading {
  value: number;
  of?: Attributes;
}

let instruments: Instruments | undefined;

/** Deno sends what is measured where OTEL_DENO is on. Without this call nothing is even loaded. */
export async function startTelemetry(): Promise<void> {
  const { metrics, trace } = await import("@opentelemetry/api");
  const meter = metrics.getMeter("thread");
  instruments = {
    meter,
    trace,
    requests: meter.createHistogram("thread.request.duration", {
      description: "From the request's arrival to its answer's head, by route and status",
      unit: "ms",
      advice: { explicitBucketBoundaries: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 3000] },
    }),
    jobs: meter.createCounter("thread.jobs", { description: "Jobs by kind and how they ended" }),
    mails: meter.createCounter("thread.mails", { description: "Mails by the state they reached" }),
    modelCalls: meter.createCounter("thread.model.calls", {
      description: "Questions to the language model by how they ended",
    }),
    modelTokens: meter.createCounter("thread.model.tokens", {
      description: "Tokens that the language model read and wrote, or may have",
    }),
    loopLag: meter.createHistogram("thread.event_loop.lag", {
      description: "How late a timer rang: what blocked the event loop",
      unit: "ms",
      advice: { explicitBucketBoundaries: [1, 5, 10, 20, 50, 100, 250, 1000] },
    }),
  };
}

export interface RequestMeasure {
  request: string;
  method: string;
  /** The pattern, never the path: a path may hold a token, and each is a series of its own. */
  route: string;
  status: number;
  ms: number;
}

export function measureRequest({ request, method, route, status, ms }: RequestMeasure): void {
  if (!instruments) return;
  instruments.requests.record(ms, { method, route, status });
  // A span keeps one attribute (see `readSettings`), so what helps to find it is in names.
  instruments.trace.getActiveSpan()?.updateName(`${method} ${route}`)
    .addEvent(`request ${request} answered ${status}`);
}

export function countJobs(kind: string, outcome: "done" | "failed" | "parked", count = 1): void {
  instruments?.jobs.add(count, { kind, outcome });
}

export function countMail(state: string): void {
  instruments?.mails.add(1, { state });
}

export function countModelCall(outcome: string, tokens: number): void {
  instruments?.modelCalls.add(1, { outcome });
  instruments?.modelTokens.add(tokens);
}

export function measureLoopLag(ms: number): void {
  instruments?.loopLag.record(ms);
}

/** `read` is asked at each export, so it answers at once, from what is in memory. */
export function gauge(name: string, description: string, read: () => Reading[]): void {
  instruments?.meter.createObservableGauge(name, { description }).addCallback((result) => {
    for (const { value, of } of read()) result.observe(value, of);
  });
}

export function total(name: string, description: string, read: () => number): void {
  instruments?.meter.createObservableCounter(name, { description })
    .addCallback((result) => result.observe(read()));
}
