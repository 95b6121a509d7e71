import * as z from "zod/mini";
import { shaped } from "../evidence/shape.ts";

const place = z.strictObject({
  /** Context of the kubeconfig. Default: its current one. */
  context: z.exactOptional(z.string()),
  /** Namespace of the application, where the records are. */
  namespace: z.string().check(z.minLength(1)),
  /** Of the release: `v1.0.0`. */
  version: z.string().check(z.minLength(1)),
});

/** Where a release is recorded, and which it is. */
export type RecordPlace = z.infer<typeof place>;

/** @throws Error that says what is wrong with it. */
export function readPlace(text: string): RecordPlace {
  return shaped(
    place,
    JSON.parse(text),
    (problems) => `The place of the record is wrong: ${problems}.`,
  );
}
