import { join } from "node:path";
import { certificate, kubeconfig } from "./certificates.ts";
import { API_SERVER, CGROUP, NETWORK, NODE, PATHS, STATE } from "./layout.ts";

/** The default is a folder of the machine, which would be made. */
const PLUGINS = join(STATE, "plugins");

const ETCD = "http://127.0.0.1:2379";

/** A program of the cluster, which runs in the sandbox. */
export interface Program {
  /** Name of its executable. */
  readonly name: string;
  readonly args: readonly string[];
  /** Command that ends with 0 when it is ready, and what it is given. */
  readonly ready: readonly string[];
}

/** In the order in which they start. */
export function controlPlane(): Program[] {
  const ca = certificate("ca").cert;
  const health = (port: number) => [
    ...["curl", "--silent", "--fail", "--max-time", "2", "--cacert", ca],
    ...["--cert", certificate("admin").cert, "--key", certificate("admin").key],
    port === 6443 ? `${API_SERVER}/readyz` : `https://127.0.0.1:${port}/healthz`,
  ];
  const serving = [
    `--tls-cert-file=${certificate("api-server").cert}`,
    `--tls-private-key-file=${certificate("api-server").key}`,
  ];
  return [
    {
      name: "etcd",
      args: [
        `--data-dir=${join(STATE, "etcd")}`,
        `--listen-client-urls=${ETCD}`,
        `--advertise-client-urls=${ETCD}`,
        "--listen-peer-urls=http://127.0.0.1:2380",
        // The data lives as long as the sandbox: what the machine loses, `up` makes again.
        "--unsafe-no-fsync",
      ],
      ready: ["curl", "--silent", "--fail", "--max-time", "2", `${ETCD}/health`],
    },
    {
      name: "kube-apiserver",
      args: [
        `--etcd-servers=${ETCD}`,
        `--advertise-address=${NETWORK.node}`,
        // The Service's endpoint is written once, by `up`; there is one server.
        "--endpoint-reconciler-type=none",
        `--service-cluster-ip-range=${NETWORK.services}`,
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--anonymous-auth=false",
        // Whether a pod may is asked of its namespace.
        "--allow-privileged",
        `--client-ca-file=${ca}`,
        ...serving,
        `--kubelet-certificate-authority=${ca}`,
        `--kubelet-client-certificate=${certificate("api-server-to-kubelet").cert}`,
        `--kubelet-client-key=${certificate("api-server-to-kubelet").key}`,
        "--kubelet-preferred-address-types=InternalIP",
        `--service-account-issuer=https://kubernetes.default.svc`,
        `--service-account-key-file=${certificate("service-accounts").cert}`,
        `--service-account-signing-key-file=${certificate("service-accounts").key}`,
        `--requestheader-client-ca-file=${certificate("front-proxy-ca").cert}`,
        "--requestheader-allowed-names=front-proxy",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-username-headers=X-Remote-User",
        `--proxy-client-cert-file=${certificate("front-proxy").cert}`,
        `--proxy-client-key-file=${certificate("front-proxy").key}`,
        "--enable-aggregator-routing=true",
      ],
      ready: health(6443),
    },
    {
      name: "kube-controller-manager",
      args: [
        `--kubeconfig=${kubeconfig("controller-manager")}`,
        "--use-service-account-credentials",
        `--root-ca-file=${ca}`,
        `--service-account-private-key-file=${certificate("service-accounts").key}`,
        "--leader-elect=false",
        ...serving,
        `--client-ca-file=${ca}`,
        `--flex-volume-plugin-dir=${PLUGINS}`,
        // Autoscaling and evictions of a test shall not take the minutes of a large cluster.
        "--horizontal-pod-autoscaler-sync-period=5s",
        "--horizontal-pod-autoscaler-initial-readiness-delay=5s",
        "--horizontal-pod-autoscaler-cpu-initialization-period=15s",
      ],
      ready: health(10257),
    },
    {
      name: "kube-scheduler",
      args: [
        `--kubeconfig=${kubeconfig("scheduler")}`,
        "--leader-elect=false",
        ...serving,
        `--client-ca-file=${ca}`,
      ],
      ready: health(10259),
    },
  ];
}

