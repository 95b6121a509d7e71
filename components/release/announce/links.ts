import { messageOf } from "../evidence/words.ts";
import type { Refusal } from "../gates/gate.ts";
import { answerOf } from "../services/answer.ts";

/** There is something, but not for whoever has no login: its readers have one. */
const WANTS_LOGIN = [401, 403];

/** Whether each link leads somewhere. */
export async function examineLinks(links: readonly string[]): Promise<Refusal[]> {
  const refusals = links.map(async (link) => {
    const problem = await problemOf(link);
    if (problem === undefined) return [];
    return [
      {
        item: "live-team.4",
        problem: `The announcement would link to ${link}, which leads nowhere: ${problem}.`,
        fix: "Correct the address in the configuration, or see why it does not answer from here.",
      },
    ];
  });
  return (await Promise.all(refusals)).flat();
}

async function problemOf(link: string): Promise<string | undefined> {
  try {
    const { status } = await answerOf(link);
    return status < 400 || WANTS_LOGIN.includes(status) ? undefined : `it answers with ${status}`;
  } catch (error) {
    return messageOf(error);
  }
}
