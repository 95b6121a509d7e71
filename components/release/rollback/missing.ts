import type { Connection } from "../kubernetes/connect.ts";
import type { PodSpec } from "../kubernetes/objects.ts";
import { StatusError, ask } from "../kubernetes/request.ts";

/** What the pods of a release mount and the cluster no longer has: without it they would never begin. */
export async function missingFor(
  connection: Connection,
  namespace: string,
  { volumes = [] }: Pick<PodSpec, "volumes">,
): Promise<string[]> {
  const named = volumes.flatMap(({ secret, configMap }) => [
    ...(secret?.secretName !== undefined && secret.optional !== true
      ? [{ kind: "Secret", path: "secrets", name: secret.secretName }]
      : []),
    ...(configMap?.name !== undefined && configMap.optional !== true
      ? [{ kind: "ConfigMap", path: "configmaps", name: configMap.name }]
      : []),
  ]);
  const looked = named.map(async ({ kind, path, name }) => {
    try {
      await ask(connection, { path: `/api/v1/namespaces/${namespace}/${path}/${name}` });
      return [];
    } catch (error) {
      if (error instanceof StatusError && error.status === 404) return [`${kind} ${name}`];
      throw error;
    }
  });
  return (await Promise.all(looked)).flat();
}
