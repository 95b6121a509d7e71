import type { Rule } from "../rule.ts";
import { alertmanagerConfigIsSecret } from "./alertmanager-config-is-secret.ts";
import { alertsHaveRunbooks } from "./alerts-have-runbooks.ts";
import { annotationHoldsNoCredential } from "./annotation-holds-no-credential.ts";
import { autoscalerCanGrow } from "./autoscaler-can-grow.ts";
import { autoscalerKeepsTwo } from "./autoscaler-keeps-two.ts";
import { autoscalerMeasures } from "./autoscaler-measures.ts";
import { autoscalerOwnsReplicas } from "./autoscaler-owns-replicas.ts";
import { autoscalerTargetExists } from "./autoscaler-target-exists.ts";
import { backupsAreEncryptedAndKept } from "./backups-are-encrypted-and-kept.ts";
import { backupsAreScheduled } from "./backups-are-scheduled.ts";
import { backupsLeaveTheCluster } from "./backups-leave-the-cluster.ts";
import { bindingIsWired } from "./binding-is-wired.ts";
import { bindingNamesItsSubjects } from "./binding-names-its-subjects.ts";
import { bindingNotClusterAdmin } from "./binding-not-cluster-admin.ts";
import { bindingNotDefaultAccount } from "./binding-not-default-account.ts";
import { certificateHasIssuer } from "./certificate-has-issuer.ts";
import { certificateHasStrongKey } from "./certificate-has-strong-key.ts";
import { certificateRenewsInTime } from "./certificate-renews-in-time.ts";
import { certificateRotatesItsKey } from "./certificate-rotates-its-key.ts";
import { claimHasSize } from "./claim-has-size.ts";
import { claimIsRetained } from "./claim-is-retained.ts";
import { configMapHoldsNoCredential } from "./config-map-holds-no-credential.ts";
import { configMapVerifiesDatabase } from "./config-map-verifies-database.ts";
import { contactsAreComplete } from "./contacts-are-complete.ts";
import { containerBoundedCpu } from "./container-bounded-cpu.ts";
import { containerBoundedEphemeralStorage } from "./container-bounded-ephemeral-storage.ts";
import { containerBoundedMemory } from "./container-bounded-memory.ts";
import { containerDefaultCapabilities } from "./container-default-capabilities.ts";
import { containerDrains } from "./container-drains.ts";
import { containerDropsCapabilities } from "./container-drops-capabilities.ts";
import { containerFewCapabilities } from "./container-few-capabilities.ts";
import { containerHandlerPorts } from "./container-handler-ports.ts";
import { containerHandlersStayInPod } from "./container-handlers-stay-in-pod.ts";
import { containerHostMountsReadOnly } from "./container-host-mounts-read-only.ts";
import { containerNoHostPort } from "./container-no-host-port.ts";
import { containerNoLiteralCredentials } from "./container-no-literal-credentials.ts";
import { containerNoPrivilegeEscalation } from "./container-no-privilege-escalation.ts";
import { containerNoSsh } from "./container-no-ssh.ts";
import { containerNoTerminal } from "./container-no-terminal.ts";
import { containerNotPrivileged } from "./container-not-privileged.ts";
import { containerProbes } from "./container-probes.ts";
import { containerProbesDiffer } from "./container-probes-differ.ts";
import { containerProcMasked } from "./container-proc-masked.ts";
import { containerProcMount } from "./container-proc-mount.ts";
import { containerReadOnlyRoot } from "./container-read-only-root.ts";
import { containerSeccompSet } from "./container-seccomp-set.ts";
import { containerSecretsAsFiles } from "./container-secrets-as-files.ts";
import { containerSecurityContext } from "./container-security-context.ts";
import { containerTimeZone } from "./container-time-zone.ts";
import { containerUnprivilegedPorts } from "./container-unprivileged-ports.ts";
import { corsNamesOrigins } from "./cors-names-origins.ts";
import { cronJobConcurrency } from "./cron-job-concurrency.ts";
import { cronJobDeadline } from "./cron-job-deadline.ts";
import { cronJobHistory } from "./cron-job-history.ts";
import { dataIsProtected } from "./data-is-protected.ts";
import { databaseClientVerifies } from "./database-client-verifies.ts";
import { deploymentReplicas } from "./deployment-replicas.ts";
import { deploymentRollout } from "./deployment-rollout.ts";
import { disruptionBudgetFreesUnhealthy } from "./disruption-budget-frees-unhealthy.ts";
import { disruptionBudgetLetsGo } from "./disruption-budget-lets-go.ts";
import { disruptionBudgetSelectsPods } from "./disruption-budget-selects-pods.ts";
import { externalSecretIsWired } from "./external-secret-is-wired.ts";
import { hostRedirectsToHttps } from "./host-redirects-to-https.ts";
import { ingressNoSnippets } from "./ingress-no-snippets.ts";
import { ingressNotNginx } from "./ingress-not-nginx.ts";
import { loginIsRateLimited } from "./login-is-rate-limited.ts";
import { namespaceDeniesByDefault } from "./namespace-denies-by-default.ts";
import { namespaceEnforcesRestricted } from "./namespace-enforces-restricted.ts";
import { namespaceHasLimitRange } from "./namespace-has-limit-range.ts";
import { namespaceHasQuota } from "./namespace-has-quota.ts";
import { namespaceIsDeclared } from "./namespace-is-declared.ts";
import { namespacePinsPodSecurity } from "./namespace-pins-pod-security.ts";
import { networkPolicyOpensLittle } from "./network-policy-opens-little.ts";
import { networkPolicySelectsPods } from "./network-policy-selects-pods.ts";
import { objectHasNamespace } from "./object-has-namespace.ts";
import { objectKind } from "./object-kind.ts";
import { objectLabels } from "./object-labels.ts";
import { oneTimeZone } from "./one-time-zone.ts";
import { podApparmor } from "./pod-apparmor.ts";
import { podGracePeriod } from "./pod-grace-period.ts";
import { podHighGroupId } from "./pod-high-group-id.ts";
import { podHighUserId } from "./pod-high-user-id.ts";
import { podImageDigest } from "./pod-image-digest.ts";
import { podImagePullPolicy } from "./pod-image-pull-policy.ts";
import { podImageTag } from "./pod-image-tag.ts";
import { podNetworkClosed } from "./pod-network-closed.ts";
import { podNetworkNamed } from "./pod-network-named.ts";
import { podNoApiToken } from "./pod-no-api-token.ts";
import { podNoHostNamespaces } from "./pod-no-host-namespaces.ts";
import { podNoHostPath } from "./pod-no-host-path.ts";
import { podNoHostProcess } from "./pod-no-host-process.ts";
import { podNoRuntimeSocket } from "./pod-no-runtime-socket.ts";
import { podNoSeccompAnnotations } from "./pod-no-seccomp-annotations.ts";
import { podOwnProcesses } from "./pod-own-processes.ts";
import { podOwnServiceAccount } from "./pod-own-service-account.ts";
import { podPriorityClass } from "./pod-priority-class.ts";
import { podRunsAsNonRoot } from "./pod-runs-as-non-root.ts";
import { podSafeSysctls } from "./pod-safe-sysctls.ts";
import { podSeccompConfined } from "./pod-seccomp-confined.ts";
import { podSecurityContext } from "./pod-security-context.ts";
import { podSelinux } from "./pod-selinux.ts";
import { podUserNotRoot } from "./pod-user-not-root.ts";
import { podVolumeTypes } from "./pod-volume-types.ts";
import { podWellFormed } from "./pod-well-formed.ts";
import { poolerEncryptsBothSides } from "./pooler-encrypts-both-sides.ts";
import { poolsFitConnections } from "./pools-fit-connections.ts";
import { postgresAdmitsByTls } from "./postgres-admits-by-tls.ts";
import { postgresArchives } from "./postgres-archives.ts";
import { postgresEncrypts } from "./postgres-encrypts.ts";
import { quotaFitsTheMost } from "./quota-fits-the-most.ts";
import { releaseCarriesItsVersion } from "./release-carries-its-version.ts";
import { restoreDrillIsScheduled } from "./restore-drill-is-scheduled.ts";
import { roleNoCertificateApproval } from "./role-no-certificate-approval.ts";
import { roleNoConfigMapChanges } from "./role-no-config-map-changes.ts";
import { roleNoEscalation } from "./role-no-escalation.ts";
import { roleNoLogDeletion } from "./role-no-log-deletion.ts";
import { roleNoNetworkChanges } from "./role-no-network-changes.ts";
import { roleNoNodeProxy } from "./role-no-node-proxy.ts";
import { roleNoPodAccess } from "./role-no-pod-access.ts";
import { roleNoRbacChanges } from "./role-no-rbac-changes.ts";
import { roleNoSecretAccess } from "./role-no-secret-access.ts";
import { roleNoTokenCreation } from "./role-no-token-creation.ts";
import { roleNoVolumeCreation } from "./role-no-volume-creation.ts";
import { roleNoWebhookChanges } from "./role-no-webhook-changes.ts";
import { roleNoWildcard } from "./role-no-wildcard.ts";
import { roleNoWorkloadChanges } from "./role-no-workload-changes.ts";
import { routeBackendExists } from "./route-backend-exists.ts";
import { routeCertificateExists } from "./route-certificate-exists.ts";
import { routeHasTls } from "./route-has-tls.ts";
import { routeIsRateLimited } from "./route-is-rate-limited.ts";
import { routeSendsContentSecurityPolicy } from "./route-sends-content-security-policy.ts";
import { routeSendsHsts } from "./route-sends-hsts.ts";
import { routeSendsSecurityHeaders } from "./route-sends-security-headers.ts";
import { serverReadsJudgedFiles } from "./server-reads-judged-files.ts";
import { serviceAccountNoToken } from "./service-account-no-token.ts";
import { servicePortExists } from "./service-port-exists.ts";
import { serviceSelectsPods } from "./service-selects-pods.ts";
import { serviceStaysInside } from "./service-stays-inside.ts";
import { statefulSetIsNamed } from "./stateful-set-is-named.ts";
import { webScales } from "./web-scales.ts";
import { workloadCarriesVersion } from "./workload-carries-version.ts";
import { workloadHasDisruptionBudget } from "./workload-has-disruption-budget.ts";
import { workloadHostAntiAffinity } from "./workload-host-anti-affinity.ts";
import { workloadLabels } from "./workload-labels.ts";
import { workloadRolls } from "./workload-rolls.ts";
import { workloadSelectsItsPods } from "./workload-selects-its-pods.ts";
import { workloadSpread } from "./workload-spread.ts";

