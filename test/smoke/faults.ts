import { rootCertificates } from "node:tls";
import type { EdgeTarget, SmokeInput } from "../../components/release/smoke/input.ts";
import type { Asked, Between, FrontOptions, Given } from "./front.ts";
import { EMAIL, PASSWORD, SESSION_KEY, type SmokeStage } from "./support.ts";

/** Something that is wrong with a release or its edge, and what must refuse it. */
export interface Fault {
  readonly name: string;
  readonly refusedBy: readonly string[];
  /** What the message says of it. */
  readonly says: RegExp;
  readonly front?: (smoke: SmokeStage) => Partial<FrontOptions>;
  readonly input?: Partial<SmokeInput>;
  /** How the gate is told of the front. Default: as it is. */
  readonly target?: (target: EdgeTarget) => EdgeTarget;
}

type When = (asked: Asked) => boolean;

/** Requests of a method and a path, all of it. */
function to(method: string, path: RegExp): When {
  return (asked) => asked.method === method && new RegExp(`^${path.source}$`).test(asked.path);
}

const register = to("POST", /\/api\/auth\/register/);
const login = to("POST", /\/api\/auth\/login/);
const create = to("POST", /\/api\/tasks/);
const readOne = to("GET", /\/api\/tasks\/\d{1,18}/);
const list = to("GET", /\/api\/tasks/);
const statistics = to("GET", /\/api\/statistics/);
const page = to("GET", /\/(?:\?.*)?/);
const asset = (name: string) => to("GET", new RegExp(`/assets/\\w+/${name}`));

/** Answers that are changed on their way. */
function changed(when: When, change: (given: Given, asked: Asked) => Partial<Given>): Between {
  return async (asked, next) => {
    const given = await next(asked);
    return when(asked) ? { ...given, ...change(given, asked) } : given;
  };
}

/** Requests that are changed on their way. */
function redirected(when: When, change: (asked: Asked) => Partial<Asked>): Between {
  return (asked, next) => next(when(asked) ? { ...asked, ...change(asked) } : asked);
}

/** A header that is changed, or taken away. */
function header(when: When, name: string, value?: string | string[]): Between {
  return changed(when, ({ headers }) => {
    const others = Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
    return { headers: { ...others, ...(value !== undefined && { [name]: value }) } };
  });
}

/** From the first to the last request of those that match. */
function nth(first: number, last: number, when: When): When {
  let count = 0;
  return (asked) => {
    if (!when(asked)) return false;
    count += 1;
    return count >= first && count <= last;
  };
}

const failing = () => ({ status: 500, body: '{"error":"The request failed."}' });
const between = (rule: () => Between) => ({ front: () => ({ between: rule() }) });
const letIn = { status: 200, body: '{"token":"a-token-of-somebody"}' };
const isRight: When = (asked) => login(asked) && asked.body.includes(JSON.stringify(PASSWORD));
const isUser = ({ body }: Asked) => body.includes(EMAIL);
const bearer = ({ headers }: Asked) => headers["authorization"];

/** A backend that takes whoever asks for the owner of whatever task. */
function asOwner(when: When): Between {
  let owner: string | undefined;
  return (asked, next) => {
    if (create(asked)) owner = bearer(asked) ?? owner;
    const isSomebody = /^Bearer [\w-]{43}$/.test(bearer(asked) ?? "");
    return isSomebody && when(asked) && owner !== undefined
      ? next({ ...asked, headers: { ...asked.headers, authorization: owner } })
      : next(asked);
  };
}

