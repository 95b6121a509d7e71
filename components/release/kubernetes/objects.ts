/*
 * Objects as the API server writes them in JSON: of each, what gates read. The library's own types are classes, of which
 * what it sends is no instance.
 */

export interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Present from when it is to go. */
  readonly deletionTimestamp?: string;
  /** Number of the last change of the specification. */
  readonly generation?: number;
  readonly ownerReferences?: readonly { readonly uid: string; readonly controller?: boolean }[];
  readonly managedFields?: readonly ManagedFields[];
}

/** Who has set which fields. */
export interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly fieldsV1?: object;
}

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly volumes?: readonly {
    readonly secret?: { readonly secretName?: string; readonly optional?: boolean };
    readonly configMap?: { readonly name?: string; readonly optional?: boolean };
  }[];
}

export interface PodTemplate {
  readonly metadata?: Metadata;
  readonly spec?: PodSpec;
}

export interface Deployment {
  readonly metadata?: Metadata;
  readonly spec?: { readonly replicas?: number; readonly template: PodTemplate };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

export interface ReplicaSet {
  readonly metadata?: Metadata;
  readonly spec?: { readonly template?: PodTemplate };
  readonly status?: { readonly availableReplicas?: number };
}

export interface EndpointSlice {
  readonly endpoints?: readonly {
    readonly targetRef?: { readonly kind?: string; readonly name?: string };
    /** Absent means yes. */
    readonly conditions?: { readonly ready?: boolean };
  }[];
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
}

export interface CronJob {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly suspend?: boolean;
    readonly jobTemplate: {
      readonly metadata?: Metadata;
      readonly spec?: { readonly template: PodTemplate };
    };
  };
  readonly status?: {
    /** Jobs that run. */
    readonly active?: readonly object[];
    readonly lastScheduleTime?: string;
    readonly lastSuccessfulTime?: string;
  };
}

export interface HorizontalPodAutoscaler {
  readonly spec?: { readonly metrics?: readonly object[] };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    /** A resource that is not measured has no current value. */
    readonly currentMetrics?: readonly { readonly resource?: { readonly current?: object } }[];
  };
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface Job {
  readonly metadata?: Metadata;
  readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface Node {
  readonly metadata?: Metadata;
}

interface Waiting {
  readonly reason?: string;
  readonly message?: string;
}

interface ContainerState {
  readonly waiting?: Waiting;
  readonly running?: object;
  readonly terminated?: { readonly exitCode: number };
}

export interface ContainerStatus {
  readonly name: string;
  readonly restartCount: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

export interface Pod {
  readonly metadata?: Metadata;
  readonly spec?: PodSpec;
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export interface Secret {
  /** In Base64. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Something that a controller tells of an object. */
export interface Event {
  readonly metadata?: Metadata;
  readonly message?: string;
}
