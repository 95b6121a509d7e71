import assert from "node:assert/strict";
import {
  apiHeaders,
  assetHeaders,
  contentSecurityPolicy,
  monitoringHeaders,
  pageHeaders,
  strictTransportSecurity,
} from "../../components/edge/headers.ts";

describe("strictTransportSecurity", () => {
  const YEAR = 31_536_000;

  it("holds for two years and all subdomains, and is not preloaded, unless told", () => {
    assert.equal(strictTransportSecurity({}), `max-age=${2 * YEAR}; includeSubDomains`);
  });

  it("asks to be preloaded when told", () => {
    assert.equal(
      strictTransportSecurity({ maxAgeSeconds: YEAR, preload: true }),
      `max-age=${YEAR}; includeSubDomains; preload`,
    );
  });

  it("leaves subdomains out when told", () => {
    assert.equal(
      strictTransportSecurity({ maxAgeSeconds: YEAR, includeSubdomains: false }),
      `max-age=${YEAR}`,
    );
  });

  it("refuses less than a year, but for none at all", () => {
    assert.throws(() => strictTransportSecurity({ maxAgeSeconds: YEAR - 1 }), /too short/);
    assert.match(strictTransportSecurity({ maxAgeSeconds: 0 }), /^max-age=0;/);
  });

  it("refuses what browsers would not preload", () => {
    assert.throws(() => strictTransportSecurity({ preload: true, maxAgeSeconds: 0 }), /preload/);
    assert.throws(
      () => strictTransportSecurity({ preload: true, includeSubdomains: false }),
      /preload/,
    );
  });
});

describe("contentSecurityPolicy", () => {
  it("adds sources to those of their directive and keeps the others", () => {
    assert.equal(
      contentSecurityPolicy(
        { "default-src": ["'self'"], "connect-src": ["'self'"] },
        { "connect-src": ["https://errors.example.com"] },
      ),
      "default-src 'self'; connect-src 'self' https://errors.example.com",
    );
  });

  it("adds a directive", () => {
    assert.equal(
      contentSecurityPolicy({ "default-src": ["'self'"] }, { "worker-src": ["blob:"] }),
      "default-src 'self'; worker-src blob:",
    );
  });

  it("drops 'none' where there is something: beside other sources it means nothing", () => {
    assert.equal(
      contentSecurityPolicy(
        { "frame-src": ["'none'"] },
        { "frame-src": ["https://a.example.com"] },
      ),
      "frame-src https://a.example.com",
    );
  });

  it("keeps 'none' where nothing is added", () => {
    assert.equal(contentSecurityPolicy({ "frame-src": ["'none'"] }), "frame-src 'none'");
  });
});

describe("response headers", () => {
  const everywhere = {
    "Strict-Transport-Security": /^max-age=63072000; includeSubDomains$/,
    "X-Content-Type-Options": /^nosniff$/,
    "X-Frame-Options": /^DENY$/,
    "Referrer-Policy": /^strict-origin-when-cross-origin$/,
    "Permissions-Policy": /camera=\(\)/,
  };
  const profiles = {
    pages: pageHeaders(),
    assets: assetHeaders({}, {}, 60),
    api: apiHeaders(),
    monitoring: monitoringHeaders(),
  };
  for (const [profile, headers] of Object.entries(profiles)) {
    for (const [header, value] of Object.entries(everywhere)) {
      it(`of ${profile} have ${header}`, () => {
        assert.match(headers[header] ?? "", value);
      });
    }
  }

  it("allow no page to be framed and no inline script", () => {
    const policy = profiles.pages["Content-Security-Policy"] ?? "";
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.match(policy, /object-src 'none'/);
  });

  it("allow an answer of the API to load nothing and to be kept by nobody", () => {
    assert.equal(
      profiles.api["Content-Security-Policy"],
      "default-src 'none'; frame-ancestors 'none'",
    );
    assert.equal(profiles.api["Cache-Control"], "no-store");
  });

  it("allow static files to be kept as long as told, and leave pages to the frontend", () => {
    assert.match(profiles.assets["Cache-Control"] ?? "", /^public, max-age=60,/);
    assert.equal(profiles.pages["Cache-Control"], undefined);
  });

  it("leave Grafana its own Content-Security-Policy", () => {
    assert.equal(profiles.monitoring["Content-Security-Policy"], undefined);
  });
});
