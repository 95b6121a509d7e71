import { check } from "k6";
import exec from "k6/execution";
import http from "k6/http";

/*
 * Run by k6: visitors of the site, at a rate that no slow answer lowers. Each opens a connection of their own, loads the
 * page, and creates, edits and deletes a task.
 */

const { ORIGIN = "", ADDRESS = "", VISITS_PER_SECOND = "1" } = __ENV;
const HOST = ORIGIN.split("//")[1] ?? "";
const PASSWORD = "correct horse battery";
const JSON_BODY = { "Content-Type": "application/json" };

export const options = {
  hosts: { [HOST]: ADDRESS },
  noVUConnectionReuse: true,
  scenarios: {
    visits: {
      executor: "constant-arrival-rate",
      rate: Number(VISITS_PER_SECOND),
      // It is ended before, by whoever has seen enough.
      duration: "1h",
      preAllocatedVUs: 50,
      maxVUs: 500,
    },
  },
};

/** As much of the summary's data as is read. */
interface Summary {
  readonly metrics: Readonly<Record<string, { readonly values: Readonly<Record<string, number>> }>>;
}

/** What a visitor's first request needs. */
interface Visit {
  readonly authorization: string;
}

export function setup(): Visit {
  const email = `${Date.now()}@taskflow.invalid`;
  const account = { email, password: PASSWORD };
  const { token } = ask("POST", "/api/auth/register", 201, {}, account) as { token: string };
  return { authorization: `Bearer ${token}` };
}

export default function ({ authorization }: Visit): void {
  const session = { Authorization: authorization };
  const page = ask("GET", "/", 200) as string;
  ask("GET", /src="([^"]+)"/.exec(page)?.[1] ?? "/no-script", 200);
  const title = `Visit ${exec.scenario.iterationInTest}`;
  const { id } = ask("POST", "/api/tasks", 201, session, { title }) as { id: string };
  const path = `/api/tasks/${id}`;
  ask("PATCH", path, 200, session, { status: "done" });
  const task = ask("GET", path, 200, session);
  check(task, { "what was written is read": (read) => isDone(read, title) });
  ask("GET", "/api/statistics", 200, session);
  ask("DELETE", path, 204, session);
}

/** @returns the answer's body. One of another status is a failure, which is told at once. */
function ask(
  method: string,
  path: string,
  expected: number,
  headers: Readonly<Record<string, string>> = {},
  body?: object,
): unknown {
  const response = http.request(method, `${ORIGIN}${path}`, body && JSON.stringify(body), {
    headers: body ? { ...headers, ...JSON_BODY } : headers,
    responseType: "text",
    responseCallback: http.expectedStatuses(expected),
    // A series for each task would be one too many.
    tags: { name: path.replace(/\d+/, ":id") },
  });
  // Of a request without an answer it is null, whatever the type says.
  const content = (response.body as string | null) ?? "";
  if (response.status !== expected) {
    const time = new Date().toISOString();
    const { status, error } = response;
    throw new Error(`${time} ${method} ${path}: ${status} ${error} ${content}`);
  }
  return content.startsWith("{") ? JSON.parse(content) : content;
}

function isDone(read: unknown, title: string): boolean {
  const task = read as { title: string; status: string };
  return task.title === title && task.status === "done";
}

/** Figures for whoever has started it. */
export function handleSummary({ metrics }: Summary): Record<string, string> {
  const value = (name: string, key: string) => metrics[name]?.values[key] ?? 0;
  const figures = {
    requests: value("http_reqs", "count"),
    // Of this rate, what passes is what has failed.
    failed: value("http_req_failed", "passes"),
    wrong: value("checks", "fails"),
    skipped: value("dropped_iterations", "count"),
  };
  return { stdout: JSON.stringify(figures) };
}
