import assert from "node:assert/strict";
import { chartArgs, imageValues } from "../../components/cert-manager/values.ts";
import { imageResolver } from "../../components/kubernetes/images.ts";
import { DIGEST } from "../support/fixtures.ts";

const version = "v1.21.1";
const settings = {
  images: imageResolver(),
  namespace: "cert-manager",
  priorityClass: "taskflow-application",
  version,
  replicas: 2,
};

/** The plain form of the arguments, which hold no outputs here. */
function plain(changes: Partial<Parameters<typeof chartArgs>[0]> = {}) {
  return JSON.parse(JSON.stringify(chartArgs({ ...settings, ...changes }))) as Values;
}

interface Part {
  readonly replicaCount: number;
  readonly image: { readonly repository: string; readonly tag: string; readonly digest: string };
  readonly resources: { readonly limits: object; readonly requests: object };
  readonly containerSecurityContext: object;
}

interface Values extends Part {
  readonly webhook: Part;
  readonly cainjector: Part;
  readonly startupapicheck: Part;
  readonly global: object;
  readonly installCRDs?: boolean;
  readonly helmOptions: {
    readonly chart?: string;
    readonly version: string;
    readonly repositoryOpts?: { readonly repo: string };
    readonly values: Record<string, { readonly image: Part["image"] }>;
  };
}

describe("chartArgs", () => {
  const serving = { controller: plain(), webhook: plain().webhook, cainjector: plain().cainjector };
  for (const [name, part] of Object.entries(serving)) {
    it(`give ${name} replicas, limits, an unprivileged user and an image by digest`, () => {
      assert.equal(part.replicaCount, 2);
      assert.deepEqual(Object.keys(part.resources.limits), ["cpu", "memory", "ephemeral-storage"]);
      assert.deepEqual(part.containerSecurityContext, {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: 10001,
        runAsGroup: 10001,
        seccompProfile: { type: "RuntimeDefault" },
      });
      assert.match(part.image.digest, /^sha256:/);
      assert.equal(part.image.repository, `quay.io/jetstack/cert-manager-${name}`);
    });
  }

  it("pin the chart, and install its types once, to be kept", () => {
    const { helmOptions, installCRDs } = plain();
    assert.equal(helmOptions.version, version);
    assert.deepEqual(helmOptions.values["crds"], { enabled: true, keep: true });
    // The chart refuses the deprecated name of it beside the new one.
    assert.equal(installCRDs, undefined);
  });

  it("put nothing into the values that the package would drop", () => {
    const lost = Object.keys(plain().helmOptions.values).filter((key) => key in plain());
    assert.deepEqual(lost, []);
  });

  it("pin the image that answers challenges", () => {
    assert.match(plain().helmOptions.values["acmesolver"]?.image.digest ?? "", /^sha256:/);
  });

  it("elect leaders in its own namespace, with a priority", () => {
    assert.deepEqual(plain().global, {
      priorityClassName: "taskflow-application",
      leaderElection: { namespace: "cert-manager" },
    });
  });

  it("pass pull secrets on", () => {
    assert.deepEqual(plain({ imagePullSecrets: ["pull"] }).global, {
      priorityClassName: "taskflow-application",
      leaderElection: { namespace: "cert-manager" },
      imagePullSecrets: [{ name: "pull" }],
    });
  });

  it("leave the place of the chart to the package unless told", () => {
    const { chart, repositoryOpts } = plain().helmOptions;
    assert.deepEqual([chart, repositoryOpts], [undefined, undefined]);
  });

  it("take the chart from a repository", () => {
    const { chart, repositoryOpts } = plain({
      source: { repository: "https://charts.example.com" },
    }).helmOptions;
    assert.deepEqual([chart, repositoryOpts], [undefined, { repo: "https://charts.example.com" }]);
  });

  it("take the chart from a folder, and not from a folder of a repository", () => {
    const { chart, repositoryOpts } = plain({
      source: { path: "./charts/cert-manager" },
    }).helmOptions;
    assert.deepEqual([chart, repositoryOpts], ["./charts/cert-manager", { repo: "" }]);
  });
});

describe("imageValues", () => {
  it("take a reference apart, with a port and a path of a mirror", () => {
    assert.deepEqual(
      imageValues(`registry.example.com:5000/mirror/a/b:${version}@${DIGEST}`, version),
      {
        repository: "registry.example.com:5000/mirror/a/b",
        tag: version,
        digest: DIGEST,
      },
    );
  });

  it("refuse a reference without digest", () => {
    assert.throws(() => imageValues(`quay.io/a/b:${version}`, version), /repository:tag@sha256/);
  });

  it("refuse images of another version than the chart's", () => {
    assert.throws(() => imageValues(`quay.io/a/b:v1.20.0@${DIGEST}`, version), /both together/);
  });
});
