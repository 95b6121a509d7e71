/** How the command ends. */
export const EXIT = {
  fine: 0,
  /** A mandatory policy is violated. */
  blocked: 1,
  /** The configuration or the command line is not usable. */
  unusable: 2,
  /** A defect of the program or of this command, or a tool that it needs has failed. */
  defect: 3,
} as const;

/** Something that the person who called can put right: shown as it is, without a stack trace. */
export class Unusable extends Error {}

/** Whether the message of an error is all that there is to say: ours, and what the program refuses to run with. */
export function isForPeople(error: unknown): error is Error {
  // The mark of pulumi.RunError. Importing the SDK here would cost more than the rest of the command.
  return error instanceof Unusable || (error instanceof Error && "__pulumiRunError" in error);
}
