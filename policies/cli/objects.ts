import { type Inputs, type Resource, at, record } from "../graph.ts";
import { join } from "../unknown.ts";
import { locate } from "./locate.ts";
import type { Text } from "./files.ts";
import { type Document, parseDocuments } from "../yaml.ts";

/** Something that is told with its place. */
export interface Remark {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** What files hold. */
export interface Objects {
  readonly resources: readonly Resource[];
  /** Documents that are no Kubernetes objects. */
  readonly others: readonly Remark[];
  /** What cannot be read, and so is not judged. */
  readonly faults: readonly Remark[];
  /** Line of a field of one of the resources. */
  readonly lineOf: (resource: Resource, path: string) => number;
}

/** Where an object comes from. */
interface Origin {
  readonly document: Document;
  /** Path of the object in it: of an item of a list, `items[3]`. */
  readonly path: string;
}

/** Kinds that tools read on their way to the cluster, which never sees them. */
const NEVER_APPLIED =
  /^(?:kustomize\.config\.k8s\.io|kubectl\.config\.k8s\.io|config\.kubernetes\.io)\//;

/** Length of a path to an object: nobody nests lists so deeply. */
const DEEPEST = 200;

/** The objects in all texts, lists taken apart. */
export function readObjects(texts: Iterable<Text>): Objects {
  const resources: Resource[] = [];
  const others: Remark[] = [];
  const faults: Remark[] = [];
  const origins = new Map<Resource, Origin>();
  for (const { file, text } of texts) {
    const read = parseDocuments(text);
    for (const { line, message } of read.faults) {
      const template = /^[^#\n]*\{\{/m.test(text);
      const hint = template ? " (a template is not a manifest: render it first)" : "";
      faults.push({ file, line, message: `${message}${hint}` });
    }
    for (const document of read.documents) {
      for (const [path, value] of expanded(document.value)) {
        const remark = (message: string) => ({
          file,
          line: document.line,
          message: path === "" ? message : `${path} ${message}`,
        });
        const object = record(value);
        if (value === null || value === undefined) {
          if (path !== "") faults.push(remark("is empty"));
          continue;
        }
        const { apiVersion, kind } = object ?? {};
        if (apiVersion === undefined && kind === undefined) {
          // An item of a list of objects is meant to be one.
          (path === "" ? others : faults).push(remark("is no Kubernetes object: it has no kind"));
        } else if (!object || typeof apiVersion !== "string" || typeof kind !== "string") {
          faults.push(remark("must have an apiVersion and a kind, both words"));
        } else if (NEVER_APPLIED.test(apiVersion)) {
          others.push(remark(`is no object of a cluster: ${kind}`));
        } else {
          const resource = resourceOf(object, file, document, path);
          resources.push(resource);
          origins.set(resource, { document, path });
        }
      }
    }
  }
  // Both what is no YAML and what is no object, in the order of the files.
  faults.sort((a, b) => (a.file === b.file ? a.line - b.line : 0));
  return { resources, others, faults, lineOf };

  function lineOf(resource: Resource, path: string): number {
    const origin = origins.get(resource);
    if (!origin) return resource.source?.line ?? 1;
    const { document } = origin;
    const full = [origin.path, path].filter((part) => part !== "").join(".");
    return document.start + locate(document.text, full);
  }
}

/** A value itself or, when it is a list of objects, its items at any depth, each with its path. */
function* expanded(value: unknown, path = "", inherited?: Inputs): Generator<[string, unknown]> {
  if (path.length > DEEPEST) {
    yield [path, []];
    return;
  }
  const object = record(value);
  const kind = at(object, "kind");
  const items = at(object, "items");
  if (!object || typeof kind !== "string" || !kind.endsWith("List") || !Array.isArray(items)) {
    yield [path, object && inherited ? { ...inherited, ...object } : value];
    return;
  }
  // Of a list of one kind the items need not say theirs.
  const of = kind.slice(0, -"List".length);
  const defaults = of === "" ? undefined : { apiVersion: object["apiVersion"], kind: of };
  for (const [index, item] of items.entries()) {
    yield* expanded(item, join(join(path, "items"), index), defaults);
  }
}

function resourceOf(inputs: Inputs, file: string, document: Document, path: string): Resource {
  const namespace = at(inputs, "metadata", "namespace");
  const named = at(inputs, "metadata", "name") ?? at(inputs, "metadata", "generateName");
  const name = typeof named === "string" ? named : "(unnamed)";
  const kind = String(inputs["kind"]);
  const place = `${document.number}${path === "" ? "" : `.${path}`}`;
  return {
    // Of the form of a URN, so that whoever shows URNs shows these.
    id: [file, place, kind, typeof namespace === "string" ? `${namespace}/${name}` : name].join(
      "::",
    ),
    type: `kubernetes:${String(inputs["apiVersion"])}:${kind}`,
    name,
    inputs,
    source: { file, line: document.line },
  };
}
