/** How much of its time this process answers requests. */
export interface Traffic {
  /** A request has come. What is answered is called when it is done with. */
  come(): () => void;
  /** Resolves when few come, or after so long: work in the background may wait, but goes on. */
  lull(patienceMs: number): Promise<void>;
}

const MEMORY_MS = 50;
/** Fewer in that time are somebody who looks around, or one long upload. */
const MANY = 4;
/** And if there is none under way for most of the time, the process is quick enough for all. */
const MOSTLY = 0.5;
const LOOK_MS = 5;

export function openTraffic(clock: () => number = () => performance.now()): Traffic {
  let underWay = 0;
  let recent = 0;
  let busy = 0;
  let since = clock();

  function age() {
    const now = clock();
    const left = Math.exp((since - now) / MEMORY_MS);
    recent *= left;
    busy = underWay > 0 ? 1 - (1 - busy) * left : busy * left;
    since = now;
  }

  return {
    come() {
      age();
      underWay++;
      recent++;
      return () => {
        age();
        underWay--;
      };
    },
    async lull(patienceMs) {
      const end = clock() + patienceMs;
      for (age(); recent >= MANY && busy >= MOSTLY && since < end; age()) {
        await new Promise((done) => setTimeout(done, LOOK_MS));
      }
    },
  };
}
