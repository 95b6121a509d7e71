import assert from "node:assert/strict";

/** @throws AssertionError when a message does not have these parts in their order. */
export function assertSays(message: string, parts: readonly string[]): void {
  let rest = message;
  for (const part of parts) {
    assert.ok(rest.includes(part), `“${part}” is not in:\n${message}`);
    rest = rest.slice(rest.indexOf(part) + part.length);
  }
}
