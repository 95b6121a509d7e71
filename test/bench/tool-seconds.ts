/**
 * Seconds that pgBackRest says its commands have taken.
 *
 * @param log of whatever has run them.
 * @throws Error when none has succeeded.
 */
export function toolSeconds(log: string, command: "backup" | "restore"): number {
  const end = new RegExp(`${command} command end: completed successfully \\((\\d+)ms\\)`, "g");
  const milliseconds = [...log.matchAll(end)].map(([, digits]) => Number(digits));
  if (milliseconds.length === 0) throw new Error(`no ${command} of pgBackRest in:\n${log}`);
  return milliseconds.reduce((sum, each) => sum + each, 0) / 1000;
}
