/** Ends when it was worn for so many seconds without a break. It is worn from the beginning. */
export class Patience {
  /** Resolves when it has ended. */
  readonly end: Promise<undefined>;
  readonly #milliseconds: number;
  readonly #lose: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(seconds: number) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.end = promise;
    this.#lose = () => {
      resolve(undefined);
    };
    this.#milliseconds = seconds * 1000;
    this.wears(true);
  }

  wears(thin: boolean): void {
    if (!thin) this.keep();
    else this.#timer ??= setTimeout(this.#lose, this.#milliseconds);
  }

  keep(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
