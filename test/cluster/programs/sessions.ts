import { text } from "node:stream/consumers";
import pg from "pg";

/*
 * Opens sessions of one login with PostgreSQL or its pooler, all of them at once, where the cluster is, and lets each of
 * them say its statements. Writes what came of it.
 */

/** What is asked. */
export interface SessionsInput {
  /** Address, and the name that the server's certificate must have. */
  readonly server: { readonly host: string; readonly port: number; readonly name: string };
  /** Certificate of the authority, in PEM. */
  readonly authority: string;
  readonly login: string;
  readonly password: string;
  readonly sessions: number;
  readonly statements: readonly string[];
}

/** First column of the last row that a statement gave, as text, or why it was refused. */
export interface StatementResult {
  readonly value?: string | null;
  readonly refusal?: string;
}

/** A session that was let in has a result for each statement. */
export type SessionResult =
  { readonly results: readonly StatementResult[] } | { readonly refusal: string };

const input = JSON.parse(await text(process.stdin)) as SessionsInput;
const { server, authority, login, password, sessions, statements } = input;
const clients = Array.from({ length: sessions }, () => {
  const client = new pg.Client({
    host: server.host,
    port: server.port,
    user: login,
    password,
    database: "taskflow",
    ssl: { ca: authority, servername: server.name },
    types: { getTypeParser: () => (value: unknown) => value },
  });
  client.on("error", () => undefined);
  return client;
});
// All are let in or refused before the first of them leaves.
const entered = await Promise.allSettled(clients.map((client) => client.connect()));
const results = await Promise.all(
  clients.map(async (client, index): Promise<SessionResult> => {
    const entry = entered[index];
    if (entry?.status !== "fulfilled") return { refusal: messageOf(entry?.reason) };
    const answers: StatementResult[] = [];
    for (const statement of statements) answers.push(await say(client, statement));
    return { results: answers };
  }),
);
await Promise.allSettled(clients.map((client) => client.end()));
process.stdout.write(JSON.stringify(results));

async function say(client: pg.Client, statement: string): Promise<StatementResult> {
  try {
    // Several statements in one have several results.
    const result = (await client.query<unknown[]>({ text: statement, rowMode: "array" })) as
      pg.QueryArrayResult | pg.QueryArrayResult[];
    const last = Array.isArray(result) ? result.at(-1) : result;
    return { value: (last?.rows.at(-1)?.[0] ?? null) as string | null };
  } catch (error) {
    return { refusal: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
