import type { PreviewDocument } from "../../infra/preview/document.ts";

/** Something that refers to nothing, or that would be there too late. */
export interface Problem {
  readonly urn: string;
  readonly message: string;
}

/** One kind of mistake, looked for in a whole preview. */
export type Check = (document: PreviewDocument) => Problem[];