export const faults: readonly Fault[] = [
  {
    name: "a port that nobody listens on",
    refusedBy: ["reachable"],
    says: /http:\/\/localhost:1 refused connections for 0\.3 s\./,
    input: { timeouts: { startSeconds: 0.3, requestSeconds: 5, targetSeconds: 10 } },
    target: (target) => ({ ...target, http: "http://localhost:1" }),
  },
  {
    name: "a certificate that has expired",
    refusedBy: ["certificate"],
    says: /CERT_HAS_EXPIRED/,
    front: ({ expiredTls }) => ({ tls: expiredTls }),
  },
  {
    name: "a certificate that soon will",
    refusedBy: ["certificate"],
    says: /in less than 14 days\./,
    input: { limits: { p95Milliseconds: 5000, errorRate: 0.02, certificateDaysLeft: 14 } },
  },
  {
    name: "a certificate of another name",
    refusedBy: ["certificate"],
    says: /ERR_TLS_CERT_ALTNAME_INVALID/,
    front: () => ({ host: "taskflow.example.com" }),
  },
  {
    name: "a certificate of an authority that nobody knows",
    refusedBy: ["certificate"],
    says: /UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED/,
    // Nor does a root that signs for the public.
    target: (target) => ({ ...target, ca: rootCertificates[0] ?? "" }),
  },
  {
    name: "plain HTTP that shows the page",
    refusedBy: ["redirect"],
    says: /GET \/ was answered with 200 instead of 301/,
    front: () => ({ plain: (_, response) => response.end("<html></html>") }),
  },
  {
    name: "plain HTTP that leads elsewhere",
    refusedBy: ["redirect"],
    says: /leads to http:\/\/localhost\/ instead of https:\/\/taskflow\.localhost/,
    front: () => ({
      plain: (_, response) => response.writeHead(301, { Location: "http://localhost/" }).end(),
    }),
  },
  {
    name: "a health endpoint that says no",
    refusedBy: ["health"],
    says: /GET \/health was answered with 503 instead of 200/,
    ...between(() => changed(nth(1, 1, to("GET", /\/health/)), () => ({ status: 503 }))),
  },
  {
    name: "a page that is not there",
    refusedBy: ["pages"],
    says: /GET \/ was answered with 404 instead of 200/,
    ...between(() => changed(page, () => ({ status: 404 }))),
  },
  {
    name: "a page in place of a script",
    refusedBy: ["pages"],
    says: /app\.js is text\/html.* instead of script/,
    ...between(() => redirected(asset("app\\.js"), () => ({ path: "/" }))),
  },
  {
    name: "a script that a script imports and that is not there",
    refusedBy: ["pages"],
    says: /render\.js was answered with 404/,
    ...between(() => changed(asset("render\\.js"), () => ({ status: 404 }))),
  },
  {
    name: "a registration that fails",
    refusedBy: ["register"],
    says: /POST \/api\/auth\/register was answered with 500 instead of 201/,
    ...between(() => changed(register, failing)),
  },
  {
    name: "a login that fails",
    refusedBy: ["login"],
    says: /POST \/api\/auth\/login was answered with 500 instead of 200/,
    ...between(() => changed(isRight, failing)),
  },
  {
    name: "a right password that is refused",
    refusedBy: ["login"],
    says: /POST \/api\/auth\/register was answered with 409 instead of 201/,
    ...between(() => changed(isRight, () => ({ status: 401 }))),
  },
  {
    name: "a wrong password that is accepted",
    refusedBy: ["wrong login"],
    says: /POST \/api\/auth\/login was answered with 200 instead of 401/,
    ...between(() =>
      changed(
        (asked) => login(asked) && isUser(asked) && !asked.body.includes("'"),
        (given) => (given.status === 401 ? letIn : {}),
      ),
    ),
  },
  {
    name: "a refused login that sets a cookie",
    refusedBy: ["wrong login"],
    says: /was refused and set a cookie all the same/,
    ...between(() =>
      changed(
        (asked) => login(asked) && isUser(asked) && !asked.body.includes("'"),
        ({ status, headers }) =>
          status === 401 ? { headers: { ...headers, "set-cookie": "session=somebody" } } : {},
      ),
    ),
  },
  {
    name: "a task that cannot be created",
    refusedBy: ["create"],
    says: /POST \/api\/tasks was answered with 500 instead of 201/,
    ...between(() => changed(create, failing)),
  },
  {
    name: "a task that is not kept",
    refusedBy: ["create"],
    says: /GET \/api\/tasks\/\d+ was answered with 404 instead of 200/,
    ...between(() => changed(readOne, () => ({ status: 404 }))),
  },
  {
    name: "a task that is kept as another",
    refusedBy: ["create"],
    says: /The task was read as "Smoke: writ" of priority high/,
    ...between(() =>
      changed(readOne, ({ body }) => ({ body: body.replace("Smoke: write", "Smoke: writ") })),
    ),
  },
  {
    name: "statistics for whoever asks",
    refusedBy: ["token required"],
    says: /GET \/api\/statistics was answered with 200 instead of 401/,
    ...between(() =>
      changed(
        (asked) => statistics(asked) && bearer(asked) === undefined,
        () => ({ status: 200 }),
      ),
    ),
  },
  {
    name: "a token that nobody was given and that is accepted",
    refusedBy: ["token required"],
    says: /GET \/api\/tasks was answered with 200 instead of 401/,
    ...between(() =>
      changed(
        (asked) => list(asked) && bearer(asked) === "Bearer nobody-was-given-this",
        () => ({ status: 200 }),
      ),
    ),
  },
  {
    name: "an edit that changes nothing",
    refusedBy: ["edit"],
    says: /was read as "Smoke: write" of status open after it was edited/,
    ...between(() =>
      redirected(
        (asked) => asked.method === "PUT" && asked.body.includes("write it down"),
        () => ({ method: "GET", body: "" }),
      ),
    ),
  },
  {
    name: "a filter that lets everything through",
    refusedBy: ["filter"],
    says: /GET \/api\/tasks\?status=done shows tasks \d+, \d+ instead of \d+\./,
    ...between(() =>
      redirected(to("GET", /\/api\/tasks\?status=done/), () => ({ path: "/api/tasks" })),
    ),
  },
  {
    name: "statistics that miscount",
    refusedBy: ["statistics"],
    says: /The statistics count 3 tasks instead of 2/,
    ...between(() =>
      changed(statistics, ({ body }) => ({ body: body.replace('"total":2', '"total":3') })),
    ),
  },
  {
    name: "statistics that count another status",
    refusedBy: ["statistics"],
    says: /The statistics count 0 tasks of status done instead of 1/,
    ...between(() =>
      changed(statistics, ({ body }) => ({ body: body.replace('"done":1', '"done":0') })),
    ),
  },
  {
    name: "somebody else's task, readable",
    refusedBy: ["authorization"],
    says: /GET \/api\/tasks\/\d+ was answered with 200 instead of 403 or 404/,
    ...between(() => asOwner(readOne)),
  },
  {
    name: "somebody else's task, writable",
    refusedBy: ["authorization"],
    says: /PUT \/api\/tasks\/\d+ was answered with 200 instead of 403 or 404/,
    ...between(() => asOwner(({ method }) => method === "PUT")),
  },
  {
    name: "somebody else's task, changed by what is refused",
    refusedBy: ["authorization"],
    says: /Somebody else has changed the task/,
    ...between(() => {
      const write = asOwner(({ method }) => method === "PUT");
      return async (asked, next) => {
        const given = await write(asked, next);
        return asked.body.includes("Smoke: taken") ? { ...given, status: 403 } : given;
      };
    }),
  },
  {
    name: "somebody else's task, listed",
    refusedBy: ["authorization"],
    says: /Somebody else's list has the task/,
    ...between(() => asOwner(list)),
  },
  {
    name: "a deletion that deletes nothing",
    refusedBy: ["delete"],
    says: /GET \/api\/tasks\/\d+ was answered with 200 instead of 404 or 410/,
    ...between(() => {
      // After those that must be refused.
      const first = nth(3, 3, ({ method }) => method === "DELETE");
      return redirected(first, () => ({ method: "GET" }));
    }),
  },
  {
    name: "a malformed body that the backend falls over",
    refusedBy: ["malformed"],
    says: /POST \/api\/tasks was answered with 500 instead of 400/,
    ...between(() => changed((asked) => create(asked) && asked.body === "null", failing)),
  },
  {
    name: "a malformed body that is accepted",
    refusedBy: ["malformed"],
    says: /POST \/api\/tasks was answered with 201 instead of 400/,
    ...between(() =>
      redirected(
        (asked) => create(asked) && asked.body === '{"title":""}',
        () => ({ body: '{"title":"x"}' }),
      ),
    ),
  },
  {
    name: "a malformed body that is refused and kept all the same",
    refusedBy: ["malformed"],
    says: /A malformed request has changed the tasks/,
    ...between(() => {
      const empty: When = (asked) => create(asked) && asked.body === '{"title":""}';
      return async (asked, next) => {
        if (!empty(asked)) return next(asked);
        return { ...(await next({ ...asked, body: '{"title":"x"}' })), status: 400 };
      };
    }),
  },
  {
    name: "injected SQL that logs in",
    refusedBy: ["injection"],
    says: /POST \/api\/auth\/login was answered with 200 instead of 400 or 401 or 422/,
    ...between(() =>
      changed(
        (asked) => login(asked) && asked.body.includes("' OR '1'='1"),
        () => letIn,
      ),
    ),
  },
  {
    name: "injected SQL that widens a filter",
    refusedBy: ["injection"],
    says: /GET \/api\/tasks\?search=.* shows something/,
    ...between(() =>
      redirected(to("GET", /\/api\/tasks\?search=.*OR.*/), () => ({ path: "/api/tasks" })),
    ),
  },
  {
    name: "injected SQL that the backend falls over",
    refusedBy: ["injection"],
    says: /GET \/api\/tasks\?status=.* was answered with 500/,
    ...between(() => changed(to("GET", /\/api\/tasks\?status=.*UNION.*/), failing)),
  },
  {
    name: "injected SQL that deletes",
    refusedBy: ["injection"],
    says: /A probe has changed the tasks/,
    ...between(() => {
      let first = "";
      const probe = to("GET", /\/api\/tasks\?search=.*DELETE.*/);
      return async (asked, next) => {
        if (readOne(asked)) first ||= asked.path;
        if (probe(asked)) await next({ ...asked, method: "DELETE", path: first });
        return next(asked);
      };
    }),
  },
  {
    name: "a page with markup that a user typed",
    refusedBy: ["markup"],
    says: /^sec\.15: markup \(edge\): \/ has markup that a user typed/m,
    ...between(() => {
      let title = "";
      return async (asked, next) => {
        if (create(asked) && asked.body.includes("<img")) {
          ({ title } = JSON.parse(asked.body) as { title: string });
        }
        const given = await next(asked);
        return page(asked)
          ? { ...given, body: given.body.replace("</ul>", `${title}</ul>`) }
          : given;
      };
    }),
  },
  {
    name: "a page that shows what its address says",
    refusedBy: ["markup"],
    says: /\/ has markup that a user typed/,
    ...between(() =>
      changed(page, ({ body }, { path }) => ({
        body: body.replace(
          "</ul>",
          `${new URL(path, "http://page").searchParams.get("search") ?? ""}</ul>`,
        ),
      })),
    ),
  },
  {
    name: "a task with markup as a page",
    refusedBy: ["markup"],
    says: /GET \/api\/tasks\/\d+ is text\/html, which a browser may show/,
    ...between(() => header(readOne, "content-type", "text/html")),
  },
  {
    name: "a page without a policy of content",
    refusedBy: ["markup", "headers"],
    says: /\/ has no Content-Security-Policy/,
    ...between(() => header(page, "content-security-policy")),
  },
  ...["HttpOnly", "Secure", "SameSite"].map((flag): Fault => ({
    name: `a cookie without ${flag}`,
    refusedBy: ["cookies"],
    says: new RegExp(`The cookie __Host-session lacks ${flag}\\.`),
    ...between(() =>
      changed(register, ({ headers }) => ({
        headers: {
          ...headers,
          "set-cookie": [headers["set-cookie"] ?? []]
            .flat()
            .map((cookie) => cookie.replace(new RegExp(`; ${flag}(?:=\\w+)?`), "")),
        },
      })),
    ),
  })),
  {
    name: "a page of another origin that may write",
    refusedBy: ["cross-origin"],
    says: /POST \/api\/tasks was answered with 201 instead of 400 or 403/,
    ...between(() =>
      redirected(
        ({ headers }) => headers["origin"] !== undefined,
        ({ headers: { authorization, cookie, ...others } }) => ({
          headers: {
            "content-type": others["content-type"] ?? "",
            ...(authorization !== undefined && { authorization }),
            ...(cookie !== undefined && { cookie }),
          },
        }),
      ),
    ),
  },
  {
    name: "a page of another origin that may read",
    refusedBy: ["cross-origin"],
    says: /A page of any other origin may read the tasks/,
    ...between(() =>
      changed(list, ({ headers: given }, { headers: asked }) => ({
        headers: { ...given, "access-control-allow-origin": asked["origin"] ?? "*" },
      })),
    ),
  },
  {
    name: "a page of the own origin that may not write",
    refusedBy: ["cross-origin"],
    says: /POST \/api\/tasks was answered with 403 instead of 201/,
    input: { publicOrigin: "https://another.example.com" },
  },
  {
    name: "a header that one route lacks, when it refuses",
    refusedBy: ["headers"],
    says: /GET \/api\/tasks has X-Frame-Options not at all instead of "DENY"/,
    ...between(() =>
      header((asked) => list(asked) && bearer(asked) === undefined, "x-frame-options"),
    ),
  },
  {
    name: "a header with another value",
    refusedBy: ["headers"],
    says: /has Strict-Transport-Security "max-age=60" instead of "max-age=63072000; includeSubDomains"/,
    ...between(() => header(asset("app\\.css"), "strict-transport-security", "max-age=60")),
  },
  {
    name: "a header that names the software",
    refusedBy: ["headers"],
    says: /GET \/ has X-Powered-By, which tells what to attack/,
    ...between(() => header(page, "x-powered-by", "Express")),
  },
  {
    name: "a pod that fails now and then",
    refusedBy: ["no server errors"],
    says: /1 of \d+ requests were answered with 500 or above, the first GET \/api\/statistics/,
    ...between(() => changed(nth(5, 5, statistics), () => ({ status: 502, body: "Bad Gateway" }))),
  },
  {
    name: "connections that break",
    refusedBy: ["error rate"],
    says: /% of \d+ requests failed, which is not below 2 %\. One of them:\n.*\n(?:.*\n)*?.*< socket hang up/,
    ...between(() => {
      const broken = nth(5, 9, statistics);
      return (asked, next) => (broken(asked) ? Promise.reject(new Error("broken")) : next(asked));
    }),
  },
  {
    name: "answers that come too late",
    refusedBy: ["response times"],
    says: /95 of 100 requests took up to \d+ ms, which is not below 250 ms\. The slowest:/,
    input: { limits: { p95Milliseconds: 250, errorRate: 0.02, certificateDaysLeft: 0.5 } },
    ...between(() => async (asked, next) => {
      if (statistics(asked)) await new Promise((resolve) => setTimeout(resolve, 300));
      return next(asked);
    }),
  },
  {
    name: "logins without a limit",
    refusedBy: ["login limit"],
    says: /Of 11 logins at once none was answered with 429, although the limit is 10 in a minute/,
    front: () => ({ limit: { requests: 1000, milliseconds: 60_000 } }),
  },
  {
    name: "a limit of logins that is too low for the run",
    refusedBy: ["injection", "clean-up"],
    says: /POST \/api\/auth\/login was answered with 429 instead of 400 or 401 or 422/,
    front: () => ({ limit: { requests: 4, milliseconds: 60_000 } }),
  },
  {
    name: "a limit of logins that somebody has spent for longer than the run may take",
    refusedBy: ["register", "login"],
    says: /the time does not suffice to wait for a new hour\./,
    front: () => ({ limit: { requests: 0, milliseconds: 3_600_000 } }),
    input: { loginLimit: { requests: 10, per: "hour" } },
  },
  {
    name: "the password in an answer",
    refusedBy: ["no secrets"],
    says: /POST \/api\/auth\/login shows the password of the smoke user/,
    ...between(() =>
      changed(
        (asked) => login(asked) && isUser(asked),
        ({ body }) => ({ body: body.replace(/\}$/, `,"given":${JSON.stringify(PASSWORD)}}`) }),
      ),
    ),
  },
  {
    name: "a key of the stack in a header",
    refusedBy: ["no secrets"],
    says: /GET \/health shows the session key/,
    ...between(() => header(to("GET", /\/health/), "x-debug", SESSION_KEY)),
  },
  {
    name: "a token in an answer that did not begin its session",
    refusedBy: ["no secrets"],
    says: /GET \/api\/statistics shows the token of a session/,
    ...between(() =>
      changed(statistics, ({ body }, asked) => ({
        body: body.replace(/\}$/, `,"seen":"${bearer(asked)?.slice("Bearer ".length) ?? ""}"}`),
      })),
    ),
  },
  {
    name: "an account that cannot be ended",
    refusedBy: ["clean-up"],
    says: /DELETE \/api\/account was answered with 500 instead of 200 or 204/,
    ...between(() => changed(to("DELETE", /\/api\/account/), failing)),
  },
  {
    name: "a session that goes on after its logout",
    refusedBy: ["clean-up"],
    says: /GET \/api\/tasks was answered with 200 instead of 401/,
    ...between(() =>
      redirected(to("POST", /\/api\/auth\/logout/), () => ({ method: "GET", path: "/health" })),
    ),
  },
  {
    name: "a request that is never answered",
    refusedBy: ["filter"],
    says: /GET \/api\/tasks\?priority=high: No answer within 1 s\./,
    input: { timeouts: { startSeconds: 1, requestSeconds: 1, targetSeconds: 60 } },
    ...between(() => {
      const hung = to("GET", /\/api\/tasks\?priority=high/);
      return (asked, next) => (hung(asked) ? new Promise(() => undefined) : next(asked));
    }),
  },
  {
    name: "a server that answers nothing",
    refusedBy: ["health", "pages"],
    says: /GET \/health: No answer within 0\.5 s\./,
    input: { timeouts: { startSeconds: 1, requestSeconds: 0.5, targetSeconds: 60 } },
    ...between(() => () => new Promise(() => undefined)),
  },
  {
    name: "a server that is slow all over",
    refusedBy: ["pages"],
    says: /The 1 s that a target has are over\./,
    input: { timeouts: { startSeconds: 1, requestSeconds: 5, targetSeconds: 1 } },
    ...between(() => async (asked, next) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return next(asked);
    }),
  },
];
