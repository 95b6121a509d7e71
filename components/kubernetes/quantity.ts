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

/** Thousandths of a core in a CPU quantity of Kubernetes; NaN when it is none. */
export function millicores(quantity: string): number {
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(m?)$/.exec(quantity) ?? [];
  if (number === undefined || (unit === "m" && number.includes("."))) return NaN;
  return Math.round(Number(number) * (unit === "m" ? 1 : 1000));
}

/** Bytes in a memory or storage quantity of Kubernetes; NaN when it is none. */
export function bytes(quantity: string): number {
  const [, number, unit = ""] = /^(\d{1,15}(?:\.\d{1,3})?)([kMGT]i?|Ki)?$/.exec(quantity) ?? [];
  return number === undefined ? NaN : Number(number) * (UNITS[unit] ?? NaN);
}
