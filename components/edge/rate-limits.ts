/** Requests of one client address in one window of time. */
export interface RateLimit {
  /** The next request after this many in the window is answered with 429. */
  readonly requests: number;
  /** Length of the window. These three are what every controller knows. */
  readonly per: "second" | "minute" | "hour";
}

/** The two limits of the edge. */
export interface RateLimits {
  /** For every request. Default: 100 per second, well above what a page with all its files asks for. */
  readonly global?: RateLimit;
  /** For everything below `/api/auth`. Default: 10 per minute, so that the eleventh attempt to log in is refused. */
  readonly login?: RateLimit;
}

/** A rate limit and the name under which its requests are counted. */
export interface NamedRateLimit extends RateLimit {
  readonly name: string;
}

const defaults: Required<RateLimits> = {
  global: { requests: 100, per: "second" },
  login: { requests: 10, per: "minute" },
};

/** The limits of the public routes: `login` has the global one too. */
export function rateLimits(limits: RateLimits = {}): {
  readonly all: readonly NamedRateLimit[];
  readonly login: readonly NamedRateLimit[];
} {
  const global = { name: "rate-limit", ...(limits.global ?? defaults.global) };
  const login = { name: "rate-limit-login", ...(limits.login ?? defaults.login) };
  return { all: [global], login: [global, login] };
}
