import { execFileSync, spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cached, keyOf } from "./cache.ts";
import { withProgress } from "./progress.ts";

const SOURCES = join(import.meta.dirname, "go");

/** Those that are programs themselves; the others pin the programs of somebody else. */
const OWN: readonly string[] = ["pause", "trial"];

/** Prometheus finds targets in every cloud, by as much code again as all the rest of it; here they are Kubernetes's. */
const TAGS: Readonly<Record<string, string>> = {
  prometheus: "remove_all_sd,enable_kubernetes_sd",
};

/** The folder of each module's programs. */
export type Programs<Name extends string> = Readonly<Record<Name, string>>;

/**
 * Builds what is not in the cache yet, of modules that are folders of `go/`. One after the other, since Go itself
 * uses every core.
 */
export async function buildPrograms<Name extends string>(
  names: readonly Name[],
): Promise<Programs<Name>> {
  const folders = new Map<Name, string>();
  for (const name of names) folders.set(name, await build(name));
  return Object.fromEntries(folders) as Record<Name, string>;
}

async function build(name: string): Promise<string> {
  const source = join(SOURCES, name);
  const packages = OWN.includes(name) ? "." : "tool";
  const tags = TAGS[name] ?? "";
  return cached(name, key(source, tags), async (folder) => {
    const options = ["-trimpath", `-tags=${tags}`, `-ldflags=${flags(name)}`];
    const args = ["build", ...options, "-o", `${folder}/`, packages];
    await withProgress(`building ${name}`, () => go(args, source));
  });
}

/** Without debug information, as releases are built, and with the version that clients ask Kubernetes for. */
function flags(name: string): string {
  const size = "-s -w";
  if (name !== "kubernetes") return size;
  const version = moduleVersion(name);
  const [major = "", minor = ""] = version.replace(/^v/, "").split(".");
  const set = (variable: string, value: string) =>
    `-X k8s.io/component-base/version.${variable}=${value}`;
  return [
    size,
    set("gitVersion", version),
    set("gitMajor", major),
    set("gitMinor", minor),
    set("gitTreeState", "clean"),
  ].join(" ");
}

/** The version of the module that a folder of `go/` takes its programs from. */
export function moduleVersion(name: string): string {
  const text = readFileSync(join(SOURCES, name, "go.mod"), "utf8");
  const [, tool = ""] = /^tool (?:\(\s*)?(\S+)$/m.exec(text) ?? [];
  for (const [, module = "", version = ""] of text.matchAll(/^(?:require)?\s*(\S+) (v\S+)/gm)) {
    if (`${tool}/`.startsWith(`${module}/`)) return version;
  }
  throw new Error(`${name}/go.mod does not require what its programs are of`);
}

function key(source: string, tags: string): string {
  const files = readdirSync(source).sort();
  return keyOf(
    ...files.map((file) => readFileSync(join(source, file))),
    execFileSync("go", ["env", "GOVERSION", "GOOS", "GOARCH"], { cwd: source }),
    tags,
  );
}

async function go(args: readonly string[], cwd: string): Promise<void> {
  const child = spawn("go", args, {
    cwd,
    env: { ...process.env, CGO_ENABLED: "0" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (status !== 0) throw new Error(`go ${args.join(" ")} in ${cwd} failed:\n${stderr}`);
}
