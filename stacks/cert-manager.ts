import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import type { CertManagerArgs } from "../components/cert-manager/cert-manager.ts";
import { limitedNamespace } from "../components/foundation/namespace.ts";
import type { Platform } from "../components/kubernetes/platform.ts";
import type { Settings } from "../infra/config/index.ts";
import { namespaceDefaults } from "./foundation.ts";
import { sizes } from "./sizes.ts";

/** Name of the namespace that cert-manager gets, where it is installed with the stack. */
export function certManagerNamespaceOf(
  settings: Settings,
  platform: Platform,
  opts: CustomResourceOptions,
): Output<string> | undefined {
  const { certManager } = settings;
  if (certManager.type === "existing") return undefined;
  return limitedNamespace(
    `${platform.instance}-cert-manager`,
    {
      ...namespaceDefaults(settings, platform),
      name: certManager.namespace,
      podSecurity: "restricted",
      quota: sizes(settings).certManager,
    },
    opts,
  );
}

export function certManagerArgs(
  { certManager }: Settings,
  given: {
    readonly platform: Platform;
    readonly namespace: Output<string> | undefined;
    readonly priorityClass: Input<string>;
  },
): CertManagerArgs {
  const { platform, namespace, priorityClass } = given;
  if (certManager.type === "existing" || !namespace) return { kind: "existing" };
  return {
    kind: "install",
    version: certManager.version,
    source: { repository: certManager.repository },
    placement: { platform, namespace, priorityClass },
  };
}
