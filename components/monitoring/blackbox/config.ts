import type { Module } from "./probe.ts";

/** blackbox.yml. */
export function blackboxConfig({ trusted }: { readonly trusted: boolean }): {
  modules: Record<Module, object>;
} {
  const common = { method: "GET", preferred_ip_protocol: "ip4", ip_protocol_fallback: true };
  return {
    modules: {
      https: {
        prober: "http",
        timeout: "5s",
        http: {
          ...common,
          fail_if_not_ssl: true,
          ...(!trusted && { tls_config: { insecure_skip_verify: true } }),
        },
      },
      redirect: {
        prober: "http",
        timeout: "5s",
        http: {
          ...common,
          follow_redirects: false,
          valid_status_codes: [301, 308],
          fail_if_header_not_matches: [{ header: "Location", regexp: "^https://" }],
        },
      },
    },
  };
}
