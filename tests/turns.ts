/**
 * Where a short run tries every second page or text, the next one may try the others; a file that
 * is tested once more within a run tries the same.
 */
export const TURN = parseInt(
  (Deno.env.get("THREAD_TEST_RUN") ?? crypto.randomUUID()).slice(0, 8),
  16,
);
