/** Which pages of other origins may call the API, and how. */
export interface Cors {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly requestHeaders: readonly string[];
  /** Whether cookies and the Authorization header go along. */
  readonly credentials: boolean;
  /** Seconds for which a browser keeps the permission. */
  readonly maxAgeSeconds: number;
}

/** The permission for these origins; none for an empty list. Any origin (`*`) never goes with credentials. */
export function cors(origins: readonly string[] = []): Cors | undefined {
  if (!origins.length) return undefined;
  const any = origins.includes("*");
  return {
    origins: any ? ["*"] : origins,
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    requestHeaders: ["Authorization", "Content-Type", "X-CSRF-Token"],
    credentials: !any,
    maxAgeSeconds: 600,
  };
}
