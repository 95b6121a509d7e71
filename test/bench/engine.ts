import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseDocument } from "yaml";
import { embeddedPreview, previewDocument } from "./embedded.ts";
import { writeFolder } from "./manifests.ts";
import { type Command, run } from "./measure.ts";

const STACK = "production";

/** What the engine needs of the repository to run the program. */
const program = ["components", "infra", "policies", "stacks", "package.json", "Pulumi.yaml"];

/**
 * Previews with the real engine: the program, one with as many bare ConfigMaps, and an empty one. Each is a project
 * of its own with a new stack, in a backend of its own.
 */
export async function enginePreviews(
  cli: string,
  root: string,
  work: string,
): Promise<{ commands: Command[]; resources: number }> {
  const production = join(work, "production");
  for (const path of program) {
    cpSync(join(root, path), join(production, path), { recursive: true });
  }
  writeFolder(production, new Map([[`Pulumi.${STACK}.yaml`, stackFile(root)]]));
  linkPackages(root, production);
  const { summary } = await previewDocument(embeddedPreview(production));

  const configMaps = join(work, "config-maps");
  writeFolder(configMaps, floor("config-maps", configMapProgram(summary.resources)));
  linkPackages(root, configMaps);
  const empty = join(work, "empty");
  writeFolder(empty, floor("empty", ""));
  linkPackages(root, empty);

  const env = engineEnvironment(cli, join(work, "backend"));
  const command = (name: string, cwd: string): Command => ({
    label: `\`pulumi preview\` of ${name}`,
    file: cli,
    args: ["preview", "--stack", STACK, "--non-interactive"],
    cwd,
    env,
  });
  const commands = [
    command("production", production),
    command("as many bare ConfigMaps", configMaps),
    command("an empty program", empty),
  ];
  for (const each of commands) {
    await run({ ...each, args: ["stack", "init", STACK, "--no-select", "--non-interactive"] });
  }
  return { commands, resources: summary.resources };
}

/** A backend of the bench's own, and no cluster whatever this machine has. */
function engineEnvironment(cli: string, backend: string): NodeJS.ProcessEnv {
  mkdirSync(backend, { recursive: true });
  return {
    ...process.env,
    PATH: [dirname(process.execPath), dirname(cli), process.env["PATH"]].join(delimiter),
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    PULUMI_CONFIG_PASSPHRASE: "example",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    KUBECONFIG: "/dev/null",
  };
}

/** The engine looks there for the plugins that a project needs. */
function linkPackages(root: string, project: string): void {
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
}

/** The stack's configuration without the chart of cert-manager, which the engine would download. */
function stackFile(root: string): string {
  const document = parseDocument(readFileSync(join(root, `Pulumi.${STACK}.yaml`), "utf8"));
  document.setIn(["config", "taskflow:certManager"], {
    type: "existing",
    namespace: "cert-manager",
  });
  return document.toString();
}

function floor(name: string, source: string): Map<string, string> {
  const project = `name: ${name}
main: index.js
runtime:
  name: nodejs
  options:
    typescript: false
`;
  return new Map([
    ["Pulumi.yaml", project],
    ["package.json", '{ "type": "module" }\n'],
    ["index.js", source],
  ]);
}

function configMapProgram(count: number): string {
  return `import * as k8s from "@pulumi/kubernetes";
for (let index = 0; index < ${count}; index++) {
  const name = \`config-map-\${index}\`;
  new k8s.core.v1.ConfigMap(name, { metadata: { name }, data: { key: "value" } });
}
`;
}
