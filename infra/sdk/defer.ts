import { loadWhenCalled, loadWhenRead } from "./stand-in.ts";

/**
 * Has the SDK load later what programs like ours have no use for: what serializes functions for dynamic providers (a
 * compiler and a reader of package trees, a quarter of its start-up), the Automation API, and charts read from disk.
 * What is used after all is loaded then. Call it before the SDK is imported: what is loaded already stays.
 */
export function deferUnused(): void {
  const closure = "@pulumi/pulumi/runtime/closure";
  loadWhenCalled(`${closure}/serializeClosure`, ["serializeFunction", "serializeFunctionAsync"]);
  loadWhenCalled(`${closure}/codePaths`, ["computeCodePaths"]);
  for (const id of [
    "@pulumi/pulumi/automation",
    "@pulumi/pulumi/provider",
    "@pulumi/kubernetes/helm",
    "@pulumi/kubernetes/kustomize",
    "@pulumi/kubernetes/yaml",
  ]) {
    loadWhenRead(id);
  }
}
