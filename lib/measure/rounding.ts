/* A number is rounded once, where it is answered; until then it is exact. */

/** A share or an amount, to one decimal. */
export function oneDecimal<T extends number | null>(value: T): T {
  return (value === null ? null : Math.round(value * 10) / 10) as T;
}

/** A ratio, to two decimals. */
export function twoDecimals<T extends number | null>(value: T): T {
  return (value === null ? null : Math.round(value * 100) / 100) as T;
}
