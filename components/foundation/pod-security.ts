/** Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = "restricted" | "baseline" | "privileged";

/**
 * Labels that make the API server enforce a level. Warnings and audit entries are always for `restricted`, so that
 * an exempted namespace still shows what it is exempted from.
 */
export function podSecurityLabels(
  level: PodSecurityLevel,
  version: string,
): Record<string, string> {
  return {
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/enforce-version": version,
    "pod-security.kubernetes.io/warn": "restricted",
    "pod-security.kubernetes.io/warn-version": version,
    "pod-security.kubernetes.io/audit": "restricted",
    "pod-security.kubernetes.io/audit-version": version,
  };
}
