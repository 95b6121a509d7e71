const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Bytes of a Kubernetes quantity such as `512Mi` or `1.5Gi`. */
export function bytes(quantity: string): number {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  const factor = UNITS[unit];
  if (amount === undefined || factor === undefined) {
    throw new RangeError(`"${quantity}" is not a quantity of bytes. Example: 512Mi.`);
  }
  return Math.floor(Number(amount) * factor);
}
