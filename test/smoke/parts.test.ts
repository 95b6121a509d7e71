import assert from "node:assert/strict";
import http from "node:http";
import { Client } from "../../components/release/smoke/client.ts";
import type { SmokeContext } from "../../components/release/smoke/context.ts";
import type { Answered, Exchange } from "../../components/release/smoke/exchange.ts";
import { StepFailure } from "../../components/release/smoke/failure.ts";
import { smokeGate } from "../../components/release/gates/smoke.ts";
import type { SmokeInput } from "../../components/release/smoke/input.ts";
import { measure } from "../../components/release/smoke/measure.ts";
import { plan } from "../../components/release/smoke/plan.ts";
import { references } from "../../components/release/smoke/references.ts";
import { Secrets } from "../../components/release/smoke/secrets.ts";
import { reachable } from "../../components/release/smoke/steps/reachable.ts";
import { transcript } from "../../components/release/smoke/transcript.ts";
import { freePorts } from "../database/real/host.ts";

const expectations: Omit<SmokeInput, "targets"> = {
  publicOrigin: "https://taskflow.example.com",
  pages: ["/"],
  expectedHeaders: { api: {}, page: {} },
  removedHeaders: [],
  loginLimit: { requests: 10, per: "minute" },
  limits: { p95Milliseconds: 500, errorRate: 0.01, certificateDaysLeft: 14 },
  requestsPerSecond: 1000,
  samples: 10,
  timeouts: { startSeconds: 1.1, requestSeconds: 1.1, targetSeconds: 5 },
};

const input: SmokeInput = {
  ...expectations,
  targets: [{ name: "service", api: "http://localhost:1", pages: "http://localhost:1" }],
};

function exchange(url: string, answer: Partial<Exchange["answer"]>, milliseconds = 1): Answered {
  return {
    request: { method: "GET", url: new URL(url), kind: "api", headers: {} },
    at: new Date(0),
    milliseconds,
    answer: { status: 200, headers: {}, body: "", ...answer },
  };
}

describe("the input of the smoke gate", () => {
  const workload = (name: string) => ({
    name,
    image: `registry.example.com/${name}@sha256:1`,
    templateHash: "0123456789abcdef",
    service: { name, port: "http" },
  });
  const before = {
    replicaSet: "backend-1",
    revision: "1",
    podTemplateHash: "1",
    version: "v1.0.0",
    images: { backend: "registry.example.com/backend@sha256:0" },
  };
  const asked = {
    ...expectations,
    context: "taskflow-production",
    namespace: "taskflow",
    workloads: { backend: { ...workload("backend"), before }, frontend: workload("frontend") },
    user: { secretName: "smoke-user" },
    edge: { host: "taskflow.example.com", address: "192.0.2.1" },
    rolloutSeconds: 600,
  };

  it("is read as it is", () => {
    assert.deepEqual(smokeGate.parse(asked), asked);
  });

  for (const [name, change, says] of [
    ["a password", { user: { secretName: "smoke-user", password: "x" } }, /"password"/],
    ["a page of another host", { pages: ["//elsewhere.example.com"] }, /pages\.0/],
    [
      "a limit of logins that the run itself exceeds",
      { loginLimit: { requests: 9, per: "minute" } },
      />=10/,
    ],
    ["no time", { timeouts: { ...input.timeouts, requestSeconds: 0 } }, /timeouts\.requestSeconds/],
    ["no workload", { workloads: { backend: workload("backend") } }, /workloads\.frontend/],
    ["an edge without a host", { edge: { address: "192.0.2.1" } }, /edge\.host/],
  ] as const) {
    it(`is refused with ${name}`, () => {
      assert.throws(() => smokeGate.parse({ ...asked, ...change }), says);
    });
  }
});

describe("the plan of the smoke gate", () => {
  it("needs nothing but what comes before", () => {
    plan.forEach(({ needs }, index) => {
      const before = plan.slice(0, index).map(({ name }) => name);
      for (const name of needs) assert.ok(before.includes(name), name);
    });
  });

  it("has each step once", () => {
    assert.equal(new Set(plan.map(({ name }) => name)).size, plan.length);
  });
});

