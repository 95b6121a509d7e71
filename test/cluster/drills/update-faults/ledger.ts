import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { ORIGIN } from "../../../fixtures/taskflow/stage.ts";
import type { DeployedStack } from "../../deployment/stack.ts";

const TASKS = `${ORIGIN}/api/tasks`;
const JSON_BODY = ["--header", "Content-Type: application/json"];

/** Tasks whose creation the site has acknowledged: whatever happens to it, they are there. */
export class Ledger {
  readonly #stack: DeployedStack;
  readonly #session: readonly string[];
  readonly #titles: string[] = [];

  private constructor(stack: DeployedStack, token: string) {
    this.#stack = stack;
    this.#session = ["--header", `Authorization: Bearer ${token}`];
  }

  static async open(stack: DeployedStack): Promise<Ledger> {
    const email = `${randomUUID()}@taskflow.invalid`;
    const account = JSON.stringify({ email, password: randomUUID() });
    const url = `${ORIGIN}/api/auth/register`;
    const answer = await stack.get(url, ...JSON_BODY, "--data", account);
    return new Ledger(stack, (bodyOf(answer) as { token: string }).token);
  }

  async write(title: string): Promise<void> {
    const task = ["--data", JSON.stringify({ title })];
    const answer = await this.#stack.get(TASKS, ...this.#session, ...JSON_BODY, ...task);
    assert.match(answer, /^HTTP\/2 201 /);
    this.#titles.push(title);
  }

  /** @throws AssertionError when there are fewer tasks than were acknowledged, or others. */
  async verify(): Promise<void> {
    const answer = await this.#stack.get(TASKS, ...this.#session);
    const { tasks } = bodyOf(answer) as { tasks: { title: string }[] };
    assert.deepEqual(
      tasks.map(({ title }) => title),
      this.#titles,
    );
  }
}

function bodyOf(answer: string): unknown {
  return JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")));
}
