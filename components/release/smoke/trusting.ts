/** Options of TLS that trust this signer, or those that Node trusts. */
export function trusting(ca: string | undefined) {
  // Authorities for tests do not hand out their root: then it is the intermediate that is trusted.
  return ca === undefined ? {} : { ca, allowPartialTrustChain: true };
}
