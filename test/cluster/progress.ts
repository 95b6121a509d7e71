const PATIENCE_MS = 2000;
const REMINDER_MS = 15_000;

/** Says on standard error that something goes on, once it has taken longer than a person waits without a word. */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  let reminder: NodeJS.Timeout | undefined;
  const patience = setTimeout(() => {
    say(`${what} …`);
    reminder = setInterval(() => {
      say(`${what} … ${seconds()} s`);
    }, REMINDER_MS);
  }, PATIENCE_MS);
  try {
    const result = await work();
    if (performance.now() - start >= PATIENCE_MS) say(`${what}: done in ${seconds()} s`);
    return result;
  } finally {
    clearTimeout(patience);
    clearInterval(reminder);
  }
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
