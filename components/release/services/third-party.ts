import { messageOf } from "../evidence/words.ts";
import type { Refusal } from "../gates/gate.ts";
import { answerOf } from "./answer.ts";
import type { ThirdPartyInput } from "./input.ts";

/** Whether a service takes the key that the backend will use. */
export async function examineThirdParty(
  { name, validationUrl }: ThirdPartyInput["services"][number],
  key: string | undefined,
): Promise<Refusal[]> {
  const problem = key === undefined ? "there is no key of it" : await problemOf(validationUrl, key);
  if (problem === undefined) return [];
  return [
    {
      item: "conf.6",
      problem: `${name} does not take the backend's key: ${problem}.`,
      fix: `Set "${name}" in the secret taskflow:thirdPartyKeys to a key that is valid, or correct taskflow:thirdParty.${name}.validationUrl.`,
    },
  ];
}

async function problemOf(url: string, key: string): Promise<string | undefined> {
  try {
    const headers = { Authorization: `Bearer ${key}` };
    const { status } = await answerOf(url, { headers, redirect: "manual" });
    return status >= 200 && status < 300 ? undefined : `${url} answers with ${status}`;
  } catch (error) {
    return messageOf(error);
  }
}
