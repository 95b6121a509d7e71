const integerBelow = (limit: number) => ({
  type: "number" as const,
  validate: (value: number) => Number.isInteger(value) && value >= -limit && value < limit,
});

/** The formats of the Kubernetes API. */
export const formats = {
  int32: integerBelow(2 ** 31),
  int64: integerBelow(2 ** 63),
  double: true,
  float: true,
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
} as const;
