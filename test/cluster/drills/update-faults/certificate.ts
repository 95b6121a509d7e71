import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../../cluster.ts";
import { until } from "../../until.ts";
import { type UpdateFault, switched } from "./fault.ts";

const HOST = "taskflow.localhost";
const CONTROLLER = ["deployment/cert-manager", "--namespace=cert-manager"];
const SECRET = ["secret/tls-taskflow-localhost", "--namespace=taskflow"];

export const certificate: UpdateFault = {
  fault: "the site's certificate has expired, since nobody renews it",
  says: [
    "smoke: the release is refused, and",
    "post-sec.2: certificate (edge): https://taskflow.localhost: CERT_HAS_EXPIRED.",
    "See what cert-manager says of the Certificate, and whether the edge has its Secret.",
  ],
  mend: "bring cert-manager back, which renews it at once",
  change: () => switched("certificate"),
  before: ({ cluster }) => expire(cluster),
  recover: async ({ cluster, stack }) => {
    await cluster.kubectl(["scale", ...CONTROLLER, "--replicas=1"]);
    await until("a certificate that is valid", () => stack.release(), { seconds: 180 });
  },
  release: "v1.0.0",
};

/** What is there when nobody has renewed the site's certificate in time. */
async function expire(cluster: Cluster): Promise<void> {
  await cluster.kubectl(["scale", ...CONTROLLER, "--replicas=0"]);
  const pods = ["pod", "--selector=app=cert-manager", "--namespace=cert-manager"];
  await cluster.kubectl(["wait", ...pods, "--for=delete", "--timeout=60s"]);
  const { certificate, key } = expired();
  const stringData = { "tls.crt": certificate, "tls.key": key, "ca.crt": certificate };
  const patch = ["--type=merge", `--patch=${JSON.stringify({ stringData })}`];
  await cluster.kubectl(["patch", ...SECRET, ...patch]);
}

function expired(): { readonly certificate: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), "taskflow-expired-"));
  try {
    const [key, request] = ["tls.key", "tls.csr"].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    openssl(
      ...["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-subj", `/CN=${HOST}`, "-addext", `subjectAltName=DNS:${HOST}`],
      ...["-keyout", key, "-out", request],
    );
    const sign = ["x509", "-req", "-in", request, "-signkey", key, "-copy_extensions", "copy"];
    return {
      certificate: openssl(...sign, "-days", "-1"),
      key: readFileSync(key, "utf8"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openssl(...args: readonly string[]): string {
  return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}