describe("what the smoke gate waits for", () => {
  const at = (port: number, change: Partial<SmokeInput["timeouts"]> = {}) => {
    const origin = `http://127.0.0.1:${port}`;
    const target = { name: "service" as const, api: origin, pages: origin };
    const given = { ...input, timeouts: { ...input.timeouts, ...change } };
    return { target, input: given, client: new Client(target, given) } as unknown as SmokeContext;
  };
  const run = async (context: SmokeContext) => {
    if (reachable.on === "all") await reachable.run(context);
  };

  it("is a server that is about to listen", async () => {
    const [port = 0] = await freePorts(1);
    const server = http.createServer();
    setTimeout(() => server.listen(port, "127.0.0.1"), 300);
    try {
      await run(at(port));
    } finally {
      server.close();
    }
  });

  it("is no server that never listens", async () => {
    const [port = 0] = await freePorts(1);
    await assert.rejects(run(at(port, { startSeconds: 0.3 })), /refused connections for 0\.3 s/);
  });

  it("is no host that is unknown", async () => {
    const context = at(1);
    Object.assign(context.target, { api: "http://smoke.invalid" });
    await assert.rejects(run(context), /ENOTFOUND|EAI_AGAIN/);
  });
});

describe("the client of the smoke gate", () => {
  const request = (port: number) => ({
    method: "GET",
    url: new URL(`http://127.0.0.1:${port}/`),
    kind: "api" as const,
    headers: {},
  });
  async function against(
    listener: http.RequestListener,
    use: (client: Client, port: number) => Promise<void>,
    change: Partial<SmokeInput> = {},
  ) {
    const server = http.createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = new Client(
      { name: "service", api: "http://localhost", pages: "http://localhost" },
      { ...input, ...change },
    );
    try {
      await use(client, (server.address() as { port: number }).port);
    } finally {
      client.close();
      server.closeAllConnections();
      server.close();
    }
  }

  it("gives up on an answer that never ends", async () => {
    await against(
      (_, response) => {
        const timer = setInterval(() => response.write("."), 50);
        response.on("close", () => {
          clearInterval(timer);
        });
      },
      async (client, port) => {
        const { answer, problem } = await client.send(request(port));
        assert.equal(answer, undefined);
        assert.equal(problem, "No answer within 1.1 s.");
      },
    );
  });

  it("gives up on an answer that is too large", async () => {
    await against(
      (_, response) => response.end(Buffer.alloc(5 * 2 ** 20)),
      async (client, port) => {
        const { problem } = await client.send(request(port));
        assert.match(problem ?? "", /larger than/);
      },
    );
  });

  it("waits for an answer for as long as it may take, idle or not", async () => {
    await against(
      (_, response) => void setTimeout(() => response.end("late"), 3500),
      async (client, port) => {
        const { answer } = await client.send(request(port));
        assert.equal(answer?.body, "late");
      },
      { timeouts: { startSeconds: 1, requestSeconds: 5, targetSeconds: 10 } },
    );
  });

  it("keeps its rate, whoever sends at the same time, but for logins", async () => {
    await against(
      (_, response) => response.end(),
      async (client, port) => {
        const started = performance.now();
        const login = { ...request(port), kind: "login" as const };
        await Promise.all(Array.from({ length: 20 }, () => client.send(login)));
        const first = Date.now();
        await Promise.all(Array.from({ length: 5 }, () => client.send(request(port))));
        const times = client.record
          .filter(({ request: { kind } }) => kind === "api")
          .map(({ at }) => at.getTime());
        assert.ok(Math.max(...times) - first >= 4 * 200 - 10);
        assert.ok(performance.now() - started < 4000);
      },
      { requestsPerSecond: 5 },
    );
  });

  it("sends no more requests than a run may have", async () => {
    await against(
      (_, response) => response.end(),
      async (client, port) => {
        for (let count = 0; count < 310; count += 1) await client.send(request(port));
        await assert.rejects(client.send(request(port)), StepFailure);
        assert.equal(client.record.length, 310);
      },
    );
  });
});

