import type { RuleGroup } from "./rule.ts";

const DAY = 24 * 3600;

/** What users meet first: the public address and its certificate. */
export function uptimeRules(): RuleGroup[] {
  const left = "min by (instance) (probe_ssl_earliest_cert_expiry) - time()";
  return [
    {
      name: "uptime",
      needs: ["blackbox"],
      rules: [
        {
          alert: "SiteDown",
          expr: "max by (instance) (probe_success) == 0",
          for: "2m",
          severity: "critical",
          concern: "service",
          summary: "The public address does not answer as it should.",
          description: "{{ $labels.instance }} has failed its probe for two minutes.",
          checklist: ["mon.6"],
        },
        {
          alert: "SiteSlow",
          expr: "avg by (instance) (avg_over_time(probe_duration_seconds[10m])) > 2",
          for: "10m",
          severity: "warning",
          concern: "service",
          summary: "The public address answers slowly.",
          description: "{{ $labels.instance }} takes {{ $value | humanizeDuration }}.",
          checklist: ["mon.6", "watch.2"],
        },
        {
          alert: "CertificateExpiresSoon",
          // ACME certificates are renewed a month before their end: three weeks left means that renewal fails.
          expr: `${left} < ${21 * DAY}`,
          for: "1h",
          severity: "warning",
          concern: "security",
          summary: "The public certificate was not renewed.",
          description: "{{ $labels.instance }} has {{ $value | humanizeDuration }} left.",
          checklist: ["sec.6"],
        },
        {
          alert: "CertificateExpiresNow",
          expr: `${left} < ${3 * DAY}`,
          severity: "critical",
          concern: "security",
          summary: "The public certificate is about to expire.",
          description: "{{ $labels.instance }} has {{ $value | humanizeDuration }} left.",
          checklist: ["sec.6"],
        },
      ],
    },
    {
      name: "certificates",
      needs: ["cert-manager"],
      rules: [
        {
          alert: "CertificateNotReady",
          expr: `max by (namespace, name) (certmanager_certificate_ready_status{condition!="True"}) == 1`,
          for: "30m",
          severity: "warning",
          concern: "security",
          summary: "A certificate cannot be issued.",
          description:
            "{{ $labels.namespace }}/{{ $labels.name }} has not been ready for half an hour.",
          checklist: ["sec.6"],
        },
        {
          alert: "CertificateNotRenewed",
          expr:
            "max by (namespace, name) (certmanager_certificate_renewal_timestamp_seconds) " +
            `< time() - ${DAY}`,
          for: "1h",
          severity: "warning",
          concern: "security",
          summary: "A certificate should have been renewed a day ago.",
          description: "{{ $labels.namespace }}/{{ $labels.name }} is past its renewal time.",
          checklist: ["sec.6"],
        },
      ],
    },
  ];
}
