/** Something to wait for that may also ring while nobody waits. */
export function makeBell() {
  let rings = 0;
  let waiting = Promise.withResolvers<void>();

  function ring() {
    rings++;
    waiting.resolve();
    waiting = Promise.withResolvers();
  }

  /** Until it has rung more often than `heard`, or the time is over. */
  async function after(heard: number, ms?: number): Promise<void> {
    if (rings > heard) return;
    const rung = waiting.promise;
    if (ms === undefined) return await rung;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([rung, promise]);
    clearTimeout(timer);
  }

  return { ring, after, rings: () => rings };
}

export type Bell = ReturnType<typeof makeBell>;
