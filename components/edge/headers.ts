/** Response headers by name. */
export type Headers = Readonly<Record<string, string>>;

/** Strict-Transport-Security (RFC 6797). */
export interface Hsts {
  /**
   * Seconds for which browsers refuse plain HTTP. Default: two years. At least one, or scanners call it weak; or 0,
   * which makes browsers forget: for one machine, whose certificate nobody has signed.
   */
  readonly maxAgeSeconds?: number;
  /** Whether it holds for all names below the host. Default: true. */
  readonly includeSubdomains?: boolean;
  /** Whether the host may be built into browsers. Default: false, because it takes months to undo. */
  readonly preload?: boolean;
}

/** Further sources by directive of the Content-Security-Policy (`connect-src: ["https://errors.example.com"]`). */
export type ContentSources = Readonly<Record<string, readonly string[]>>;

/** Headers that tell an attacker which software to look up. */
export const removedHeaders = ["Server", "X-Powered-By"] as const;

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What a page of the frontend may load. Everything is its own; the rest is added by configuration. */
const pageSources: ContentSources = {
  "default-src": ["'self'"],
  "base-uri": ["'none'"],
  "connect-src": ["'self'"],
  "font-src": ["'self'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
  "img-src": ["'self'", "data:"],
  "object-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
};

/** An answer of the API is data: whoever opens it as a page gets nothing that runs. */
const apiSources: ContentSources = {
  "default-src": ["'none'"],
  "frame-ancestors": ["'none'"],
};

/** Headers of the frontend's pages. */
export function pageHeaders(hsts: Hsts = {}, further: ContentSources = {}): Headers {
  return {
    ...commonHeaders(hsts),
    "Content-Security-Policy": contentSecurityPolicy(pageSources, further),
  };
}

/** Headers of static files, which a CDN and browsers may keep. */
export function assetHeaders(
  hsts: Hsts = {},
  further: ContentSources = {},
  maxAgeSeconds: number,
): Headers {
  return {
    ...pageHeaders(hsts, further),
    "Cache-Control": `public, max-age=${maxAgeSeconds}, stale-while-revalidate=86400`,
  };
}

/** Headers of the API. Its answers are personal, so no cache on the way may keep them. */
export function apiHeaders(hsts: Hsts = {}): Headers {
  return {
    ...commonHeaders(hsts),
    "Content-Security-Policy": contentSecurityPolicy(apiSources),
    "Cache-Control": "no-store",
  };
}

/**
 * Headers of Grafana. No Content-Security-Policy: Grafana sends one with a nonce for each page, which a header of the
 * edge would replace.
 */
export function monitoringHeaders(hsts: Hsts = {}): Headers {
  return commonHeaders(hsts);
}

/** The value of Strict-Transport-Security. */
export function strictTransportSecurity({
  maxAgeSeconds = 2 * YEAR_SECONDS,
  includeSubdomains = true,
  preload = false,
}: Hsts): string {
  if (maxAgeSeconds !== 0 && maxAgeSeconds < YEAR_SECONDS) {
    throw new RangeError(
      `HSTS of ${maxAgeSeconds} seconds is too short: at least ${YEAR_SECONDS}, or 0 for none.`,
    );
  }
  if (preload && (maxAgeSeconds === 0 || !includeSubdomains)) {
    throw new RangeError("Browsers preload HSTS only for a year or more and with all subdomains.");
  }
  return [
    `max-age=${maxAgeSeconds}`,
    ...(includeSubdomains ? ["includeSubDomains"] : []),
    ...(preload ? ["preload"] : []),
  ].join("; ");
}

/** The value of Content-Security-Policy: `further` sources join those of their directive, `'none'` gives way. */
export function contentSecurityPolicy(base: ContentSources, further: ContentSources = {}): string {
  const directives = [...new Set([...Object.keys(base), ...Object.keys(further)])];
  return directives
    .map((directive) => {
      const added = further[directive] ?? [];
      const own = (base[directive] ?? []).filter((source) => !added.length || source !== "'none'");
      return [directive, ...own, ...added].join(" ");
    })
    .join("; ");
}

function commonHeaders(hsts: Hsts): Headers {
  return {
    "Strict-Transport-Security": strictTransportSecurity(hsts),
    "X-Content-Type-Options": "nosniff",
    // For browsers that do not know frame-ancestors.
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  };
}
