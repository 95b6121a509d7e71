import { factsOf } from "../try/facts.ts";

/* Writes what a deployment would know of the cluster where this runs. */

process.stdout.write(JSON.stringify(await factsOf(undefined, "taskflow")));
