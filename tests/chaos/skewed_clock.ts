// Run before Thread (deno run --preload): its clock is wrong by THREAD_TEST_SKEW_MS from the start.
const skew = Number(Deno.env.get("THREAD_TEST_SKEW_MS"));
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [RealDate.now() + skew], newTarget),
  apply: () => new RealDate(RealDate.now() + skew).toString(),
  get: (target, name) =>
    name === "now" ? () => RealDate.now() + skew : Reflect.get(target, name, target),
});

const origin = performance.timeOrigin;
Object.defineProperty(performance, "timeOrigin", { get: () => origin + skew });
