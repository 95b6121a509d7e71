import assert from "node:assert/strict";
import { X509Certificate, createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { apiHeaders, pageHeaders } from "../../../components/edge/headers.ts";
import { ORIGIN } from "../../fixtures/taskflow/stage.ts";
import type { Deployed } from "../deployment/deployed.ts";
import { NETWORK } from "../layout.ts";
import type { BrowserInput, BrowserReport } from "../programs/browser.ts";

const JSON_BODY = ["--header", "Content-Type: application/json"];
const BROWSER = join(import.meta.dirname, "../programs/browser.ts");

/** What visitors meet. */
export function edge(deployed: () => Deployed): void {
  describe("its edge", () => {
    const get = (url: string, ...options: readonly string[]) =>
      deployed().stack.get(url, ...options);

    it("shows a certificate of the stack's issuer, and every header", async () => {
      const page = await get(`${ORIGIN}/`);
      assert.match(page, /^HTTP\/2 200 /);
      const api = await get(`${ORIGIN}/health`);
      for (const [answer, headers] of [
        [page, pageHeaders()],
        [api, apiHeaders()],
      ] as const) {
        // On one machine browsers must not insist on HTTPS for whatever else is there.
        const shown = { ...headers, "Strict-Transport-Security": "max-age=0; includeSubDomains" };
        for (const [name, value] of Object.entries(shown)) {
          assert.ok(answer.includes(`\n${name.toLowerCase()}: ${value}\r\n`), `${name}: ${answer}`);
        }
      }
    });

    it("leads from plain HTTP to it", async () => {
      const answer = await get(`${ORIGIN.replace("https:", "http:")}/`);
      assert.match(answer, /^HTTP\/1.1 301 /);
      assert.ok(answer.includes(`Location: ${ORIGIN}/\r\n`));
    });

    it("lets no page of another origin read", async () => {
      const ask = (origin: string) => get(`${ORIGIN}/health`, "--header", `Origin: ${origin}`);
      assert.doesNotMatch(await ask("https://elsewhere.example"), /access-control-allow-origin/);
      const allowed = await ask("http://localhost:5173");
      assert.match(allowed, /^access-control-allow-origin: http:\/\/localhost:5173\r$/m);
    });

    it("serves a browser pages that work, with nothing to complain about", async function () {
      if (!existsSync("/usr/bin/chromium")) {
        process.stderr.write("browser skipped: not installed: chromium (Debian)\n");
        this.skip();
      }
      const { cluster, stack } = deployed();
      const certificate = new X509Certificate(readFileSync(await stack.authority()));
      const key = certificate.publicKey.export({ type: "spki", format: "der" });
      const input: BrowserInput = {
        origin: ORIGIN,
        address: NETWORK.node,
        key: createHash("sha256").update(key).digest("base64"),
      };
      const printed = await cluster.sandbox.run([process.execPath, BROWSER], {
        env: cluster.environment,
        input: JSON.stringify(input),
      });
      assert.deepEqual(JSON.parse(printed) as BrowserReport, {
        title: "TaskFlow",
        problem: "",
        tasks: ["Look at <b>this</b>"],
        console: [],
        failed: [],
      });
    });

    it("answers those who try passwords with 429", async () => {
      const url = `${ORIGIN}/api/auth/login`;
      const body = JSON.stringify({ email: "nobody@taskflow.invalid", password: "guess" });
      // At once: the limit is one of a minute, and each attempt takes a while.
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => get(url, ...JSON_BODY, "--data", body)),
      );
      const statuses = answers.map((answer) => /^HTTP\/2 (\d+)/.exec(answer)?.[1]);
      assert.ok(statuses.includes("429"), statuses.join(" "));
    });
  });
}