/** Every rule, by name. */
export const rules: readonly Rule[] = [
  alertmanagerConfigIsSecret,
  alertsHaveRunbooks,
  annotationHoldsNoCredential,
  autoscalerCanGrow,
  autoscalerKeepsTwo,
  autoscalerMeasures,
  autoscalerOwnsReplicas,
  autoscalerTargetExists,
  backupsAreEncryptedAndKept,
  backupsAreScheduled,
  backupsLeaveTheCluster,
  bindingIsWired,
  bindingNamesItsSubjects,
  bindingNotClusterAdmin,
  bindingNotDefaultAccount,
  certificateHasIssuer,
  certificateHasStrongKey,
  certificateRenewsInTime,
  certificateRotatesItsKey,
  claimHasSize,
  claimIsRetained,
  configMapHoldsNoCredential,
  configMapVerifiesDatabase,
  contactsAreComplete,
  containerBoundedCpu,
  containerBoundedEphemeralStorage,
  containerBoundedMemory,
  containerDefaultCapabilities,
  containerDrains,
  containerDropsCapabilities,
  containerFewCapabilities,
  containerHandlerPorts,
  containerHandlersStayInPod,
  containerHostMountsReadOnly,
  containerNoHostPort,
  containerNoLiteralCredentials,
  containerNoPrivilegeEscalation,
  containerNoSsh,
  containerNoTerminal,
  containerNotPrivileged,
  containerProbes,
  containerProbesDiffer,
  containerProcMasked,
  containerProcMount,
  containerReadOnlyRoot,
  containerSeccompSet,
  containerSecretsAsFiles,
  containerSecurityContext,
  containerTimeZone,
  containerUnprivilegedPorts,
  corsNamesOrigins,
  cronJobConcurrency,
  cronJobDeadline,
  cronJobHistory,
  dataIsProtected,
  databaseClientVerifies,
  deploymentReplicas,
  deploymentRollout,
  disruptionBudgetFreesUnhealthy,
  disruptionBudgetLetsGo,
  disruptionBudgetSelectsPods,
  externalSecretIsWired,
  hostRedirectsToHttps,
  ingressNoSnippets,
  ingressNotNginx,
  loginIsRateLimited,
  namespaceDeniesByDefault,
  namespaceEnforcesRestricted,
  namespaceHasLimitRange,
  namespaceHasQuota,
  namespaceIsDeclared,
  namespacePinsPodSecurity,
  networkPolicyOpensLittle,
  networkPolicySelectsPods,
  objectHasNamespace,
  objectKind,
  objectLabels,
  oneTimeZone,
  podApparmor,
  podGracePeriod,
  podHighGroupId,
  podHighUserId,
  podImageDigest,
  podImagePullPolicy,
  podImageTag,
  podNetworkClosed,
  podNetworkNamed,
  podNoApiToken,
  podNoHostNamespaces,
  podNoHostPath,
  podNoHostProcess,
  podNoRuntimeSocket,
  podNoSeccompAnnotations,
  podOwnProcesses,
  podOwnServiceAccount,
  podPriorityClass,
  podRunsAsNonRoot,
  podSafeSysctls,
  podSeccompConfined,
  podSecurityContext,
  podSelinux,
  podUserNotRoot,
  podVolumeTypes,
  podWellFormed,
  poolerEncryptsBothSides,
  poolsFitConnections,
  postgresAdmitsByTls,
  postgresArchives,
  postgresEncrypts,
  quotaFitsTheMost,
  releaseCarriesItsVersion,
  restoreDrillIsScheduled,
  roleNoCertificateApproval,
  roleNoConfigMapChanges,
  roleNoEscalation,
  roleNoLogDeletion,
  roleNoNetworkChanges,
  roleNoNodeProxy,
  roleNoPodAccess,
  roleNoRbacChanges,
  roleNoSecretAccess,
  roleNoTokenCreation,
  roleNoVolumeCreation,
  roleNoWebhookChanges,
  roleNoWildcard,
  roleNoWorkloadChanges,
  routeBackendExists,
  routeCertificateExists,
  routeHasTls,
  routeIsRateLimited,
  routeSendsContentSecurityPolicy,
  routeSendsHsts,
  routeSendsSecurityHeaders,
  serverReadsJudgedFiles,
  serviceAccountNoToken,
  servicePortExists,
  serviceSelectsPods,
  serviceStaysInside,
  statefulSetIsNamed,
  webScales,
  workloadCarriesVersion,
  workloadHasDisruptionBudget,
  workloadHostAntiAffinity,
  workloadLabels,
  workloadRolls,
  workloadSelectsItsPods,
  workloadSpread,
];
