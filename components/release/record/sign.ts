import type { Connection } from "../kubernetes/connect.ts";
import type { Document, Signature } from "./document.ts";
import type { RecordStore } from "./store.ts";
import { userOf } from "./who.ts";

/**
 * Puts a name below a record, for good.
 *
 * @throws Error where this role has signed it already.
 */
export async function sign(
  connection: Connection,
  store: RecordStore,
  { id, version }: Pick<Document, "id" | "version">,
  { role, name }: Pick<Signature, "role" | "name">,
): Promise<Signature> {
  const signature = { role, name, by: await userOf(connection), at: new Date().toISOString() };
  const isFirst = await store.add({
    name: `release-${id}-signed-${role.toLowerCase().replaceAll(" ", "-")}`,
    kind: "signature",
    attempt: id,
    version,
    content: signature,
  });
  if (!isFirst) throw new Error(`The ${role} has signed ${id} already.`);
  return signature;
}
