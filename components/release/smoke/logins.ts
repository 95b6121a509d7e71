/** Requests below `/api/auth` that a run sends to one target at most, before it tries the limit. */
export const LOGIN_REQUESTS = 10;

/** Logins that the limit is tried with at most: each costs the backend what a password is meant to cost. */
export const MAX_LOGIN_LIMIT = 50;
