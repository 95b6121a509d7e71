import * as z from "zod/mini";
import { shaped } from "../evidence/shape.ts";
import { connect } from "../kubernetes/connect.ts";
import { awaitedSecretFiles } from "../kubernetes/secret-files.ts";
import { REGISTRY_ITEMS, examineImages } from "../registry/examine.ts";
import { type Gate, Refused } from "./gate.ts";

const name = z.string().check(z.minLength(1));

const input = z.strictObject({
  /** By tag and digest. */
  images: z
    .array(
      z.string().check(z.regex(/:[\w.-]+@sha256:[0-9a-f]{64}$/, "must have a tag and a digest")),
    )
    .check(z.minLength(1)),
  /** Where the registry's login is. Absent where everybody may read. */
  login: z.exactOptional(
    z.strictObject({
      /** Context of the kubeconfig. Default: the current one. */
      context: z.exactOptional(name),
      namespace: name,
      secretName: name,
    }),
  ),
});

/** Which images are about to be rolled out. */
export type RegistryInput = z.infer<typeof input>;

/** The images, which are all there. */
export interface RegistryResult {
  readonly images: readonly string[];
}

/** Seconds in which an operator has made the Secret that it was told to make. */
const SECRET_SECONDS = 60;

/** Refuses images that are not in their registry, and tags that mean another image. */
export const registryGate: Gate<RegistryInput, RegistryResult> = {
  name: "registry",
  checklist: REGISTRY_ITEMS,
  parse: (given) => shaped(input, given),
  run: async ({ images, login }) => {
    const refusals = await examineImages(images, login && (await dockerConfig(login)));
    if (refusals.length > 0) throw new Refused(refusals);
    return { images };
  },
};

/** From the cluster, whoever keeps the secrets, so that none is handed over. */
async function dockerConfig({
  context,
  namespace,
  secretName,
}: NonNullable<RegistryInput["login"]>): Promise<string> {
  const connection = await connect(context);
  const place = { namespace, name: secretName };
  const files = await awaitedSecretFiles(connection, place, SECRET_SECONDS);
  const config = files.get(".dockerconfigjson");
  if (config === undefined) throw new Error(`Secret ${secretName} has no login for a registry.`);
  return config;
}
