import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse, parseAllDocuments, stringify } from "yaml";

/** A Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/**
 * The Kubernetes objects among the files that `npm run preview -- --out` wrote; a Helm release is none, nor is what
 * another provider manages.
 */
export function readManifests(folder: string): Manifest[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml"))
    .sort()
    .map((path) => parse(readFileSync(join(folder, path), "utf8")) as Partial<Manifest> | null)
    .filter((content) => isManifest(content));
}

function isManifest(content: Partial<Manifest> | null): content is Manifest {
  return content?.apiVersion !== undefined && content.kind !== undefined;
}

/** The objects of a tool's output. */
export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

/** For `kustomize build`: one file an object. */
export function kustomizeFiles(manifests: readonly Manifest[]): Map<string, string> {
  const files = manifestFiles(manifests);
  const kustomization = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources: [...files.keys()],
  };
  return new Map([["kustomization.yaml", toYaml(kustomization)], ...files]);
}

/** For `helm template`: a chart of the same files, with nothing to fill in. */
export function chartFiles(manifests: readonly Manifest[]): Map<string, string> {
  const chart = { apiVersion: "v2", name: "taskflow", version: "1.0.0" };
  const templates = [...manifestFiles(manifests)].map(
    ([path, text]) => [`templates/${path}`, escapeTemplate(text)] as const,
  );
  return new Map([["Chart.yaml", toYaml(chart)], ...templates]);
}

/** Text as a template that yields it. */
export function escapeTemplate(text: string): string {
  return text.replaceAll("{{", '{{ "{{" }}');
}

/** For `cdk8s synth`: a program that needs no compiling, and its objects as JSON, which is quicker to read than code. */
export function cdk8sFiles(manifests: readonly Manifest[]): Map<string, string> {
  const program = `import { readFileSync } from "node:fs";
import { ApiObject, App, Chart } from "cdk8s";

const app = new App();
const chart = new Chart(app, "taskflow");
const objects = JSON.parse(readFileSync(new URL("objects.json", import.meta.url), "utf8"));
for (const [index, object] of objects.entries()) new ApiObject(chart, \`object-\${index}\`, object);
app.synth();
`;
  return new Map([
    ["program.mjs", program],
    ["objects.json", JSON.stringify(manifests)],
  ]);
}

/** For what reads a stream of objects, as `helm template` prints it: so many in each file. */
export function streamFiles(manifests: readonly Manifest[], ofOne: number): Map<string, string> {
  const files = new Map<string, string>();
  for (let start = 0; start < manifests.length; start += ofOne) {
    const texts = manifests.slice(start, start + ofOne).map(toYaml);
    files.set(`${files.size}.yaml`, texts.join("---\n"));
  }
  return files;
}

/** Writes files by their path in a folder. */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** @throws Error that names the first object which is missing, added or changed: only equal work compares. */
export function requireSame(
  label: string,
  actual: readonly Manifest[],
  expected: readonly Manifest[],
): void {
  const rest = new Map(actual.map((manifest) => [identity(manifest), manifest]));
  for (const manifest of expected) {
    const key = identity(manifest);
    if (!isDeepStrictEqual(rest.get(key), manifest)) {
      throw new Error(`${label} renders another ${key}, or none`);
    }
    rest.delete(key);
  }
  const [added] = rest.keys();
  if (added !== undefined) throw new Error(`${label} renders ${added}, which is not ours`);
}

function identity({ apiVersion, kind, metadata }: Manifest): string {
  return [apiVersion, kind, metadata.namespace, metadata.name].filter(Boolean).join(" ");
}

function manifestFiles(manifests: readonly Manifest[]): Map<string, string> {
  return new Map(
    manifests.map((manifest, index) => [
      `${index}-${manifest.kind.toLowerCase()}.yaml`,
      toYaml(manifest),
    ]),
  );
}

/** The tools in Go read YAML 1.1, where a bare `on` is true. */
function toYaml(value: unknown): string {
  return stringify(value, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false });
}
