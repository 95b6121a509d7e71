import { JOBS, type Source } from "../../monitoring/sources.ts";
import type { Refusal } from "../gates/gate.ts";
import type { Pod } from "../kubernetes/objects.ts";
import type { Target } from "./prometheus.ts";

/** What must be read, by what is declared and what runs. */
export interface ExpectedTargets {
  readonly sources: readonly Source[];
  /** Pods that ask to be read. */
  readonly pods: readonly { readonly namespace: string; readonly name: string }[];
  readonly nodes: readonly string[];
}

/** Whether Prometheus reads everything that it should, and everything that it reads answers. */
export function judgeTargets(targets: readonly Target[], expected: ExpectedTargets): Refusal[] {
  return [...missing(targets, expected), ...silent(targets)];
}

/** The pods of a list that run, stay, and ask to be read by their annotation. */
export function scrapedPods(pods: readonly Pod[]): ExpectedTargets["pods"] {
  return pods
    .filter(
      ({ metadata, status }) =>
        metadata?.annotations?.["prometheus.io/scrape"] === "true" &&
        metadata.deletionTimestamp === undefined &&
        status?.phase === "Running",
    )
    .map(({ metadata }) => ({ namespace: metadata?.namespace ?? "", name: metadata?.name ?? "" }));
}

function missing(targets: readonly Target[], { sources, pods, nodes }: ExpectedTargets): Refusal[] {
  const labelled = (labels: Readonly<Record<string, string>>) =>
    targets.some((target) =>
      Object.entries(labels).every(([name, value]) => target.labels[name] === value),
    );
  const jobs = sources.flatMap((source) => JOBS[source] ?? []);
  return [
    ...jobs
      .filter((job) => !labelled({ job }))
      .map((job) => `There is no target of job ${job}, which is declared.`),
    ...pods
      .filter(({ namespace, name }) => !labelled({ namespace, pod: name }))
      .map(({ namespace, name }) => `Pod ${namespace}/${name} asks to be read, and is no target.`),
    ...(sources.includes("kubelet") ? nodes : [])
      .filter((node) => !labelled({ job: "kubelet", node }))
      .map((node) => `The kubelet of node ${node} is no target.`),
  ].map((problem) => ({
    item: "step6.1",
    problem,
    fix: "See whether Prometheus may list the pods (its log says so), and whether their annotations are there.",
  }));
}

function silent(targets: readonly Target[]): Refusal[] {
  return targets
    .filter(({ health }) => health !== "up")
    .map(({ labels, health, lastError, scrapeUrl }) => {
      const { job = "", namespace, pod, node, instance = "" } = labels;
      const who = pod === undefined ? (node ?? instance) : `${namespace ?? ""}/${pod}`;
      const why = health === "down" ? `is down: ${lastError}` : "has not been read yet";
      return {
        item: "step6.2",
        problem: `Target ${job} ${who} ${why}.`,
        fix: `See whether ${new URL(scrapeUrl).pathname} answers there, and whether a network policy is in the way.`,
      };
    });
}
