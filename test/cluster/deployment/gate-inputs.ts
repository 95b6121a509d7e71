/** The inputs of a command that is a gate; those of other resources have others. */
export interface GateCommand {
  readonly create?: unknown;
  readonly stdin?: unknown;
}

/** What each gate among these resources is handed, by its name. */
export function inputsOf(resources: readonly GateCommand[]): ReadonlyMap<string, object> {
  return new Map(
    resources.flatMap(({ create, stdin }): [string, object][] =>
      typeof create === "string" && typeof stdin === "string"
        ? [[create, JSON.parse(stdin) as object]]
        : [],
    ),
  );
}
