import type { Connection } from "../kubernetes/connect.ts";
import { ask } from "../kubernetes/request.ts";
import type { Right } from "./rights.ts";

/** Those of the rights that whoever asks has not in a namespace. Nothing is tried: the API server is asked. */
export async function deniedIn(
  connection: Connection,
  namespace: string,
  rights: readonly Right[],
): Promise<readonly Right[]> {
  const reviews = rights.map(async (right) => {
    const review = await ask<{ readonly status: { readonly allowed: boolean } }>(connection, {
      method: "POST",
      path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      body: {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: { resourceAttributes: { namespace, ...right } },
      },
    });
    return review.status.allowed ? [] : [right];
  });
  return (await Promise.all(reviews)).flat();
}
