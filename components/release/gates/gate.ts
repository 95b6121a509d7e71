/** What a gate is told while it runs. */
export interface GateContext {
  /** Says what goes on, in one line without a secret. */
  readonly progress: (line: string) => void;
}

/**
 * A step of the release that either holds or stops it: a program of its own, started by the engine, which reads one
 * JSON document and prints another.
 */
export interface Gate<Input, Result> {
  /** Name in the graph and on the command line. */
  readonly name: string;
  /** Name of its file, without the ending. Default: its own. */
  readonly file?: string;
  /** Items of the checklist that it decides. */
  readonly checklist: readonly string[];
  /**
   * Reads the input that was handed over.
   *
   * @throws Error that says which field is wrong.
   */
  readonly parse: (input: unknown) => Input;
  /** Items that it cannot decide with this input. Default: it decides them all. */
  leftOut?(input: Input): readonly LeftOut[];
  /**
   * @returns what is kept as the output of the stack, which holds no secret.
   * @throws Refused when the release must not go on.
   */
  // A method, so that gates of all inputs fit one list: each is only ever given what its own `parse` returned.
  run(input: Input, context: GateContext): Promise<Result>;
}

/** An item of the checklist that is asked about elsewhere, and not here. */
export interface LeftOut {
  readonly item: string;
  /** What is not there to be asked, in a sentence. */
  readonly why: string;
}

/** One thing that does not hold. */
export interface Refusal {
  /** Item of the checklist that asks for it. */
  readonly item: string;
  /** What is wrong, without a secret. */
  readonly problem: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A release that must not go on. */
export class Refused extends Error {
  readonly refusals: readonly Refusal[];
  /** What runs from now on, in words that complete "the release is refused, and …". */
  readonly meanwhile: string;
  /** Whether nothing of the release runs. */
  readonly isBack: boolean;

  constructor(refusals: readonly Refusal[], meanwhile = "what was running goes on", isBack = true) {
    super(refusals.map(({ item, problem, fix }) => `${item}: ${problem} ${fix}`).join("\n"));
    this.name = "Refused";
    this.refusals = refusals;
    this.meanwhile = meanwhile;
    this.isBack = isBack;
  }
}
