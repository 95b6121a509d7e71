import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { API_SERVER, NETWORK, NODE, PATHS } from "./layout.ts";

const DAYS = "30";

/** What a certificate is for. */
interface Subject {
  readonly name: string;
  readonly organization?: string;
  readonly hosts?: readonly string[];
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  "api-server": {
    name: "kube-apiserver",
    hosts: [
      `IP:${NETWORK.node}`,
      `IP:${NETWORK.apiService}`,
      "IP:127.0.0.1",
      "DNS:kubernetes.default.svc",
      "DNS:kubernetes.default",
      "DNS:kubernetes",
    ],
  },
  kubelet: {
    name: `system:node:${NODE}`,
    organization: "system:nodes",
    hosts: [`IP:${NETWORK.node}`, `DNS:${NODE}`],
  },
  outside: { name: "localhost", hosts: ["DNS:localhost"] },
  "api-server-to-kubelet": { name: "kube-apiserver", organization: "system:masters" },
  admin: { name: "admin", organization: "system:masters" },
  "controller-manager": { name: "system:kube-controller-manager" },
  scheduler: { name: "system:kube-scheduler" },
  proxy: { name: "system:kube-proxy" },
  "network-policies": { name: "kube-router" },
};

/** Users of the API who have a kubeconfig. */
const USERS = [
  ...(["admin", "kubelet", "controller-manager", "scheduler", "proxy"] as const),
  "network-policies",
] as const;

export function certificate(name: string): { readonly cert: string; readonly key: string } {
  const path = join(PATHS.certificates, name);
  return { cert: `${path}.crt`, key: `${path}.key` };
}

export function kubeconfig(user: (typeof USERS)[number]): string {
  return join(PATHS.config, `${user}.kubeconfig`);
}

/** Makes the authorities, the certificates, the key of service accounts, and the kubeconfigs. */
export function makeCertificates(): void {
  mkdirSync(PATHS.certificates, { recursive: true });
  mkdirSync(PATHS.config, { recursive: true });
  authority("ca");
  authority("front-proxy-ca");
  for (const [file, subject] of Object.entries(SUBJECTS)) issue("ca", file, subject);
  issue("front-proxy-ca", "front-proxy", { name: "front-proxy" });
  const { key, cert } = certificate("service-accounts");
  if (!existsSync(key)) {
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key);
    openssl("ec", "-in", key, "-pubout", "-out", cert);
  }
  for (const user of USERS) writeKubeconfig(user);
}

function authority(name: string): void {
  const { cert, key } = certificate(name);
  if (existsSync(cert)) return;
  openssl(
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-days", DAYS, "-subj", `/CN=${name}`, "-keyout", key, "-out", cert],
  );
}

function issue(by: string, file: string, { name, organization, hosts }: Subject): void {
  const { cert, key } = certificate(file);
  if (existsSync(cert)) return;
  const ca = certificate(by);
  const subject = `${organization === undefined ? "" : `/O=${organization}`}/CN=${name}`;
  openssl(
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-days", DAYS, "-subj", subject, "-CA", ca.cert, "-CAkey", ca.key],
    ...["-addext", "basicConstraints=critical,CA:FALSE"],
    ...["-addext", "extendedKeyUsage=serverAuth,clientAuth"],
    ...(hosts ? ["-addext", `subjectAltName=${hosts.join(",")}`] : []),
    ...["-keyout", key, "-out", cert],
  );
}

function writeKubeconfig(user: (typeof USERS)[number]): void {
  const { cert, key } = certificate(user);
  const path = kubeconfig(user);
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "taskflow",
        cluster: { server: API_SERVER, "certificate-authority": certificate("ca").cert },
      },
    ],
    users: [{ name: user, user: { "client-certificate": cert, "client-key": key } }],
    contexts: [{ name: "taskflow", context: { cluster: "taskflow", user } }],
    "current-context": "taskflow",
  };
  writeFileSync(path, JSON.stringify(config, undefined, 2));
  chmodSync(path, 0o600);
}

function openssl(...args: readonly string[]): void {
  execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
}
