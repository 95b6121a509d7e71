import type { Refusal } from "../gates/gate.ts";
import type { Sample } from "./prometheus.ts";

/** Whether every public URL is probed, and answers as it should. */
export function judgeProbes(samples: readonly Sample[], probes: readonly string[]): Refusal[] {
  return probes.flatMap((url) => {
    const probe = samples.find(({ metric }) => metric["instance"] === url);
    if (probe?.value[1] === "1") return [];
    return [
      {
        item: "post-mon.6",
        problem: probe ? `The probe of ${url} fails.` : `${url} is not probed.`,
        fix: "See what the blackbox exporter says of it: its page lists the last probes with their logs.",
      },
    ];
  });
}
