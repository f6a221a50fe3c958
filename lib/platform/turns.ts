import { AppError, type Reason } from "./errors";

/** Ends a turn; doing so again changes nothing. */
export type EndTurn = () => void;

/**
 * A queue for work of which only so many pieces are done at once: others wait for their turn in order, and where `waitingMax` wait
 * already one more is refused with `unavailable`, whose text says why.
 */
export class Turns {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly waitingMax: number,
    private readonly refusal: Reason,
  ) {}

  /** Nobody works or waits. */
  get idle(): boolean {
    return this.#running === 0;
  }

  /** Waits for a turn. */
  async take(): Promise<EndTurn> {
    if (this.#running < this.atOnce) this.#running++;
    else {
      if (this.#waiting.length >= this.waitingMax)
        throw new AppError("unavailable", this.refusal, { retryAfterSeconds: 10 });
      await new Promise<void>((begin) => this.#waiting.push(begin));
    }
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    };
  }
}
