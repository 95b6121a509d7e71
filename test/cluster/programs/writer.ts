import { setTimeout } from "node:timers/promises";
import { ended, given } from "./input.ts";

/*
 * Creates one task after the other as several visitors would, where the cluster is, until its input ends. Prints the
 * title of each one that was acknowledged, and an empty line for each that was not.
 */

/** What is asked. */
export interface WriterInput {
  /** Of the backend. */
  readonly url: string;
  readonly visitors: number;
}

const { url, visitors } = (await given) as WriterInput;
let goesOn = true;
void ended.then(() => (goesOn = false));
const post = (path: string, body: object, token?: string) =>
  fetch(`${url}${path}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });

const account = {
  email: `writer-${crypto.randomUUID()}@taskflow.invalid`,
  password: crypto.randomUUID(),
};
const registered = await post("/api/auth/register", account);
const { token } = (await registered.json()) as { readonly token: string };
await Promise.all(Array.from({ length: visitors }, (_each, visitor) => write(visitor)));

async function write(visitor: number): Promise<void> {
  for (let count = 1; goesOn; count++) {
    const title = `written ${visitor}-${count}`;
    const status = await post("/api/tasks", { title }, token).then(
      (answer) => answer.status,
      () => undefined,
    );
    process.stdout.write(`${status === 201 ? title : ""}\n`);
    if (status !== 201) await setTimeout(100);
  }
}
