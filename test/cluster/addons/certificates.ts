import type { Addon } from "./addon.ts";
import { object } from "./manifest.ts";

const authority = { name: "trial", namespace: "cert-manager" };

/** An authority of its own, which shows that certificates are issued. */
export const certificates: Addon = {
  images: [],
  manifests: [
    object("Issuer", "cert-manager.io/v1", authority, { spec: { selfSigned: {} } }),
    object("Certificate", "cert-manager.io/v1", authority, {
      spec: {
        isCA: true,
        commonName: authority.name,
        secretName: authority.name,
        issuerRef: { name: authority.name },
      },
    }),
  ],
  parts: [
    {
      name: "certificates",
      object: ["certificate", authority.name, `--namespace=${authority.namespace}`],
      jsonpath: `{.status.conditions[?(@.type=="Ready")].status}`,
      ready: "True",
    },
  ],
};
