/** Predicate type of ours, for what the in-toto attestation framework has none. */
export function own(name: string): string {
  return `https://taskflow.example/attestation/${name}/v1`;
}
