import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type ContainerArgs,
  type PodArgs,
  UID,
  execProbe,
  httpProbe,
  pod,
  spread,
} from "../../components/kubernetes/pod.ts";
import {
  type Mount,
  apiToken,
  claim,
  claimTemplate,
  configFiles,
  scratch,
  secretFiles,
} from "../../components/kubernetes/volumes.ts";
import { list } from "../support/objects.ts";
import { type PodParts, podParts } from "../support/pods.ts";
import { placement, platform, resources, workload } from "../support/fixtures.ts";

const container: ContainerArgs = { name: "sample", image: platform.image("sample"), resources };

function render(args: Partial<PodArgs> = {}): PodParts {
  return podParts(
    pod({ placement, workload, serviceAccountName: "sample", containers: [container], ...args }),
  );
}

describe("pod", () => {
  it("gives every container, also those that run first, what Pod Security restricted asks for", () => {
    const { containers, initContainers, spec } = render({
      initContainers: [{ ...container, name: "before" }],
      containers: [container, { ...container, name: "beside" }],
    });
    assert.equal(initContainers.length + containers.length, 3);
    for (const { securityContext } of [...initContainers, ...containers]) {
      assert.deepEqual(securityContext, {
        allowPrivilegeEscalation: false,
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: UID,
        runAsGroup: UID,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      });
    }
    assert.equal(spec["automountServiceAccountToken"], false);
    assert.deepEqual(spec["securityContext"], {
      runAsNonRoot: true,
      runAsUser: UID,
      runAsGroup: UID,
      fsGroup: UID,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    });
  });

  it("lets a container replace its security context, for agents of the node", () => {
    const securityContext = { readOnlyRootFilesystem: true };
    const [agent] = render({ containers: [{ ...container, securityContext }] }).containers;
    assert.deepEqual(agent?.securityContext, securityContext);
  });

  it("has requests and limits of all three resources on every container", () => {
    const [only] = render().containers;
    const names = ["cpu", "memory", "ephemeral-storage"];
    assert.deepEqual(Object.keys(only?.resources?.requests ?? {}), names);
    assert.deepEqual(Object.keys(only?.resources?.limits ?? {}), names);
  });

  it("sets the time zone of every container, and a container cannot lose it by having others", () => {
    const { containers, initContainers } = render({
      initContainers: [{ ...container, name: "before" }],
      containers: [{ ...container, env: { MODE: "x" }, envFromFields: { POD: "metadata.name" } }],
    });
    for (const { env } of [...containers, ...initContainers]) {
      assert.deepEqual(env?.[0], { name: "TZ", value: platform.timeZone });
    }
    assert.deepEqual(containers[0]?.env?.slice(1), [
      { name: "MODE", value: "x" },
      { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    ]);
  });

  it("has the volumes that its containers mount, each once", () => {
    const shared = scratch("tmp", "/tmp", "16Mi");
    const { volumes } = render({
      initContainers: [{ ...container, name: "before", mounts: [shared] }],
      containers: [{ ...container, mounts: [shared, configFiles("settings", "map", "/etc/x")] }],
    });
    assert.deepEqual(
      volumes.map(({ name }) => name),
      ["tmp", "settings"],
    );
  });

  it("leaves volumes of claim templates to the StatefulSet", () => {
    const { volumes, containers } = render({
      containers: [{ ...container, mounts: [claimTemplate("data", "/data")] }],
    });
    assert.deepEqual(volumes, []);
    assert.deepEqual(containers[0]?.volumeMounts, [{ name: "data", mountPath: "/data" }]);
  });

  it("mounts exactly what is declared, whatever is mounted", () => {
    const mount = fc.constantFrom<(name: string) => Mount>(
      (name) => scratch(name, `/${name}`, "1Mi"),
      (name) => secretFiles(name, "secret", `/${name}`),
      (name) => configFiles(name, "map", `/${name}`),
      (name) => claim(name, "claim", `/${name}`),
    );
    const mounts = fc
      .uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "d"), mount), {
        selector: ([name]) => name,
      })
      .map((pairs) => pairs.map(([name, make]) => make(name)));
    fc.assert(
      fc.property(mounts, (all) => {
        const { volumes, containers } = render({ containers: [{ ...container, mounts: all }] });
        const mounted = (containers[0]?.volumeMounts ?? []).map(({ name }) => name);
        assert.deepEqual(volumes.map(({ name }) => name).sort(), mounted.sort());
      }),
    );
  });

  it("spreads its own pods over zones and hosts, and never so that none can be scheduled", () => {
    const { topologySpreadConstraints, affinity } = spread(workload);
    const selector = { matchLabels: { app: workload.app } };
    assert.deepEqual(
      list(topologySpreadConstraints).map(({ topologyKey, whenUnsatisfiable, labelSelector }) => [
        topologyKey,
        whenUnsatisfiable,
        labelSelector,
      ]),
      [
        ["topology.kubernetes.io/zone", "ScheduleAnyway", selector],
        ["kubernetes.io/hostname", "ScheduleAnyway", selector],
      ],
    );
    assert.deepEqual(Object.keys(affinity as object), ["podAntiAffinity"]);
    const { spec } = render();
    assert.deepEqual(spec["affinity"], affinity);
    assert.deepEqual(spec["topologySpreadConstraints"], topologySpreadConstraints);
  });

  it("has the three probes that it is given, and none otherwise", () => {
    const probes = {
      startup: httpProbe("/startup", "http"),
      readiness: httpProbe("/ready", "http", { periodSeconds: 5 }),
      liveness: execProbe(["alive"]),
    };
    const [probed] = render({ containers: [{ ...container, probes }] }).containers;
    assert.deepEqual(probed?.startupProbe, {
      httpGet: { path: "/startup", port: "http" },
      periodSeconds: 10,
      timeoutSeconds: 3,
    });
    assert.equal(probed.readinessProbe?.["periodSeconds"], 5);
    assert.deepEqual(probed.livenessProbe?.["exec"], { command: ["alive"] });
    const [plain] = render().containers;
    assert.equal(plain && "livenessProbe" in plain, false);
  });

  it("drains before it ends, when told for how long", () => {
    const [draining] = render({ containers: [{ ...container, drainSeconds: 7 }] }).containers;
    assert.deepEqual(draining?.lifecycle, { preStop: { sleep: { seconds: 7 } } });
    const [plain] = render().containers;
    assert.equal(plain?.lifecycle, undefined);
  });

  it("announces its metrics by annotation", () => {
    assert.deepEqual(render({ metrics: { port: 9100 } }).annotations, {
      "prometheus.io/scrape": "true",
      "prometheus.io/port": "9100",
      "prometheus.io/path": "/metrics",
      "prometheus.io/scheme": "http",
    });
    assert.deepEqual(render({ annotations: { note: "x" } }).annotations, { note: "x" });
  });

  it("names pull secrets only where a registry needs them", () => {
    assert.equal("imagePullSecrets" in render().spec, false);
    const withLogin = { ...placement, platform: { ...platform, imagePullSecrets: ["login"] } };
    assert.deepEqual(render({ placement: withLogin }).spec["imagePullSecrets"], [
      { name: "login" },
    ]);
  });

  it("takes further fields of the pod", () => {
    assert.equal(render({ spec: { hostPID: true } }).spec["hostPID"], true);
  });
});

