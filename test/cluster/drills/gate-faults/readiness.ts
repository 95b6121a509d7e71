import type { Fault } from "./fault.ts";
import { powerLoss } from "./power-loss.ts";
import type { Scene } from "./scene.ts";

const gate = "readiness";

export const readinessFaults: readonly Fault[] = [
  {
    gate,
    fault: "the API server does not answer",
    outcome: "refused",
    says: [
      ...["infra.1: The API server https://", "does not answer: connect ECONNREFUSED"],
      "See whether cluster.context names the right cluster, and whether it can be reached from here.",
    ],
    mend: "bring it back",
    attempt: (scene) => scene.withoutApiServer(() => scene.run(gate)),
  },
  {
    gate,
    fault: "the kubeconfig does not have the context",
    simulation: "handed",
    outcome: "undecided",
    says: [
      "could not be decided, so the release stops: The kubeconfig has no context elsewhere, which cluster.context names.",
    ],
    mend: "set cluster.context",
    attempt: (scene) => scene.run(gate, { input: { ...scene.input(gate), context: "elsewhere" } }),
  },
  {
    gate,
    fault: "metrics-server is gone",
    outcome: "refused",
    says: [
      "step7.2: The metrics API does not answer",
      "Install metrics-server, or see why its APIService v1beta1.metrics.k8s.io is not available: without it nothing scales.",
    ],
    mend: "bring it back",
    attempt: (scene) =>
      scene.without("kube-system", "deployment/metrics-server", () => scene.run(gate)),
  },
  {
    gate,
    fault: "the edge's class is gone",
    outcome: "refused",
    says: [
      "infra.1: There is no IngressClass traefik. Install the controller, or name its class in edge.className.",
    ],
    mend: "install the controller, or name its class in edge.className (the drill puts the class back)",
    attempt: (scene) => withoutObject(scene, "ingressclass/traefik", () => scene.run(gate)),
  },
  {
    gate,
    fault: "no StorageClass is the default",
    outcome: "refused",
    says: [
      "infra.1: No StorageClass is the default, and a volume names none.",
      "Mark one as the default, or name one as the volume's storageClass.",
    ],
    mend: "mark one as the default (the drill has taken the only one away, and puts it back)",
    attempt: async (scene) => {
      const name = await scene.cluster.kubectl(["get", "storageclass", "--output=name"]);
      return withoutObject(scene, name.trim(), () => scene.run(gate));
    },
  },
  powerLoss(gate, /backend: /),
];

/** Has an object of the cluster not exist while something is done. */
async function withoutObject<T>(scene: Scene, name: string, work: () => Promise<T>): Promise<T> {
  const text = await scene.cluster.kubectl(["get", name, "--output=json"]);
  const object = JSON.parse(text) as { readonly metadata: object };
  await scene.cluster.kubectl(["delete", name]);
  const again = {
    ...object,
    metadata: { ...object.metadata, uid: undefined, resourceVersion: undefined },
  };
  return scene.afterwards(work(), () =>
    scene.cluster.kubectl(["create", "--filename=-"], JSON.stringify(again)),
  );
}
