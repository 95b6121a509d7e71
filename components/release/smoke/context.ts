import type { Account } from "./accounts.ts";
import type { Client } from "./client.ts";
import type { Answered, Exchange } from "./exchange.ts";
import type { SmokeInput, Target } from "./input.ts";
import type { Secrets } from "./secrets.ts";

/** Somebody who is logged in. */
export interface Session {
  readonly token: string;
  /** `name=value`, as a browser sends it; empty when none was set. */
  readonly cookie: string;
  readonly begunBy: Answered;
}

/** Two tasks of the new account: what edits, filters and statistics are tried on. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly priority: string;
}

/** What the steps before have left for those that need them. */
export interface Made {
  /** The new account's session: whose tasks they are. */
  owner?: Session;
  /** The smoke user's: somebody else. */
  other?: Session;
  tasks: Task[];
  /** Accounts that the application has no way to end. */
  left: string[];
}

/** What the steps of one target share. */
export interface SmokeContext<T extends Target = Target> {
  readonly input: SmokeInput;
  readonly target: T;
  readonly client: Client;
  readonly secrets: Secrets;
  readonly user: Account;
  readonly newAccount: Account;
  readonly made: Made;
  /** Exchanges that a step has failed for. */
  readonly blamed: ReadonlySet<Exchange>;
  readonly progress: (line: string) => void;
}
