import { messageOf } from "../evidence/words.ts";
import { within } from "../smoke/within.ts";

/** Seconds for one answer, to its last byte. */
const ANSWER_SECONDS = 20;

/** What came back. */
export interface ServiceAnswer {
  readonly status: number;
  /** The beginning of the body. */
  readonly body: string;
}

/**
 * Asks somebody outside. Where nobody answers the error says why, and never more of the address than its host: the
 * rest of it may be the secret.
 */
export async function answerOf(url: string | URL, init: RequestInit = {}): Promise<ServiceAnswer> {
  const { host } = new URL(url);
  try {
    const response = await fetch(url, { signal: within(ANSWER_SECONDS), ...init });
    return { status: response.status, body: (await response.text()).slice(0, 200) };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new Error(`${host} does not answer: ${messageOf(cause)}`, { cause: error });
  }
}
