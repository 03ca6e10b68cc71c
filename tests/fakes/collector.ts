/** Takes in what OpenTelemetry sends, as JSON over HTTP, and reads the little of it tests ask for. */
export interface Collector extends AsyncDisposable {
  url: string;
  /** Everything received, as text. */
  heard: () => string;
  /** The newest points of a measure. */
  points: (metric: string) => Point[];
  spans: () => { name: string; events: string[] }[];
}

/** What a program is told, so that it sends everything to this collector, and soon. */
export function telemetryTo({ url }: Collector): Record<string, string> {
  return {
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_METRIC_EXPORT_INTERVAL: "300",
    OTEL_BSP_SCHEDULE_DELAY: "300",
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "1",
  };
}

export interface Point {
  labels: Labels;
  /** Of a histogram, how many values it holds. */
  value: number;
}

type Labels = Record<string, string | number>;

export function startCollector(): Collector {
  const texts: string[] = [];
  const metrics = new Map<string, Point[]>();
  const spans: { name: string; events: string[] }[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const text = await request.text();
      texts.push(text);
      const body = JSON.parse(text) as Export;
      for (const { name, ...data } of scopesOf(body.resourceMetrics, "metrics") as Metric[]) {
        const { dataPoints = [] } = data.gauge ?? data.sum ?? data.histogram ?? {};
        metrics.set(name, dataPoints.map(readPoint));
      }
      for (const { name, events = [] } of scopesOf(body.resourceSpans, "spans") as Span[]) {
        spans.push({ name, events: events.map((event) => event.name) });
      }
      return Response.json({});
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    heard: () => texts.join("\n"),
    points: (metric) => metrics.get(metric) ?? [],
    spans: () => spans,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

interface Export {
  resourceMetrics?: Record<string, unknown>[];
  resourceSpans?: Record<string, unknown>[];
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: string; doubleValue?: number };
}

interface DataPoint {
  attributes: Attribute[];
  asInt?: string;
  asDouble?: number;
  count?: string;
}

interface Span {
  name: string;
  events?: { name: string }[];
}

type Metric =
  & { name: string }
  & Partial<
    Record<"gauge" | "sum" | "histogram", { dataPoints: DataPoint[] }>
  >;

function scopesOf(resources: Record<string, unknown>[] = [], kind: "metrics" | "spans"): unknown[] {
  const scope = kind === "metrics" ? "scopeMetrics" : "scopeSpans";
  return resources.flatMap((resource) => resource[scope] as Record<string, unknown[]>[])
    .flatMap((each) => each[kind] ?? []);
}

function readPoint({ attributes, asInt, asDouble, count }: DataPoint): Point {
  return { labels: readLabels(attributes), value: Number(asDouble ?? asInt ?? count) };
}

function readLabels(attributes: Attribute[] = []): Labels {
  return Object.fromEntries(
    attributes.map(({ key, value: { stringValue, intValue, doubleValue } }) => [
      key,
      stringValue ?? doubleValue ?? Number(intValue),
    ]),
  );
}
