/** Where an object says which items of the production checklist it decides. */
export const CHECKLIST_ANNOTATION = "taskflow.com/checklist";

/**
 * Annotation of an object that decides items of the production checklist: without it they would not be done. `npm run
 * checklist` reads it, and so can whoever looks at the cluster.
 */
export function decides(...ids: readonly string[]): Record<string, string> {
  return { [CHECKLIST_ANNOTATION]: ids.join(" ") };
}
