import type { Refusal } from "../gates/gate.ts";
import type { Facts } from "./facts.ts";
import type { ReadinessInput } from "./input.ts";
import { nameOf } from "./rights.ts";
import { MINORS, minorOf } from "./versions.ts";

/** Items of the checklist that the cluster's facts decide. */
export const READINESS_ITEMS = ["infra.1", "step7.2"] as const;

/** What a release cannot do without and the cluster has not. */
export function judge(facts: Facts, input: ReadinessInput): Refusal[] {
  return [
    ...version(facts),
    ...nodes(facts),
    ...apis(facts, input),
    ...edgeClass(facts, input),
    ...storage(facts, input),
    ...rights(facts),
    ...metrics(facts),
  ];
}

/** What is so, by item, for the record of the release. */
export function factsFor({ gitVersion, nodes, measured }: Facts, input: ReadinessInput) {
  const ready = nodes.filter((node) => node.ready).length;
  const count = Array.isArray(measured) ? measured.length : 0;
  return {
    "infra.1": `Kubernetes ${gitVersion}, ${ready} of ${nodes.length} nodes ready, ${input.apis.length} APIs as needed`,
    "step7.2": `${count} of ${nodes.length} nodes measured`,
  };
}

function version({ gitVersion }: Facts): Refusal[] {
  const minor = minorOf(gitVersion);
  const { oldest, writtenFor, newest } = MINORS;
  if (minor === undefined || minor < oldest) {
    return [
      refusal(
        `The cluster runs Kubernetes ${gitVersion}, and what is declared needs 1.${oldest} or newer.`,
        `Upgrade the cluster to 1.${writtenFor}.`,
      ),
    ];
  }
  if (minor > newest) {
    return [
      refusal(
        `The cluster runs Kubernetes ${gitVersion}, and the program was written for 1.${writtenFor}.`,
        "Update @pulumi/kubernetes and the schemas of the tests, see what they say, and raise the versions in components/release/readiness/versions.ts.",
      ),
    ];
  }
  return [];
}

function nodes({ nodes }: Facts): Refusal[] {
  if (nodes.some(({ ready }) => ready)) return [];
  return [
    refusal(
      `None of the cluster's ${nodes.length} nodes is ready.`,
      "See what `kubectl describe nodes` says of them.",
    ),
  ];
}

function apis({ apis }: Facts, input: ReadinessInput): Refusal[] {
  const served = new Set(apis);
  return input.apis
    .filter((api) => !served.has(api))
    .map((api) =>
      refusal(
        `The cluster does not serve ${api}.`,
        "Install what serves it, or configure the stack to go without.",
      ),
    );
}

function edgeClass({ edgeClass }: Facts, input: ReadinessInput): Refusal[] {
  const { kind, name } = input.edgeClass;
  if (!edgeClass) {
    const fix = "Install the controller, or name its class in edge.className.";
    return [refusal(`There is no ${kind} ${name}.`, fix)];
  }
  if (edgeClass.accepted) return [];
  const fix = `See the conditions that \`kubectl describe ${kind.toLowerCase()} ${name}\` shows.`;
  return [refusal(`No controller has accepted ${kind} ${name}.`, fix)];
}

function storage({ storageClasses }: Facts, input: ReadinessInput): Refusal[] {
  const names = storageClasses.map(({ name }) => name);
  const known = names.length > 0 ? `The cluster has ${names.join(", ")}.` : "The cluster has none.";
  const missing = input.storage.classes.filter((name) => !names.includes(name));
  const withoutDefault =
    input.storage.needsDefault && !storageClasses.some(({ isDefault }) => isDefault);
  return [
    ...missing.map((name) =>
      refusal(
        `There is no StorageClass ${name}.`,
        `${known} Make it, or name one of them as the volume's storageClass.`,
      ),
    ),
    ...(withoutDefault
      ? [
          refusal(
            "No StorageClass is the default, and a volume names none.",
            `${known} Mark one as the default, or name one as the volume's storageClass.`,
          ),
        ]
      : []),
  ];
}

function rights({ denied }: Facts): Refusal[] {
  return [...denied]
    .filter(([, missing]) => missing.length > 0)
    .map(([namespace, missing]) =>
      refusal(
        `Whoever deploys may not ${missing.map(nameOf).join(", ")} in namespace ${namespace}.`,
        "Grant it: the gates of the release need it, and so does taking a release back.",
      ),
    );
}

function metrics({ measured }: Facts): Refusal[] {
  const fix =
    "Install metrics-server, or see why its APIService v1beta1.metrics.k8s.io is not available: without it nothing scales.";
  if ("problem" in measured) {
    return [
      { item: "step7.2", problem: `The metrics API does not answer: ${measured.problem}`, fix },
    ];
  }
  if (measured.length > 0) return [];
  return [{ item: "step7.2", problem: "The metrics API measures no node.", fix }];
}

function refusal(problem: string, fix: string): Refusal {
  return { item: "infra.1", problem, fix };
}
