import * as z from "zod/mini";
import { expectations } from "./input.ts";

const name = z.string().check(z.minLength(1));

const serving = z.strictObject({
  replicaSet: name,
  revision: z.string(),
  podTemplateHash: z.string(),
  version: z.exactOptional(z.string()),
  images: z.record(z.string(), z.string()),
});

const workload = z.strictObject({
  /** Name of the Deployment. */
  name,
  image: name,
  /** Hash that its pods are declared with. */
  templateHash: name,
  /** Its Service, by the name of its port. */
  service: z.strictObject({ name, port: name }),
  /** What served before the update. Absent at a first deployment. */
  before: z.exactOptional(serving),
});

/** What the smoke gate is asked. */
export const smokeGateInput = z.strictObject({
  ...expectations,
  /** Context of the kubeconfig. Default: the current one. */
  context: z.exactOptional(name),
  /** Namespace of the application. */
  namespace: name,
  workloads: z.strictObject({ backend: workload, frontend: workload }),
  user: z.strictObject({
    /** Secret with its `email` and `password`. */
    secretName: name,
  }),
  /** Absent where there is no way to the edge from where the engine runs. */
  edge: z.exactOptional(
    z.strictObject({
      host: name,
      /** Address or host name to connect to. Default: what the host resolves to. */
      address: z.exactOptional(name),
      /** Secret with the certificate, where those that Node trusts have not signed it. */
      certificateSecret: z.exactOptional(name),
    }),
  ),
  /** Absent where no run of k6 is configured. */
  k6: z.exactOptional(
    z.strictObject({
      /** Template of its Job. */
      cronJob: name,
      /** That it must measure at least. What else it must is in the limits. */
      requestsPerSecond: z.number().check(z.positive()),
    }),
  ),
  /** Seconds that a rollout may take. */
  rolloutSeconds: z.number().check(z.positive(), z.maximum(3600)),
});

export type SmokeGateInput = z.infer<typeof smokeGateInput>;
