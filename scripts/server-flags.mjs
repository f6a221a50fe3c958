/** How node runs the server. The benchmarks' servers run the same way. */
export const serverFlags = [
  // Beacons are short-lived: a larger young generation makes garbage collection a quarter cheaper.
  "--max-semi-space-size=32",
  // Collects when the heap has grown by a third. V8 lets it grow fourfold where a machine has much memory.
  "--heap-growing-percent=30",
];
