import { execFile } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { childEnvironment } from "../../infra/config/environment.ts";
import type { Waiver } from "../../policies/waivers.ts";
import { Sandbox } from "./sandbox.ts";

/** Rules about a field that a program sets or leaves to the update to know. */
const RULES = `
import { at } from "../graph.ts";
import type { Rule } from "../rule.ts";

const about = {
  title: "What is separated is separated by a dash.",
  why: "It is a test.",
  severity: "high",
  checklist: ["step1.1"],
  standards: { cis: ["5.7.1"] },
  fix: "Write a dash.",
  examples: { compliant: [], violating: [] },
} as const;

function* separators(inputs: object) {
  for (const field of ["separator", "prefix"]) {
    const is = at(inputs, field);
    if (is !== undefined && is !== "-") yield { path: field, is, must: "be a dash" };
  }
}

export const rules: readonly Rule[] = [
  {
    ...about,
    name: "pet-has-dash",
    looksAt: "resource",
    *check({ inputs, type }) {
      if (type.endsWith(":RandomPet")) yield* separators(inputs);
    },
  },
  {
    ...about,
    name: "pets-have-dashes",
    looksAt: "graph",
    *check({ resources }) {
      for (const resource of resources) {
        if (at(resource.inputs, "keepers", "across") === undefined) continue;
        for (const finding of separators(resource.inputs)) yield { ...finding, resource };
      }
    },
  },
  {
    ...about,
    name: "map-has-dash",
    advisoryOnOneMachine: true,
    looksAt: "resource",
    *check({ inputs }) {
      const is = at(inputs, "data", "separator");
      if (is !== undefined && is !== "-") yield { path: "data.separator", is, must: "be a dash" };
    },
  },
];
`;

/** The entry point without the gate, for what the pack does on its own. */
const UNGATED = `
import { loadConfig } from "./config/index.ts";
import { taskflow } from "../stacks/taskflow.ts";
export default () => taskflow(loadConfig());
`;

export interface Run {
  readonly code: number;
  /** Standard output and error. */
  readonly output: string;
}

/**
 * The project with its entry point, gate, pack and configuration as they are, and a few rules and resources that
 * need no cluster in place of its own.
 */
export class PoliciesProject {
  readonly #cli: string;
  readonly #sandbox = new Sandbox();
  readonly #entry: string;

  constructor(cli: string) {
    this.#cli = cli;
    this.#write("policies/rules/index.ts", RULES);
    this.#entry = readFileSync(join(this.#sandbox.root, "infra/index.ts"), "utf8");
  }

  /** A stack of the example of an environment, without resources. */
  async stack(stack: "production" | "local"): Promise<void> {
    await this.#sandbox.initialize(this.#cli, stack);
    this.waive(stack, {});
  }

  /** What the program declares: statements, in which \`random\`, \`k8s\` and \`gateCommand\` are imported. */
  declare(statements: string, { gated = true } = {}): void {
    this.#write(
      "stacks/taskflow.ts",
      `import * as k8s from "@pulumi/kubernetes";
       import * as pulumi from "@pulumi/pulumi";
       import * as random from "@pulumi/random";
       import { gateCommand } from "../components/release/gate-command.ts";
       export function taskflow(_config: unknown): unknown {
         ${statements}
         void [k8s, pulumi, random, gateCommand];
         return {};
       }`,
    );
    this.#write("infra/index.ts", gated ? this.#entry : UNGATED);
  }

  /** The waivers of a stack, instead of those that it has. */
  waive(stack: string, waivers: Readonly<Record<string, Waiver>>): void {
    const file = join(this.#sandbox.root, `Pulumi.${stack}.yaml`);
    const configuration = parseDocument(readFileSync(file, "utf8"));
    configuration.setIn(["config", "taskflow:waivers"], configuration.createNode(waivers));
    writeFileSync(file, configuration.toString());
  }

  /** Runs the CLI, whose failure is a result as well. */
  run(command: string, stack: string, ...options: readonly string[]): Promise<Run> {
    return this.#pulumi([
      command,
      "--stack",
      stack,
      "--non-interactive",
      "--color=never",
      ...options,
    ]);
  }

  /** Names of what the stack has but providers and the stack itself. */
  async state(stack: string): Promise<string[]> {
    const { output } = await this.#pulumi(["stack", "export", "--stack", stack]);
    const { deployment } = JSON.parse(output) as {
      deployment: { resources?: readonly { readonly urn: string }[] };
    };
    return (deployment.resources ?? [])
      .filter(({ urn }) => !/::pulumi:(?:pulumi:Stack|providers:\w+)::/.test(urn))
      .map(({ urn }) => urn.split("::")[3] ?? "");
  }

  /** The pack as a tarball unpacks it: without the rest of the repository. */
  publishedPack(): string {
    const folder = join(dirname(this.#sandbox.root), "published/policies");
    cpSync(join(this.#sandbox.root, "policies"), folder, { recursive: true });
    cpSync(join(this.#sandbox.root, "node_modules"), join(folder, "node_modules"), {
      recursive: true,
      verbatimSymlinks: true,
    });
    return folder;
  }

  /** Writes a file of the project. */
  write(path: string, content: string): void {
    this.#write(path, content);
  }

  remove(): void {
    this.#sandbox.remove();
  }

  #write(path: string, content: string): void {
    writeFileSync(join(this.#sandbox.root, path), content);
  }

  #pulumi(args: readonly string[]): Promise<Run> {
    const env = childEnvironment({}, [dirname(process.execPath), dirname(this.#cli)]);
    return new Promise((resolve) => {
      execFile(this.#cli, args, { cwd: this.#sandbox.root, env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
      });
    });
  }
}
