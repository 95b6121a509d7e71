import * as z from "zod/mini";

const name = z.string().check(z.minLength(1));

const workload = z.strictObject({
  /** Image by digest, where there is one. */
  image: name,
  /** Hash of the template that its pods will be declared with. */
  templateHash: name,
});

export const readinessInput = z.strictObject({
  /** Context of the kubeconfig. Default: the current one. */
  context: z.exactOptional(name),
  /** Namespace of the application. */
  namespace: name,
  /** Namespace of the bundled monitoring. Absent: it is somebody else's, and nothing is asked there. */
  monitoring: z.exactOptional(name),
  /** Group and version of each API that the stack has objects of (`apps/v1`), but for those that it brings itself. */
  apis: z.array(name).check(z.minLength(1)),
  /** Who receives requests. */
  edgeClass: z.strictObject({ kind: z.enum(["IngressClass", "GatewayClass"]), name }),
  storage: z.strictObject({
    /** Classes that volumes name. */
    classes: z.array(name),
    /** Whether a volume names none, and takes the cluster's default. */
    needsDefault: z.boolean(),
  }),
  /** `v1.0.0` */
  version: name,
  /**
   * What the release makes of the two workloads, by the names of their Deployments. Nothing is asked about it: it is
   * here so that what serves is recorded anew whenever their pods are about to change.
   */
  workloads: z.strictObject({ backend: workload, frontend: workload }),
});

/** What a cluster must have before a release touches it. */
export type ReadinessInput = z.infer<typeof readinessInput>;

/** The Deployments of the release. */
export const WORKLOAD_NAMES = ["backend", "frontend"] as const;

export type WorkloadName = (typeof WORKLOAD_NAMES)[number];
