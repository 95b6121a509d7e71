/** What we use of js-yaml, which brings no declarations. */
declare module "js-yaml" {
  export interface Type {
    readonly tag: string;
  }
  export const Type: new (
    tag: string,
    options: {
      readonly kind: "scalar" | "sequence" | "mapping";
      readonly resolve: (data: string | null) => boolean;
      readonly construct: (data: string) => unknown;
    },
  ) => Type;
  export interface Schema {
    extend(types: {
      readonly implicit?: readonly Type[];
      readonly explicit?: readonly Type[];
    }): Schema;
  }
  export class YAMLException extends Error {
    readonly reason: string;
    readonly mark?: { readonly line: number; readonly column: number };
  }
  export const CORE_SCHEMA: Schema;
  export const types: { readonly merge: Type; readonly binary: Type };
  export function loadAll(
    text: string,
    iterator: null,
    options: { readonly schema: Schema },
  ): unknown[];
}
