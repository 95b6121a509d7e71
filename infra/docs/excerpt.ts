import { type PreviewDocument, STACK_TYPE } from "../preview/document.ts";
import { shortType } from "../preview/names.ts";
import { renderCounts, renderOutputs } from "../preview/text.ts";
import { renderVerdicts } from "../preview/verdicts.ts";

/** What `npm run preview` prints, with the tree cut to its outermost branches. */
export function previewExcerpt(document: PreviewDocument): string {
  const stack = document.resources.find(({ type }) => type === STACK_TYPE);
  const branches = document.resources
    .filter(({ parent, custom }) => parent === stack?.urn && !custom)
    .map(({ type, name, urn }) => {
      const prefix = `${urn.slice(0, urn.lastIndexOf("::"))}$`;
      const count = document.resources.filter(
        (resource) => resource.custom && resource.urn.startsWith(prefix),
      ).length;
      return `├─ ${shortType(type)} ${name} … ${count} resources`;
    });
  return [
    "engine: embedded (no pulumi CLI on PATH or under PULUMI_HOME)",
    [`Stack ${stack?.name ?? document.stack}`, ...branches].join("\n"),
    renderCounts(document),
    renderVerdicts(document),
    renderOutputs(document),
  ].join("\n\n");
}
