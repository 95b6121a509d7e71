import type { CertManagerArgs, types } from "@pulumi/kubernetes-cert-manager";
import type { Input } from "@pulumi/pulumi";
import { UID } from "../kubernetes/pod.ts";
import { type Resources, resourceRequirements } from "../kubernetes/resources.ts";

/** Name of the Helm release, which the names of its objects begin with. */
export const RELEASE = "cert-manager";

/** Where the chart comes from. */
export type ChartSource =
  /** A Helm repository, such as a mirror in a closed network. */
  | { readonly repository: string }
  /** A folder or archive on the machine that runs the engine. */
  | { readonly path: string };

/** What each of its pods may use. */
export interface Sizes {
  readonly controller: Resources;
  readonly webhook: Resources;
  readonly cainjector: Resources;
  /** The job that waits until the webhook answers. */
  readonly startupCheck: Resources;
}

/** What the chart's arguments follow from. */
export interface ChartSettings {
  readonly images: (name: string) => string;
  readonly imagePullSecrets?: readonly string[];
  readonly namespace: Input<string>;
  readonly priorityClass: Input<string>;
  readonly version: string;
  readonly source?: ChartSource;
  readonly replicas: number;
  readonly sizes?: Partial<Sizes>;
}

const small: Resources = {
  cpu: { request: "10m", limit: "200m" },
  memory: { request: "64Mi", limit: "128Mi" },
  ephemeralStorage: { request: "16Mi", limit: "64Mi" },
};

const defaultSizes: Sizes = {
  controller: {
    ...small,
    cpu: { request: "25m", limit: "500m" },
    memory: { request: "128Mi", limit: "256Mi" },
  },
  webhook: small,
  // It keeps every Secret and webhook configuration of the cluster in memory.
  cainjector: { ...small, memory: { request: "128Mi", limit: "384Mi" } },
  startupCheck: small,
};

/**
 * Arguments of the package. It passes a group of values (`webhook`, `cainjector`, `global`, …) either by its own
 * argument or not at all: what `helmOptions.values` says about such a group is lost. Only what it has no argument for
 * (`crds`, `acmesolver`) goes through there.
 */
export function chartArgs(settings: ChartSettings): CertManagerArgs {
  const { namespace, priorityClass, version, replicas, imagePullSecrets } = settings;
  const sizes = { ...defaultSizes, ...settings.sizes };
  const image = (part: string) => imageValues(settings.images(`cert-manager-${part}`), version);
  return {
    replicaCount: replicas,
    image: image("controller"),
    resources: resourceRequirements(sizes.controller),
    containerSecurityContext,
    global: {
      priorityClassName: priorityClass,
      // The default is kube-system, where an application has no business.
      leaderElection: { namespace },
      ...(imagePullSecrets?.length && {
        imagePullSecrets: imagePullSecrets.map((name) => ({ name })),
      }),
    },
    webhook: {
      replicaCount: replicas,
      image: image("webhook"),
      resources: resourceRequirements(sizes.webhook),
      containerSecurityContext,
    },
    cainjector: {
      replicaCount: replicas,
      image: image("cainjector"),
      resources: resourceRequirements(sizes.cainjector),
      containerSecurityContext,
    },
    startupapicheck: {
      image: image("startupapicheck"),
      resources: resourceRequirements(sizes.startupCheck),
    },
    helmOptions: {
      name: RELEASE,
      namespace,
      version,
      ...chartLocation(settings.source),
      // An upgrade that fails leaves the version before it, not a mixture.
      atomic: true,
      values: {
        // Kept when the release goes: with the types, all certificates would go too.
        crds: { enabled: true, keep: true },
        acmesolver: { image: image("acmesolver") },
      } satisfies Record<string, unknown> & Readonly<Partial<Record<keyof CertManagerArgs, never>>>,
    },
  };
}

/** An image as the chart writes it. */
export function imageValues(
  reference: string,
  version: string,
): { repository: string; tag: string; digest: string } {
  const match = /^(?<repository>.+):(?<tag>[^:@/]+)@(?<digest>sha256:[0-9a-f]{64})$/.exec(
    reference,
  );
  const { repository, tag, digest } = match?.groups ?? {};
  if (repository === undefined || tag === undefined || digest === undefined) {
    throw new Error(`Image ${reference} must be repository:tag@sha256:….`);
  }
  if (tag !== version) {
    throw new Error(
      `The chart of cert-manager is ${version}, but image ${repository} is ${tag}. Change both together.`,
    );
  }
  return { repository, tag, digest };
}

function chartLocation(
  source: ChartSource | undefined,
): Pick<types.input.ReleaseArgs, "chart" | "repositoryOpts"> {
  if (!source) return {};
  return "path" in source
    ? // An empty repository, since the package would put the project's in its place and look there for the path.
      { chart: source.path, repositoryOpts: { repo: "" } }
    : { repositoryOpts: { repo: source.repository } };
}

/** Pod Security "restricted"; the chart adds the pod's part. */
const containerSecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: UID,
  runAsGroup: UID,
  seccompProfile: { type: "RuntimeDefault" },
};