describe("mounts", () => {
  it("are read-only, but for scratch space and claims", () => {
    const mounts = [
      secretFiles("a", "secret", "/a"),
      configFiles("b", "map", "/b"),
      scratch("c", "/c", "1Mi"),
      claim("d", "claim", "/d"),
      claim("e", "claim", "/e", { readOnly: true }),
    ];
    const [only] = render({ containers: [{ ...container, mounts }] }).containers;
    assert.deepEqual(
      only?.volumeMounts?.map(({ name, readOnly = false }) => [name, readOnly]),
      [
        ["a", true],
        ["b", true],
        ["c", false],
        ["d", false],
        ["e", true],
      ],
    );
  });

  it("of secrets can be read by owner and group alone", () => {
    assert.deepEqual(secretFiles("a", "secret", "/a", ["key"]).volume, {
      name: "a",
      secret: {
        secretName: "secret",
        defaultMode: 0o440,
        items: [{ key: "key", path: "key" }],
      },
    });
  });

  it("of scripts can be run", () => {
    const { volume } = configFiles("a", "map", "/a", { executable: true });
    assert.deepEqual(volume.configMap, { name: "map", defaultMode: 0o555 });
  });

  it("in memory say so", () => {
    assert.deepEqual(scratch("a", "/a", "1Mi", { memory: true }).volume.emptyDir, {
      sizeLimit: "1Mi",
      medium: "Memory",
    });
  });

  it("of the API's token hold a token that expires, the authority, and the namespace", () => {
    const { projected } = apiToken().volume as unknown as {
      projected: { sources: readonly Record<string, { expirationSeconds?: number }>[] };
    };
    assert.deepEqual(projected.sources.map((source) => Object.keys(source)).flat(), [
      "serviceAccountToken",
      "configMap",
      "downwardAPI",
    ]);
    assert.equal(projected.sources[0]?.["serviceAccountToken"]?.expirationSeconds, 3600);
  });
});
