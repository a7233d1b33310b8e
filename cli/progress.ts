/** A line on standard error with the share that is done, ten times a second at most; nothing where standard error is no terminal. */
export function progressLine(isWanted: boolean): { show(done: number, of: number): void; end(): void } {
  if (!isWanted || !process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  let lastMs = 0;
  let isShown = false;
  return {
    show(done, of) {
      const nowMs = performance.now();
      if (nowMs - lastMs < INTERVAL_MS) return;
      lastMs = nowMs;
      isShown = true;
      process.stderr.write(`\rrunning: ${Math.floor((100 * done) / of)} %`);
    },
    end() {
      if (isShown) process.stderr.write('\r\u001b[K'); // back to the start, and clear the line
    },
  };
}

const INTERVAL_MS = 100;
