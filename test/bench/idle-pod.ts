import type { Cluster } from "../cluster/cluster.ts";
import type { Result } from "../cluster/machine.ts";
import { until } from "../cluster/until.ts";
import type { Container } from "../support/pods.ts";

const NAMESPACE = "--namespace=taskflow";

/** As much of a CronJob as is taken over. */
interface CronJob {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: {
        readonly template: {
          readonly metadata: { readonly labels: Readonly<Record<string, string>> };
          readonly spec: {
            readonly initContainers?: readonly Container[];
            readonly containers: readonly Container[];
          };
        };
      };
    };
  };
}

/** A pod as a template makes them, which waits to be told what to run. */
export class IdlePod {
  readonly #cluster: Cluster;
  readonly #name: string;

  private constructor(cluster: Cluster, name: string) {
    this.#cluster = cluster;
    this.#name = name;
  }

  /** With the container of the template that has pgBackRest, and what that mounts and may use. */
  static async of(cluster: Cluster, cronJob: string): Promise<IdlePod> {
    const get = ["get", `cronjob/${cronJob}`, NAMESPACE, "--output=json"];
    const { spec } = JSON.parse(await cluster.kubectl(get)) as CronJob;
    const { template } = spec.jobTemplate.spec;
    const name = `bench-${cronJob}`;
    const { initContainers = [], containers } = template.spec;
    const [container] = [...initContainers, ...containers];
    if (!container) throw new Error(`the template ${cronJob} has no container`);
    await cluster.apply([
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace: "taskflow", labels: template.metadata.labels },
        spec: {
          ...template.spec,
          initContainers: [],
          containers: [idle(container)],
          terminationGracePeriodSeconds: 0,
        },
      },
    ]);
    await cluster.kubectl([
      ...["wait", `pod/${name}`, NAMESPACE, "--for=condition=Ready", "--timeout=120s"],
    ]);
    const pod = new IdlePod(cluster, name);
    // A network learns a moment after a pod has begun what it may connect to.
    await until("the repository", async () => {
      const { status } = await pod.#exec(["pgbackrest", "--stanza=taskflow", "info"]);
      return status === 0 || undefined;
    });
    return pod;
  }

  /** @throws Error with what it printed when it fails. */
  async run(command: readonly string[]): Promise<Result> {
    const result = await this.#exec(command);
    const { status, stdout, stderr } = result;
    if (status !== 0) throw new Error(`${command.join(" ")} failed: ${stdout}${stderr}`);
    return result;
  }

  /** Seconds from the start of a program to its end, taken in the pod. */
  async time(command: readonly string[]): Promise<number> {
    const script = `TIMEFORMAT=%R; time "$@"`;
    const { stderr } = await this.run(["bash", "-euc", script, "bash", ...command]);
    return Number(stderr.trimEnd().split("\n").at(-1));
  }

  #exec(command: readonly string[]): Promise<Result> {
    const { sandbox, environment: env } = this.#cluster;
    return sandbox.try(["kubectl", "exec", this.#name, NAMESPACE, "--", ...command], { env });
  }
}

function idle(container: Container): object {
  const { name, image, env, envFrom, resources, securityContext, volumeMounts } = container;
  return {
    ...{ name, image, env, envFrom, resources, securityContext, volumeMounts },
    command: ["sleep", "infinity"],
  };
}
