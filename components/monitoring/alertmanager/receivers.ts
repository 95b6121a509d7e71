import type { SecretHandle } from "../../secrets/handles.ts";

/** Where notifications of one urgency go. URLs are secrets, for whoever knows one can post. */
export interface Receiver {
  /** `webhook` posts Alertmanager's JSON; `slack` (Slack, Mattermost, Rocket.Chat) posts a readable message. */
  readonly kind: "webhook" | "slack";
  /** Key of {@link Receivers.urls} with the URL. */
  readonly urlKey: string;
  /** Channel of `slack`. Default: the one that the URL was made for. */
  readonly channel?: string;
}

export interface MailReceiver {
  readonly to: readonly string[];
  readonly from: string;
  /** Mail server that speaks STARTTLS, as `host:port`. */
  readonly server: string;
  /** Login, and the key of {@link Receivers.urls} with its password. Default: none, for a relay that knows us. */
  readonly login?: { readonly name: string; readonly passwordKey: string };
}

/** Whom Alertmanager tells. */
export interface Receivers {
  /** A Secret in the monitoring namespace with the URLs (and the mail password), one a key. */
  readonly urls: SecretHandle;
  /** Critical alerts: somebody is woken. */
  readonly page: Receiver;
  /** Warnings: somebody looks within a working day. */
  readonly ticket: Receiver;
  /**
   * Key of the URL that expects a message every few minutes and raises the alarm without it, since a broken
   * cluster cannot say that it is broken. Default: none, which leaves that case unwatched.
   */
  readonly deadMansSwitchKey?: string;
  /** How often a page that goes on is told again (`1h`). Default: 1h. */
  readonly repeatInterval?: string;
  /** Also mails what pages and tickets say. Default: no mail. */
  readonly mail?: MailReceiver;
}

/** Somebody who answers for the service, as notifications name them. */
export interface Contact {
  readonly role: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}