/** What runs pods and lets them reach Services. */
export function nodePrograms(): Program[] {
  return [
    {
      name: "containerd",
      args: [`--config=${join(PATHS.config, "containerd.toml")}`],
      ready: ["ctr", "version"],
    },
    {
      name: "kubelet",
      args: [
        `--config=${join(PATHS.config, "kubelet.json")}`,
        `--kubeconfig=${kubeconfig("kubelet")}`,
        `--hostname-override=${NODE}`,
        `--node-ip=${NETWORK.node}`,
      ],
      ready: ["curl", "--silent", "--fail", "--max-time", "2", "http://127.0.0.1:10248/healthz"],
    },
    {
      name: "kube-proxy",
      args: [`--config=${join(PATHS.config, "proxy.json")}`, `--hostname-override=${NODE}`],
      ready: ["curl", "--silent", "--fail", "--max-time", "2", "http://127.0.0.1:10256/livez"],
    },
  ];
}

/** What refuses connections that no NetworkPolicy allows. Its rights are an addon, so it starts after that. */
export function networkPolicyController(): Program {
  const port = 20244;
  return {
    name: "kube-router",
    args: [
      "--run-firewall",
      "--run-router=false",
      "--run-service-proxy=false",
      "--enable-cni=false",
      `--kubeconfig=${kubeconfig("network-policies")}`,
      `--hostname-override=${NODE}`,
      `--service-cluster-ip-range=${NETWORK.services}`,
      `--health-port=${port}`,
    ],
    ready: [
      ...["curl", "--silent", "--fail", "--max-time", "2"],
      `http://127.0.0.1:${port}/healthz`,
    ],
  };
}

/** The files that those programs read, by path. */
export function nodeFiles(): Map<string, string> {
  const config = (name: string) => join(PATHS.config, name);
  const json = (value: unknown) => JSON.stringify(value, undefined, 2);
  return new Map([
    [config("containerd.toml"), containerd],
    [config("cni/10-bridge.conflist"), json(bridge)],
    [config("kubelet.json"), json(kubelet())],
    [
      config("proxy.json"),
      json({
        apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
        kind: "KubeProxyConfiguration",
        mode: "iptables",
        clusterCIDR: NETWORK.pods,
        clientConnection: { kubeconfig: kubeconfig("proxy") },
        // Limits of the machine, which are not the sandbox's to change.
        conntrack: {
          maxPerCore: 0,
          min: 0,
          tcpEstablishedTimeout: "0s",
          tcpCloseWaitTimeout: "0s",
        },
      }),
    ],
  ]);
}

/** Image of the process that holds a pod's namespaces. It is made here, so no registry is ever asked. */
export const PAUSE_IMAGE = "registry.example.com/pause:1";

const containerd = `version = 4
# Where it has folders of the machine, or waits for plugins.
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri"]

[plugins."io.containerd.cri.v1.runtime"]
  # Lowering the score takes a capability that machines of containers have not.
  restrict_oom_score_adj = true
  disable_apparmor = true

  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = ["/usr/lib/cni"]
    conf_dir = "${join(PATHS.config, "cni")}"

[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "${PAUSE_IMAGE}"
`;

const bridge = {
  cniVersion: "1.0.0",
  name: "pods",
  plugins: [
    {
      type: "bridge",
      bridge: "pods",
      isGateway: true,
      isDefaultGateway: true,
      hairpinMode: true,
      ipMasq: false,
      ipam: { type: "host-local", ranges: [[{ subnet: NETWORK.pods }]] },
    },
    { type: "portmap", capabilities: { portMappings: true } },
  ],
};

function kubelet(): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: certificate("ca").cert },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: certificate("kubelet").cert,
    tlsPrivateKeyFile: certificate("kubelet").key,
    volumePluginDir: PLUGINS,
    // This kind of machine still has version 1.
    failCgroupV1: false,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${CGROUP}`,
    cgroupsPerQOS: true,
    enforceNodeAllocatable: [],
    clusterDNS: [NETWORK.dns],
    clusterDomain: NETWORK.domain,
    // Names that the cluster does not know must not be asked of anybody else.
    resolvConf: "",
    failSwapOn: false,
    podLogsDir: "/var/log/pods",
    serializeImagePulls: false,
    // The disk is the machine's: how full it is says nothing about the cluster.
    evictionHard: {
      "memory.available": "100Mi",
      "nodefs.available": "1%",
      "imagefs.available": "1%",
    },
    imageGCHighThresholdPercent: 100,
    nodeStatusUpdateFrequency: "5s",
    maxPods: 200,
  };
}
