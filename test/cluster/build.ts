import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { cached, keyOf } from "./cache.ts";
import { go, moduleFolder } from "./go.ts";
import { patch } from "./patch.ts";
import { withProgress } from "./progress.ts";
import { type Recipe, recipeOf } from "./recipes.ts";

const SOURCES = join(import.meta.dirname, "go");

/** Where a module's folder has the definitions of custom resources. */
export const DEFINITIONS = "definitions";

/** The folder of each module's programs. */
export type Programs<Name extends string> = Readonly<Record<Name, string>>;

/** As releases are built. What the linker would leave out, the compiler need not make: it takes an eighth of its time. */
const WITHOUT_DEBUG = { compiler: "-dwarf=false", linker: "-s -w" } as const;

/** Go itself uses every core, but while it waits for a module or links a program. */
const AT_ONCE = 2;

/** Builds what is not in the cache yet, of modules that are folders of `go/`. */
export async function buildPrograms<Name extends string>(
  names: readonly Name[],
): Promise<Programs<Name>> {
  const folders = new Map<Name, string>();
  const queue = oneByOne(names);
  const work = async () => {
    for (const name of queue) folders.set(name, await build(name));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return Object.fromEntries(folders) as Record<Name, string>;
}

/** Once the work on one has failed, there are no more for anybody. */
function* oneByOne<T>(items: readonly T[]): Generator<T> {
  yield* items;
}

async function build(name: string): Promise<string> {
  const source = join(SOURCES, name);
  const recipe = recipeOf(name);
  return cached(name, key(source, recipe), async (folder) => {
    await withProgress(`building ${name}`, () => make(name, recipe, folder));
  });
}

async function make(name: string, recipe: Recipe, folder: string): Promise<void> {
  const source = join(SOURCES, name);
  const { programs = ["tool"], tags = "", patched = [], definitions } = recipe;
  const copies = join(folder, "copies");
  const modfile = patched.length > 0 ? [await patch(patched, source, copies)] : [];
  const compiler = `-gcflags=all=${WITHOUT_DEBUG.compiler}`;
  const linker = `-ldflags=${[WITHOUT_DEBUG.linker, ...variables(name)].join(" ")}`;
  const options = ["-trimpath", `-tags=${tags}`, compiler, linker, ...modfile];
  await go(["build", ...options, "-o", `${folder}/`, ...programs], source);
  rmSync(copies, { recursive: true, force: true });
  if (!definitions) return;
  const from = join(await moduleFolder(definitions.module, source), definitions.path);
  cpSync(from, join(folder, DEFINITIONS, basename(from)), { recursive: true });
}

/** The version that clients ask Kubernetes for. */
function variables(name: string): string[] {
  if (name !== "kubernetes") return [];
  const version = moduleVersion(name);
  const [major = "", minor = ""] = version.replace(/^v/, "").split(".");
  const set = (variable: string, value: string) =>
    `-X k8s.io/component-base/version.${variable}=${value}`;
  return [
    set("gitVersion", version),
    set("gitMajor", major),
    set("gitMinor", minor),
    set("gitTreeState", "clean"),
  ];
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

function key(source: string, { programs = [], tags = "", definitions }: Recipe): string {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  return keyOf(
    ...files.map((file) => readFileSync(file)),
    execFileSync("go", ["env", "GOVERSION", "GOOS", "GOARCH"], { cwd: source }),
    programs.join(" "),
    tags,
    definitions?.path ?? "",
  );
}
