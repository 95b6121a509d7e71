import { createRequire } from "node:module";

type Method = (this: unknown, ...args: unknown[]) => unknown;

const require = createRequire(import.meta.url);
let left = false;

/**
 * Has the SDK take no stack trace for each of some hundred promises a resource. They are for a report of promises that
 * never settle, which is printed when PULUMI_DEBUG_PROMISE_LEAKS is set; then they are taken.
 */
export function takeNoTraces(): void {
  const debuggable = require("@pulumi/pulumi/runtime/debuggable") as Record<string, Method> & {
    debugPromiseLeaks: boolean;
  };
  const { debuggablePromise, debugPromiseLeaks } = debuggable;
  if (left || !debuggablePromise || debugPromiseLeaks) return;
  left = true;
  debuggable["debuggablePromise"] = function (...args) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise.apply(this, args);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}
