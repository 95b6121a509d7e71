import * as z from "zod/mini";
import { LOGIN_REQUESTS, MAX_LOGIN_LIMIT } from "./logins.ts";

const url = z.url({ protocol: /^https?$/ });
const headers = z.record(z.string(), z.string());
const path = z.string().check(z.regex(/^\/(?!\/)/));
const seconds = z.number().check(z.positive(), z.maximum(7200));

/** What is expected of every target. */
export const expectations = {
  /** Origin whose pages may change state. */
  publicOrigin: url,
  /** Paths of the pages. */
  pages: z.array(path).check(z.minLength(1)),
  /** What the edge adds to answers of the API and to all others, as `components/edge/headers.ts` renders it. */
  expectedHeaders: z.strictObject({ api: headers, page: headers }),
  /** What the edge takes away from all of them. */
  removedHeaders: z.array(z.string()),
  /** The edge's limit of what one address asks for below `/api/auth`. */
  loginLimit: z.strictObject({
    requests: z.int().check(z.minimum(LOGIN_REQUESTS), z.maximum(MAX_LOGIN_LIMIT)),
    per: z.enum(["second", "minute", "hour"]),
  }),
  limits: z.strictObject({
    p95Milliseconds: z.number().check(z.positive()),
    /** Share of the requests that must be undercut by those that fail: 0.01. */
    errorRate: z.number().check(z.minimum(0), z.maximum(1)),
    certificateDaysLeft: z.number().check(z.minimum(0)),
  }),
  /** All of them but logins. Below the edge's global limit, of which others use a part. */
  requestsPerSecond: z.number().check(z.positive()),
  /** Reads that latency and errors are measured by, besides all other requests. */
  samples: z.int().check(z.minimum(1), z.maximum(500)),
  timeouts: z.strictObject({
    /** For which refused connections are waited for. */
    startSeconds: seconds,
    /** For one answer, to its last byte. */
    requestSeconds: seconds,
    /** For the steps of one target. */
    targetSeconds: seconds,
  }),
};

type Expectations = { [K in keyof typeof expectations]: z.infer<(typeof expectations)[K]> };

/** Past the edge. */
export interface ServiceTarget {
  readonly name: "service";
  /** Where `/api` and `/health` are. */
  readonly api: string;
  /** Where the pages are. */
  readonly pages: string;
}

/** The way that everybody takes. */
export interface EdgeTarget {
  readonly name: "edge";
  /** With `https`, as `pages` is. */
  readonly api: string;
  readonly pages: string;
  /** What must lead from plain HTTP to the pages. */
  readonly http: string;
  /** PEM of whoever signed the certificate. Default: those that Node trusts. */
  readonly ca?: string;
  /** Address to connect to, whatever the names resolve to, such as the load balancer's. Default: what they resolve to. */
  readonly address?: string;
}

/** One way to TaskFlow. */
export type Target = ServiceTarget | EdgeTarget;

/** What is asked, and what is expected. */
export type SmokeInput = Expectations & {
  /** In the order in which they are asked. What one fails spares the next. */
  readonly targets: readonly Target[];
};
