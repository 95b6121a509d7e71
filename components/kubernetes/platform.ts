import type { Input } from "@pulumi/pulumi";

/** What every workload of one TaskFlow instance shares, decided once by the stack. */
export interface Platform {
  /** Name of the instance: the value of `app.kubernetes.io/instance`. */
  readonly instance: string;
  /** Version being released, with its `v` (`v1.0.0`): the value of `app.kubernetes.io/version`. */
  readonly version: string;
  /** IANA time zone. It is `TZ` of every container and of the database, so that all clocks read alike. */
  readonly timeZone: string;
  /** Resolves a name of the image catalogue to `registry/repository:tag@sha256:…`. */
  readonly image: (name: string) => string;
  /** Names of pull secrets in the workload's namespace. Default: none, for registries that need no login. */
  readonly imagePullSecrets?: readonly string[];
}

/** Where the pods of one concern run, and how important they are. */
export interface Placement {
  readonly platform: Platform;
  /** Namespace of every namespaced object of the concern. */
  readonly namespace: Input<string>;
  /** PriorityClass of its pods. */
  readonly priorityClass: Input<string>;
}
