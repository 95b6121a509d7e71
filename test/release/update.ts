import { isDeepStrictEqual } from "node:util";
import { readStackFile } from "../../infra/config/stack-file.ts";
import type { PreviewDocument } from "../../infra/preview/document.ts";
import { previewProgram, runWith } from "../../infra/preview/engine/index.ts";
import type { Surroundings } from "../../infra/preview/engine/runtime.ts";
import { type WireObject, declaredInputs, secret } from "../../infra/preview/engine/wire.ts";
import { program } from "../../infra/program.ts";
import { UpdateMonitor, withIgnored } from "../cluster/deployment/monitor.ts";
import type { Fields } from "../support/objects.ts";
import { root } from "../support/stacks.ts";

/** What is kept of a stack from one update to the next: the gates by URN. */
export type State = ReadonlyMap<string, { readonly inputs: WireObject; readonly stdout: string }>;

/** An update without a cluster: what gates ran, and what is kept. */
export interface Update {
  readonly ran: readonly string[];
  readonly state: State;
}

/** Groups of the configuration. */
export type Groups = Readonly<Record<string, Fields>>;

const STACK = "production";

/** The stack with every gate there is, and nothing whose resources are made by others. */
export function groups(): Groups {
  const { config } = readStackFile(root, STACK);
  const own = Object.entries(config).map(([key, text]) => [
    key.replace(/^taskflow:/, ""),
    parsed(text),
  ]);
  return {
    ...(Object.fromEntries(own) as Groups),
    certManager: { type: "existing", namespace: "cert-manager" },
  };
}

/** Updates a stack: what has not changed since `before` is left as it is, as the engine would. */
export async function update(configured: Groups, before: State = new Map()): Promise<Update> {
  const ran: string[] = [];
  const state = new Map(before);
  const monitor = new UpdateMonitor("taskflow", STACK, (urn, type, given, options) => {
    if (type.startsWith("random:")) return Promise.resolve({ ...given, result: secret("x") });
    if (type !== "command:local:Command") return Promise.resolve(given);
    const kept = state.get(urn);
    const inputs = withIgnored(given, kept?.inputs, options);
    const gate = inputs["create"] as string;
    if (kept && isDeepStrictEqual(kept.inputs, inputs)) {
      return Promise.resolve({ ...inputs, stdout: kept.stdout });
    }
    ran.push(gate);
    const stdout = resultOf(gate, declaredInputs(inputs), ran.length + (kept ? 100 : 0));
    state.set(urn, { inputs, stdout });
    return Promise.resolve({ ...inputs, stdout });
  });
  await runWith(program, { ...surroundings(configured), monitor, dryRun: false });
  return { ran, state };
}

/** What `npm run preview` sees of a stack. */
export function previewed(configured: Groups): Promise<PreviewDocument> {
  return previewProgram(program, surroundings(configured));
}

function surroundings(configured: Groups): Omit<Surroundings, "monitor" | "dryRun"> {
  const { secretKeys } = readStackFile(root, STACK);
  const texts = Object.entries(configured).map(([name, value]) => [
    `taskflow:${name}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const secrets = [...secretKeys].map((key) => [key, "a secret of the test"]);
  return {
    ...{ project: "taskflow", stack: STACK, root, log: () => undefined },
    config: Object.fromEntries([...texts, ...secrets]) as Record<string, string>,
    secretKeys: [...secretKeys],
  };
}

/** What a gate would return: another result each time. */
function resultOf(gate: string, { stdin }: Record<string, unknown>, run: number): string {
  const { release } = JSON.parse(String(stdin)) as { release?: { version: string } };
  const results: Record<string, object> = {
    readiness: { serving: {} },
    backup: {
      id: `backup-${run}`,
      version: release?.version ?? "",
      copies: [{ label: `backup-${run}` }],
    },
    // The same schema each time, as of the same migrations.
    rehearse: { run, schema: { version: "0001_tasks", tables: ["task"], digest: "ab" } },
  };
  const recorded = { attempt: `attempt-${run}` };
  return JSON.stringify({ ...(results[gate] ?? { run }), recorded });
}

function parsed(text: string): unknown {
  return text.startsWith("{") ? (JSON.parse(text) as unknown) : text;
}
