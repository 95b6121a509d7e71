import { ruleContext } from "../../components/monitoring/rules/settings.ts";
import type { Source } from "../../components/monitoring/sources.ts";
import type { Resource } from "../../policies/graph.ts";
import { monitoringAsked } from "../review/asked.ts";
import { WINDOWS, type Window } from "../review/question.ts";
import { topics } from "../review/topics.ts";
import type { Decision } from "./decision.ts";
import type { Sources } from "./source.ts";

/** A question of a review, as far as it matters here. */
interface Asked {
  readonly item: string;
  readonly needs: readonly Source[];
  readonly window: Window;
}

/** Reviews name the items that each of their questions is about, and ask what the stack measures. */
export function byReviews(resources: readonly Resource[], sources: Sources): Decision[] {
  const watched = monitoringAsked(resources)?.prometheus?.watched;
  if (!watched) return [];
  const { rules, namespaceNames, sources: measured } = watched;
  const asked = WINDOWS.flatMap((window) =>
    topics(ruleContext(rules, namespaceNames), window).flatMap(({ questions }) =>
      questions.map(({ item, needs }): Asked => ({ item, needs, window })),
    ),
  );
  return [...Map.groupBy(asked, ({ item }) => item)].map(([id, questions]) => {
    const missing = questions.map(({ needs }) => needs.filter((need) => !measured.includes(need)));
    const unmeasured = [...new Set(missing.flat())];
    const isAnswered = missing.some((needs) => needs.length === 0);
    return {
      id,
      by: "review",
      name: `npm run review -- --window ${questions[0]?.window ?? ""}`,
      standing: isAnswered ? "holds" : "open",
      // What is left out of the answer is said as well.
      details: unmeasured.length > 0 ? [`not measured: ${unmeasured.join(", ")}`] : [],
      source: sources.lineOf("infra/review/topics.ts", `item: "${id}"`),
    };
  });
}
