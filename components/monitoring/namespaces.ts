/** One value for each of the three namespaces of a TaskFlow instance: its name, or the object that has it. */
export interface Namespaces<Value = string> {
  readonly application: Value;
  readonly monitoring: Value;
  readonly agents: Value;
}

export function namespaceList<Value>({
  application,
  monitoring,
  agents,
}: Namespaces<Value>): Value[] {
  return [application, monitoring, agents];
}
