import type { Input } from "@pulumi/pulumi";

/** One value for each of the three namespaces of a TaskFlow instance: its name, or the object that has it. */
export interface Namespaces<Value = string> {
  readonly application: Value;
  readonly monitoring: Value;
  readonly agents: Value;
}

/** A namespace that is not the instance's own. */
export interface NamedNamespace {
  /** As written into configuration files. */
  readonly name: string;
  /** As objects are put into it, after it is there. */
  readonly namespace: Input<string>;
}

export function namespaceList<Value>({
  application,
  monitoring,
  agents,
}: Namespaces<Value>): Value[] {
  return [application, monitoring, agents];
}
