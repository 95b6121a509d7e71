import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const kustomize = {
  name: "kustomize",
  module: "sigs.k8s.io/kustomize/kustomize/v5",
  // The newest that Go 1.26 builds.
  version: "v5.8.2",
};
const helm = { name: "helm", module: "helm.sh/helm/v3/cmd/helm", version: "v3.22.0" };

/** A tool to compare with, or why it is not there. */
export type Tool =
  | { readonly name: string; readonly version: string; readonly path: string }
  | { readonly name: string; readonly missing: string };

/** Installs what the bench compares with, each version once. */
export function installTools(
  cache: string,
  say: (message: string) => void,
): { kustomize: Tool; helm: Tool; cdk8s: Tool } {
  return {
    kustomize: installGoTool(kustomize, cache, say),
    helm: installGoTool(helm, cache, say),
    cdk8s: installCdk8s(cache, say),
  };
}

/** Built as the projects build their releases: without debug information. */
export function installGoTool(
  { name, module, version }: typeof kustomize,
  cache: string,
  say: (message: string) => void,
): Tool {
  const folder = join(cache, `${name}-${version}`);
  const path = join(folder, name);
  if (existsSync(path)) return { name, version, path };
  if (spawnSync("go", ["version"]).status !== 0) return { name, missing: "Go is not installed" };
  say(`building ${name} ${version}`);
  const { status, stderr } = spawnSync(
    "go",
    ["install", "-trimpath", "-ldflags=-s -w", `${module}@${version}`],
    { env: { ...process.env, GOBIN: folder, CGO_ENABLED: "0" }, encoding: "utf8" },
  );
  if (status === 0) return { name, version, path };
  return { name, missing: `it could not be built: ${lastLine(stderr)}` };
}

/** The folder of tools/package.json with its packages. */
function installCdk8s(cache: string, say: (message: string) => void): Tool {
  const name = "cdk8s";
  const source = join(import.meta.dirname, "tools");
  const lock = readFileSync(join(source, "package-lock.json"));
  const { packages } = JSON.parse(lock.toString()) as {
    packages: Record<string, { version: string }>;
  };
  const [library, cli] = ["cdk8s", "cdk8s-cli"].map(
    (each) => packages[`node_modules/${each}`]?.version ?? "",
  );
  const version = `${library} with cdk8s-cli ${cli}`;
  const key = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const path = join(cache, `cdk8s-${key}`);
  if (existsSync(path)) return { name, version, path };
  say(`installing ${name} ${version}`);
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  cpSync(source, unfinished, { recursive: true });
  const { status, stderr } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: unfinished,
    encoding: "utf8",
  });
  if (status !== 0) return { name, missing: `npm ci failed: ${lastLine(stderr)}` };
  renameSync(unfinished, path);
  return { name, version, path };
}

export function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
