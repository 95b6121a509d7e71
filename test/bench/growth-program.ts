/**
 * Previews a program of several TaskFlows in this process: `node growth-program.ts 10`. What is measured is the whole
 * process: it prints how many resources there are, or with `--json` those of the cluster.
 */
import { join } from "node:path";
import { previewProgram } from "../../infra/preview/engine/index.ts";
import { type TaskflowConfig, loadConfig, readStackFile } from "../../infra/config/index.ts";
import { taskflow } from "../../stacks/taskflow.ts";

const instances = Number(process.argv[2]);
const root = join(import.meta.dirname, "../..");
const { config, secretKeys } = readStackFile(root, "production");
const { resources } = await previewProgram(
  () => {
    const production = loadConfig();
    for (let index = 1; index <= instances; index++) taskflow(instance(production, index));
  },
  {
    project: "taskflow",
    stack: "production",
    root,
    config,
    secretKeys: [...secretKeys],
    log: () => undefined,
  },
);
const objects = () =>
  resources.filter(({ type }) => type.startsWith("kubernetes:")).map(({ inputs }) => inputs);
const text = process.argv[3] === "--json" ? JSON.stringify(objects()) : String(resources.length);
process.stdout.write(`${text}\n`, () => {
  // What the SDK leaves open would hold the process for no use.
  process.exit();
});

/** Another TaskFlow in the same cluster. All share the cert-manager there is. */
function instance({ cluster, ...rest }: TaskflowConfig, index: number): TaskflowConfig {
  const of = (name: string) => `${name}-${index}`;
  const { application, monitoring, agents } = cluster.namespaces;
  return {
    ...rest,
    certManager: { type: "existing", namespace: "cert-manager" },
    cluster: {
      ...cluster,
      instance: of(cluster.instance),
      namespaces: {
        ...cluster.namespaces,
        application: of(application),
        monitoring: of(monitoring),
        agents: of(agents),
      },
    },
  };
}
