import type { IncomingHttpHeaders } from "node:http";

/** A request of the run. */
export interface SmokeRequest {
  readonly method: string;
  readonly url: URL;
  /** What is asked for. `login` counts against the limit of logins. */
  readonly kind: "api" | "login" | "page" | "asset" | "redirect";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back, to its last byte. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request, and what became of it. */
export interface Exchange {
  readonly request: SmokeRequest;
  readonly at: Date;
  readonly milliseconds: number;
  /** Absent when there was none. */
  readonly answer?: Answer;
  /** Why there is no answer. */
  readonly problem?: string;
}

/** An exchange that was answered. */
export type Answered = Exchange & { readonly answer: Answer };
