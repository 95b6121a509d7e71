import { ruleContext } from "../../components/monitoring/rules/settings.ts";
import type { Connection } from "../../components/release/kubernetes/connect.ts";
import type { MonitoringInput } from "../../components/release/monitoring/input.ts";
import { Servers } from "../../components/release/monitoring/servers.ts";
import { Unusable } from "../preview/failure.ts";
import { type Answer, answerTo } from "./answer.ts";
import { type Topic, WINDOW_SECONDS, type Window } from "./question.ts";
import { topics } from "./topics.ts";

/** A release in the window, as its record has it. */
export interface ReleaseRecord {
  readonly version: string;
  /** RFC 3339. */
  readonly at: string;
  readonly status: string;
}

/** A topic with its answers. */
export interface AnsweredTopic extends Pick<Topic, "title" | "asked"> {
  readonly answers: readonly Answer[];
}

/** A review, before it is written. */
export interface Report {
  readonly stack: string;
  readonly window: Window;
  /** When it was asked, in UTC. */
  readonly at: string;
  readonly version: string;
  readonly releases: readonly ReleaseRecord[];
  readonly topics: readonly AnsweredTopic[];
}

/**
 * Asks the monitoring of a stack everything that the review is about.
 *
 * @param input what the monitoring gate of the stack is asked.
 * @param releasesSince the records of releases since then.
 * @throws Unusable where the stack has no Prometheus of its own.
 */
export async function review(
  connection: Connection,
  input: MonitoringInput,
  { stack, window, now }: { readonly stack: string; readonly window: Window; readonly now: Date },
  releasesSince: (since: Date) => Promise<readonly ReleaseRecord[]>,
): Promise<Report> {
  const { prometheus, logs } = input;
  if (!prometheus) {
    throw new Unusable(`${stack} has no Prometheus of its own: the review is its owners' to make.`);
  }
  const { rules, namespaceNames, sources } = prometheus.watched;
  const servers = new Servers(connection, () => undefined);
  try {
    const askable = {
      prometheus: await servers.reach(prometheus.service),
      ...(logs && { loki: await servers.reach(logs.service) }),
      sources,
    };
    const answered: AnsweredTopic[] = [];
    const seconds = Math.floor(now.getTime() / 1000);
    for (const { title, questions, asked } of topics(ruleContext(rules, namespaceNames), window)) {
      const answers: Answer[] = [];
      for (const question of questions) {
        answers.push(await answerTo(question, window, seconds, askable));
      }
      answered.push({ title, answers, ...(asked && { asked }) });
    }
    const since = new Date(now.getTime() - WINDOW_SECONDS[window] * 1000);
    return {
      ...{ stack, window, at: now.toISOString(), version: input.version },
      releases: await releasesSince(since),
      topics: answered,
    };
  } finally {
    await servers.close();
  }
}
