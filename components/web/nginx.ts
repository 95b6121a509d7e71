/** Port of the pod. Above 1023, so that no capability is needed to bind it. */
export const FRONTEND_PORT = 8080;

/** Paths that the server answers for the kubelet. */
export interface FrontendProbes {
  /** Any page. */
  readonly startup: string;
  /** 200 when the pages are there to be served. */
  readonly readiness: string;
  /** 200 as soon as the server answers at all. */
  readonly liveness: string;
}

/**
 * The server block of the frontend: the single page for every path that is no file, files with a content hash in
 * their name kept for a year, everything else checked for changes each time.
 */
export function nginxServer(
  securityHeaders: Readonly<Record<string, string>>,
  probes: FrontendProbes,
): string {
  // nginx drops inherited headers in every block that adds one of its own, so each block repeats them.
  const headers = Object.entries(securityHeaders)
    .map(([name, value]) => `add_header ${name} ${quoted(value)} always;`)
    .join("\n    ");
  return `server {
  listen ${FRONTEND_PORT};
  listen [::]:${FRONTEND_PORT};
  server_tokens off;
  root /usr/share/nginx/html;
  index index.html;
  gzip on;
  gzip_types text/css application/javascript application/json image/svg+xml;

  location / {
    ${headers}
    add_header Cache-Control "no-cache" always;
    try_files $uri $uri/ /index.html;
  }

  location /assets/ {
    ${headers}
    add_header Cache-Control "public, max-age=31536000, immutable" always;
    try_files $uri =404;
  }

  location = /settings.json {
    ${headers}
    add_header Cache-Control "no-store" always;
    default_type application/json;
    alias /etc/nginx/conf.d/settings.json;
  }

  location = ${probes.readiness} {
    access_log off;
    try_files /index.html =503;
  }

  location = ${probes.liveness} {
    access_log off;
    default_type text/plain;
    return 200 "ok\\n";
  }
}
`;
}

/** A string of the nginx configuration language. It has no escape for `$`, and no header of ours needs one. */
function quoted(value: string): string {
  if (/[$\n\r]/.test(value)) {
    throw new Error("A header value for nginx contains a dollar sign or a line break.");
  }
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
