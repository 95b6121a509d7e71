/** One image by its digest, which the registry can never change under the tag. */
export interface Image {
  /** Registry host and path. */
  readonly repository: string;
  /** For people; the digest decides. */
  readonly tag: string;
  /** Of the index over all platforms, so that it is the same on every kind of node. */
  readonly digest: `sha256:${string}`;
}

/** The upstream images. A new version is a new tag and digest here, reviewed like any other change. */
export const catalogue = {
  alertmanager: {
    repository: "quay.io/prometheus/alertmanager",
    tag: "v0.34.1",
    digest: "sha256:e9733bafb1bdef9b00e25a21f8f99dc26a22224bf16641ad754d1649f4c3357a",
  },
  "blackbox-exporter": {
    repository: "quay.io/prometheus/blackbox-exporter",
    tag: "v0.28.0",
    digest: "sha256:e753ff9f3fc458d02cca5eddab5a77e1c175eee484a8925ac7d524f04366c2fc",
  },
  "cert-manager-acmesolver": {
    repository: "quay.io/jetstack/cert-manager-acmesolver",
    tag: "v1.21.1",
    digest: "sha256:dbc7cc1354f603918e7c5af7f55a0a620537394452c93a565bde75c6f48e8837",
  },
  "cert-manager-cainjector": {
    repository: "quay.io/jetstack/cert-manager-cainjector",
    tag: "v1.21.1",
    digest: "sha256:ccf6b919ec0500745a47a910118f834f9636d0aac1ff221245cd2557ed8c7c98",
  },
  "cert-manager-controller": {
    repository: "quay.io/jetstack/cert-manager-controller",
    tag: "v1.21.1",
    digest: "sha256:416a2d76870d996460e62bd7f521bf14fa017be9e3e904aab92163a331fcb61a",
  },
  "cert-manager-startupapicheck": {
    repository: "quay.io/jetstack/cert-manager-startupapicheck",
    tag: "v1.21.1",
    digest: "sha256:d8ab6416e6e7303a86fa0a8daa82c94a8001f21c9d78eb2e7db20534e5d07ae8",
  },
  "cert-manager-webhook": {
    repository: "quay.io/jetstack/cert-manager-webhook",
    tag: "v1.21.1",
    digest: "sha256:d8b3961b51c8c7320633f8208dc46bf88aa13804d0f7cbe48a096b2c523cee42",
  },
  grafana: {
    repository: "docker.io/grafana/grafana",
    tag: "13.2.1",
    digest: "sha256:f772d434e8fab0049deb2b1b30abd43342bcfca1537614aa8d36080232cf4283",
  },
  k6: {
    repository: "docker.io/grafana/k6",
    tag: "1.7.1",
    digest: "sha256:4fd3a694926b064d3491d9b02b01cde886583c4931f1223816e3d9a7bdfa7e0f",
  },
  "kube-state-metrics": {
    repository: "registry.k8s.io/kube-state-metrics/kube-state-metrics",
    tag: "v2.20.0",
    digest: "sha256:42cfe3723a5f058171c627537fb57a3ea0f26e4380fa18555a95cb1a1b4cfc5b",
  },
  loki: {
    repository: "docker.io/grafana/loki",
    tag: "3.7.7",
    digest: "sha256:d70e4659623f3e109af669cae76fe2a5dd5be54e2298fe8aed380d982fbc2500",
  },
  "node-exporter": {
    repository: "quay.io/prometheus/node-exporter",
    tag: "v1.12.1",
    digest: "sha256:1b4e4438faca4dd7e001dd445d161a4a2091b0fededa84093b3a8dfeae1f1be0",
  },
  "otel-collector": {
    repository:
      "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s",
    tag: "0.160.0",
    digest: "sha256:76d7a04f2291da1d8b7ce259468d09f0f9f44f71f67a5737539f64ca82b5bdb1",
  },
  "pgbouncer-exporter": {
    repository: "quay.io/prometheuscommunity/pgbouncer-exporter",
    tag: "v0.12.1",
    digest: "sha256:30f31b6c2efdad3647f8182cc7c1a3a19e42bae5d17387694989f969371c230d",
  },
  "postgres-exporter": {
    repository: "quay.io/prometheuscommunity/postgres-exporter",
    tag: "v0.20.1",
    digest: "sha256:ac5ec343104fae0e2d84a27bb8d69b38430a11910c5382cad85d478d2bab713e",
  },
  prometheus: {
    repository: "quay.io/prometheus/prometheus",
    tag: "v3.14.0",
    digest: "sha256:5ce7540c3c00ef4ab0c9d2c995c6a5b9c421f44b4a115d97a2c7af3b1c21cbb0",
  },
} as const satisfies Record<string, Image>;

/** Images that are built from `images/` and pushed to a registry of one's own: they have no reference here. */
export const ownImages = ["postgres", "pgbouncer"] as const;

/** Where a stack pulls from. */
export interface ImageSources {
  /** Replaces the registry host of every upstream image, for mirrors and closed networks. Default: none. */
  readonly prefix?: string;
  /** Whole references by name, taken as they are: own images, and upstream ones that were rebuilt. Default: none. */
  readonly overrides?: Readonly<Record<string, string>>;
}

/**
 * `repository:tag@digest`. With a prefix `registry.example.com/mirror`, `quay.io/prometheus/prometheus` is
 * `registry.example.com/mirror/prometheus/prometheus`: the layout of a pull-through mirror with one project.
 */
export function imageReference({ repository, tag, digest }: Image, prefix?: string): string {
  const path = repository.slice(repository.indexOf("/") + 1);
  const mirrored = prefix === undefined ? repository : `${prefix.replace(/\/+$/, "")}/${path}`;
  return `${mirrored}:${tag}@${digest}`;
}

/** Resolves names to references. A name that nobody provides is an error that says who has to. */
export function imageResolver({ prefix, overrides = {} }: ImageSources = {}): (
  name: string,
) => string {
  return (name) => {
    if (Object.hasOwn(overrides, name)) return overrides[name] ?? "";
    if (isUpstream(name)) return imageReference(catalogue[name], prefix);
    if (ownImages.some((own) => own === name)) {
      throw new Error(
        `Image "${name}" is built from images/postgres. Set its reference in images.overrides.${name}, ` +
          `such as registry.example.com/taskflow/${name}:1.0.0@sha256:…`,
      );
    }
    throw new Error(
      `Image "${name}" is not in the catalogue. It has: ${Object.keys(catalogue).join(", ")}.`,
    );
  };
}

function isUpstream(name: string): name is keyof typeof catalogue {
  return Object.hasOwn(catalogue, name);
}
