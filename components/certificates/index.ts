export { type Lifetime, goDuration } from "./certificate-spec.ts";
export { InternalCa, type InternalCaArgs } from "./internal-ca.ts";
export { type Leaf, type LeafArgs, TLS_FILES, leafCertificate, leafSecretName } from "./leaf.ts";
