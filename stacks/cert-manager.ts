import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import type { CertManagerArgs } from "../components/cert-manager/cert-manager.ts";
import { limitedNamespace } from "../components/foundation/namespace.ts";
import type { Platform } from "../components/kubernetes/platform.ts";
import type { Settings } from "../infra/config/index.ts";
import { namespaceDefaults } from "./foundation.ts";
import { sizes } from "./sizes.ts";

/** Arguments for cert-manager, and the namespace that it gets where it is installed with the stack. */
export function certManagerArgs(
  settings: Settings,
  platform: Platform,
  priorityClass: Input<string>,
  opts: CustomResourceOptions,
): { readonly args: CertManagerArgs; readonly namespace?: Output<string> } {
  const { certManager } = settings;
  if (certManager.type === "existing") return { args: { kind: "existing" } };
  const namespace = limitedNamespace(
    `${platform.instance}-cert-manager`,
    {
      ...namespaceDefaults(settings, platform),
      name: certManager.namespace,
      podSecurity: "restricted",
      quota: sizes(settings).certManager,
    },
    opts,
  );
  return {
    namespace,
    args: {
      kind: "install",
      version: certManager.version,
      placement: { platform, namespace, priorityClass },
    },
  };
}