describe("what a page refers to", () => {
  const found = (type: string, body: string) =>
    references(exchange("https://a.example.com/b/c", { headers: { "content-type": type }, body }));

  it("is its scripts, styles and images of the same origin", () => {
    const page = `<link rel="stylesheet" href="/s.css?v=1"><LINK HREF='icon.svg'><script
        type=module src="/m.js?a=1&amp;b=2"></script><img alt="" src=i.png><script>inline</script>
        <script src="https://elsewhere.example.com/x.js"></script><img src="data:,">`;
    assert.deepEqual(found("text/html; charset=utf-8", page), [
      { url: "https://a.example.com/m.js?a=1&b=2", kind: "script" },
      { url: "https://a.example.com/s.css?v=1", kind: "style" },
      { url: "https://a.example.com/b/icon.svg", kind: undefined },
      { url: "https://a.example.com/b/i.png", kind: undefined },
    ]);
  });

  it("is what its scripts import and its styles show", () => {
    assert.deepEqual(
      found("text/javascript", `import{a}from"./a.js";import "/b.js";import c from "react";`).map(
        ({ url }) => url,
      ),
      ["https://a.example.com/b/a.js", "https://a.example.com/b.js"],
    );
    assert.deepEqual(
      found("text/css", `@import url("x.css");a{background:no-repeat url(y.png)}`).map(
        ({ url }) => url,
      ),
      ["https://a.example.com/b/x.css", "https://a.example.com/b/y.png"],
    );
  });
});

describe("what is measured of a run", () => {
  it("is the time of 95 of 100, and the share that failed", () => {
    const record: Exchange[] = Array.from({ length: 100 }, (_, index) =>
      exchange("https://a.example.com", { status: index < 2 ? 503 : 404 }, index + 1),
    );
    const { request, at } = exchange("https://a.example.com", {});
    assert.deepEqual(measure(record), { requests: 100, p95Milliseconds: 95, errorRate: 0.02 });
    assert.equal(
      measure([...record, { request, at, milliseconds: 1, problem: "No answer." }]).errorRate,
      3 / 101,
    );
  });

  it("is not the time of logins, which take long on purpose", () => {
    const read = exchange("https://a.example.com", {}, 10);
    const login: Exchange = {
      ...exchange("https://a.example.com", { status: 500 }, 900),
      request: { ...read.request, kind: "login" },
    };
    assert.deepEqual(measure([read, login]), {
      requests: 2,
      p95Milliseconds: 10,
      errorRate: 0.5,
    });
  });

  it("is not what the edge refuses at once", () => {
    const record = [exchange("https://a.example.com", { status: 429 })];
    assert.deepEqual(measure(record), { requests: 0, p95Milliseconds: 0, errorRate: 0 });
  });
});

describe("a secret", () => {
  const secrets = new Secrets();
  secrets.add("password", `p"ss/w rd`);

  it("is found however it is written", () => {
    const shown = (answer: Partial<Answered["answer"]>) =>
      secrets.shownBy(exchange("https://a.example.com", answer));
    assert.deepEqual(shown({ body: `x p"ss/w rd x` }), ["password"]);
    assert.deepEqual(shown({ body: JSON.stringify({ a: `p"ss/w rd` }) }), ["password"]);
    assert.deepEqual(shown({ headers: { location: "/?p%22ss%2Fw%20rd" } }), ["password"]);
    assert.deepEqual(shown({ body: Buffer.from(`p"ss/w rd`).toString("base64") }), ["password"]);
    assert.deepEqual(shown({ body: "password" }), []);
  });

  it("that is too short to be looked for is refused", () => {
    assert.throws(() => {
      secrets.add("pin", "1234567");
    }, /The pin has less than 8 characters/);
  });

  it("is in no transcript, nor is what looks like one", () => {
    const text = transcript(
      {
        ...exchange("https://a.example.com/?q=p%22ss%2Fw%20rd", {
          headers: { "set-cookie": ["s=abc; HttpOnly"], "x-id": "A".repeat(40) },
          body: `{"accessToken": "a\\"b", "note": "p\\"ss/w rd \u001b[2J", "x": "${"b".repeat(32)}"}`,
        }),
        request: {
          method: "POST",
          url: new URL("https://a.example.com/?q=p%22ss%2Fw%20rd"),
          kind: "login",
          headers: { Authorization: "Bearer x", Cookie: "s=abc" },
          body: `{"password":"p\\"ss/w rd"}`,
        },
      },
      secrets,
    );
    assert.equal(
      text,
      [
        "    > POST https://a.example.com/?q=[redacted]",
        "    > authorization: [redacted]",
        "    > cookie: [redacted]",
        '    > {"password":"[redacted]"}',
        "    < 200",
        "    < set-cookie: s=[redacted]; HttpOnly",
        "    < x-id: [redacted]",
        '    < {"accessToken": "[redacted]", "note": "[redacted] ?[2J", "x": "[redacted]"}',
        "    after 1 ms, at 1970-01-01T00:00:00.000Z",
      ].join("\n"),
    );
  });
});
