import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";

const { localeError } = en();

/** Requests below `/api/auth` that a run sends to one target at most, before it tries the limit. */
export const LOGIN_REQUESTS = 10;

const url = z.url({ protocol: /^https?$/ });
const seconds = z.number().check(z.positive(), z.maximum(3600));
const headers = z.record(z.string(), z.string());
const path = z.string().check(z.regex(/^\/(?!\/)/));

const service = z.strictObject({
  name: z.literal("service"),
  /** Where `/api` and `/health` are. */
  api: url,
  /** Where the pages are. */
  pages: url,
});

const edge = z.strictObject({
  name: z.literal("edge"),
  api: z.url({ protocol: /^https$/ }),
  pages: z.url({ protocol: /^https$/ }),
  /** What must lead from plain HTTP to the pages. */
  http: z.url({ protocol: /^http$/ }),
  /** PEM of the authority that signed the certificate. Default: those that Node trusts. */
  ca: z.optional(z.string()),
  /** Address to connect to, whatever the names resolve to, such as the load balancer's. Default: what they resolve to. */
  address: z.optional(z.union([z.ipv4(), z.ipv6()])),
});

const schema = z.strictObject({
  /** In the order in which they are asked. What one fails spares the next. */
  targets: z.array(z.discriminatedUnion("name", [service, edge])).check(z.minLength(1)),
  /** Files of the account that the run logs in with. It is registered when there is none yet. */
  user: z.strictObject({ emailFile: z.string(), passwordFile: z.string() }),
  /** Files whose content no response may show, the password aside. */
  secretFiles: z.array(z.string()),
  /** Origin whose pages may change state. */
  publicOrigin: url,
  /** Paths of the pages. */
  pages: z.array(path).check(z.minLength(1)),
  /** What the edge adds, as `components/edge/headers.ts` renders it. */
  expectedHeaders: z.strictObject({ api: headers, page: headers, asset: headers }),
  /** The edge's limit of what one address asks for below `/api/auth`. */
  loginLimit: z.strictObject({
    requests: z.int().check(z.minimum(LOGIN_REQUESTS), z.maximum(50)),
    per: z.enum(["second", "minute", "hour"]),
  }),
  limits: z.strictObject({
    p95Milliseconds: z.number().check(z.positive()),
    /** Share of the requests that may fail: 0.01. */
    errorRate: z.number().check(z.minimum(0), z.maximum(1)),
    certificateDaysLeft: z.number().check(z.minimum(0)),
  }),
  /** Reads that latency and errors are measured by, besides all other requests. Below the edge's global limit. */
  samples: z.strictObject({
    requests: z.int().check(z.minimum(1), z.maximum(500)),
    perSecond: z.number().check(z.positive()),
  }),
  timeouts: z.strictObject({
    /** For which refused connections are waited for. */
    startSeconds: seconds,
    /** For one answer, to its last byte. */
    requestSeconds: seconds,
    /** For the steps of one target. */
    targetSeconds: seconds,
  }),
});

/** What is asked, and what is expected. */
export type SmokeInput = z.infer<typeof schema>;

/** One way to TaskFlow: past the edge, or through it. */
export type Target = SmokeInput["targets"][number];

/** The way that everybody takes. */
export type EdgeTarget = Extract<Target, { name: "edge" }>;

/**
 * Reads the input.
 *
 * @throws Error that says which fields are wrong.
 */
export function parseSmokeInput(input: unknown): SmokeInput {
  const result = z.safeParse(schema, input, { error: localeError });
  if (!result.success) throw new Error(z.prettifyError(result.error));
  return result.data;
}
