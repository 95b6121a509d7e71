import type {
  ComponentResource,
  ComponentResourceOptions,
  CustomResourceOptions,
} from "@pulumi/pulumi";

/**
 * Options of a component's children: they are its children, and they wait for what it waits for. The SDK does not
 * pass `dependsOn` on by itself, so a component that forgets it would be ordered in name only.
 */
export function childOptions(
  component: ComponentResource,
  opts: ComponentResourceOptions | undefined,
): Pick<CustomResourceOptions, "parent" | "dependsOn"> {
  return { parent: component, ...(opts?.dependsOn && { dependsOn: opts.dependsOn }) };
}
