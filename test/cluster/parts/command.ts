import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ORIGIN } from "../../fixtures/taskflow/stage.ts";
import { Cluster } from "../cluster.ts";
import { NETWORK } from "../layout.ts";
import { localStack } from "../stack/local-stack.ts";
import { type Facts, obstacles } from "../try/facts.ts";
import { execute } from "../stack/execute.ts";

const MAIN = join(import.meta.dirname, "../try/main.ts");

/** Runs `npm run try`. What it says of its progress is said on. */
export async function runTry(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
  const stdout = await text(child.stdout);
  return { status: await ended, stdout };
}

/** The command by which people meet the stack. */
export function command(): void {
  describe("npm run try", () => {
    let said: string;

    it("brings it up from nothing, past every gate", async () => {
      const { status, stdout } = await runTry();
      assert.equal(status, 0, stdout);
      assert.match(stdout, /^TaskFlow is deployed, by (?:the engine|a driver)/m);
      said = stdout;
    });

    it("says where it is, for whoever is on this machine", async () => {
      const [, authority = ""] = /^authority +(.*)$/m.exec(said) ?? [];
      const [, address = ""] = /^address +(.*)$/m.exec(said) ?? [];
      const { hostname, port } = new URL(address);
      assert.equal(hostname, new URL(ORIGIN).hostname);
      const answer = await execute([
        ...["curl", "--silent", "--show-error", "--cacert", authority],
        ...["--resolve", `${hostname}:${port || "443"}:127.0.0.1`, `${address}/health`],
      ]);
      assert.match(answer, /"release":"v1\.0\.0"/);
    });

    it("says how to get at the credentials", async () => {
      const [, tail = ""] =
        /^ +npm run -s cluster -- (exec -- .* get secret .*)$/m.exec(said) ?? [];
      const main = join(import.meta.dirname, "../main.ts");
      const shown = await execute(["bash", "-euc", `"$0" "$1" ${tail}`, process.execPath, main]);
      assert.match(shown, /^\w{48}$/);
    });

    it("would not deploy on a cluster that has it already", async () => {
      const cluster = Cluster.running();
      assert.ok(cluster);
      const program = join(import.meta.dirname, "../programs/facts.ts");
      const { environment: env } = cluster;
      const printed = await cluster.sandbox.run([process.execPath, program], { env });
      const facts = JSON.parse(printed) as Facts;
      assert.deepEqual(facts.apiServer, { addresses: [NETWORK.node], port: 6443 });
      assert.deepEqual(facts.nodes, [NETWORK.node]);
      const { namespaces } = localStack().cluster;
      const inTheWay = obstacles(facts, Object.values(namespaces));
      for (const name of Object.values(namespaces)) {
        assert.ok(inTheWay.includes(`Namespace ${name}`));
      }
      assert.match(inTheWay.join(), /PriorityClass /);
    });
  });
}
