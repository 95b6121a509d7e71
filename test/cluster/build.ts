import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { withProgress } from "./progress.ts";

const SOURCES = join(import.meta.dirname, "go");

/** Those that are programs themselves; the others pin the programs of somebody else. */
const OWN: readonly string[] = ["pause", "trial"];

/** The folder of each module's programs. */
export type Programs<Name extends string> = Readonly<Record<Name, string>>;

/**
 * Builds what is not in the cache yet, of modules that are folders of `go/`. One after the other, since Go itself
 * uses every core.
 */
export async function buildPrograms<Name extends string>(
  names: readonly Name[],
): Promise<Programs<Name>> {
  removeUnfinished();
  const folders = new Map<Name, string>();
  for (const name of names) folders.set(name, await build(name));
  return Object.fromEntries(folders) as Record<Name, string>;
}

/** What builds that were killed have left. */
function removeUnfinished(): void {
  mkdirSync(cache(), { recursive: true });
  for (const name of readdirSync(cache())) {
    const builder = /\.(\d+)$/.exec(name)?.[1];
    if (builder !== undefined && !existsSync(`/proc/${builder}`)) {
      rmSync(join(cache(), name), { recursive: true });
    }
  }
}

async function build(name: string): Promise<string> {
  const source = join(SOURCES, name);
  const folder = join(cache(), `${name}-${key(source)}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished);
  const packages = OWN.includes(name) ? "." : "tool";
  const args = ["build", "-trimpath", `-ldflags=${flags(name)}`, "-o", `${unfinished}/`, packages];
  try {
    await withProgress(`building ${name}`, () => go(args, source));
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another run may have been faster.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Without debug information, as releases are built, and with the version that clients ask Kubernetes for. */
function flags(name: string): string {
  const size = "-s -w";
  if (name !== "kubernetes") return size;
  const version = moduleVersion("kubernetes", "k8s.io/kubernetes");
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

/** The version of a module that a tools module requires. */
function moduleVersion(name: string, module: string): string {
  const text = readFileSync(join(SOURCES, name, "go.mod"), "utf8");
  const line = text.split("\n").find((each) =>
    each
      .replace(/^require/, "")
      .trim()
      .startsWith(`${module} v`),
  );
  const version = line?.match(/ (v\S+)/)?.[1];
  if (version === undefined) throw new Error(`${name}/go.mod does not require ${module}`);
  return version;
}

function cache(): string {
  const { XDG_CACHE_HOME } = process.env;
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "taskflow-cluster");
}

function key(source: string): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(source).sort()) hash.update(readFileSync(join(source, file)));
  hash.update(execFileSync("go", ["env", "GOVERSION", "GOOS", "GOARCH"], { cwd: source }));
  return hash.digest("hex").slice(0, 12);
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
