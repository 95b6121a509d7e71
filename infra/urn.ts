import * as pulumi from "@pulumi/pulumi";

const ROOT_TYPE = "pulumi:pulumi:Stack";

/** URN of a resource that is about to be registered, as the engine will make it. */
export async function urnOf(
  type: string,
  name: string,
  parent: pulumi.Resource | undefined,
): Promise<string> {
  const above = parent ? await valueOf(parent.urn) : "";
  return childUrn(pulumi.getStack(), pulumi.getProject(), above, type, name);
}

/** A URN tells the types of all ancestors but the stack. */
export function childUrn(
  stack: string,
  project: string,
  parent: string,
  type: string,
  name: string,
): string {
  const parentType = parent.split("::")[2];
  const qualified = parentType && parentType !== ROOT_TYPE ? `${parentType}$${type}` : type;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

function valueOf(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
