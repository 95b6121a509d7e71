import { sleep } from "k6";
import http from "k6/http";

/*
 * Run by k6 in the cluster: users who ask for what needs no account, one thing after the other. Nothing is left of them.
 */

const { URLS = "", VIRTUAL_USERS = "1", SECONDS = "1" } = __ENV;
const urls = URLS.split(" ");

/** As long as the smoke test waits for an answer, and for whoever has just started. */
const TIMEOUT = "10s";
const START_SECONDS = 30;

/** Metrics of what the users themselves ask: nobody judges how long it took to be let in. */
const REQUESTS = "http_reqs{scenario:default}";
const DURATION = "http_req_duration{scenario:default}";
const FAILED = "http_req_failed{scenario:default}";

export const options = {
  vus: Number(VIRTUAL_USERS),
  duration: `${SECONDS}s`,
  userAgent: "taskflow-smoke",
  discardResponseBodies: true,
  maxRedirects: 0,
  // Without a threshold, a metric is not told by its tags.
  thresholds: { [REQUESTS]: [], [DURATION]: [], [FAILED]: [] },
};

http.setResponseCallback(http.expectedStatuses(200));

/** Network policies know a new pod's address only after a moment. */
export function setup(): void {
  for (const url of urls) {
    for (let second = 0; !isServed(url); second += 1) {
      if (second === START_SECONDS) throw new Error(`${url} does not answer 200.`);
      sleep(1);
    }
  }
}

export default function (): void {
  for (const url of urls) {
    // What is refused at once would else fill the log.
    if (!isServed(url)) sleep(1);
  }
}

function isServed(url: string): boolean {
  return http.get(url, { timeout: TIMEOUT }).status === 200;
}

/** As much of the summary's data as is read. */
interface Summary {
  readonly metrics: Readonly<Record<string, { readonly values: Readonly<Record<string, number>> }>>;
}

/** One line for the gate. */
export function handleSummary({ metrics }: Summary): Record<string, string> {
  const value = (name: string, key: string) => metrics[name]?.values[key] ?? 0;
  const requests = value(REQUESTS, "count");
  const figures = {
    requests,
    // The rate that k6 has is over the time of its setup too.
    requestsPerSecond: requests / Number(SECONDS),
    p95Milliseconds: value(DURATION, "p(95)"),
    errorRate: value(FAILED, "rate"),
  };
  return { stdout: `${JSON.stringify(figures)}\n` };
}
