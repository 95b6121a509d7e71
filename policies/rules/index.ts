import type { Rule } from "../rule.ts";
import { containerNotPrivileged } from "./container-not-privileged.ts";

/** Every rule, by name. */
export const rules: readonly Rule[] = [containerNotPrivileged];
