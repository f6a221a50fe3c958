/** How node runs the server. The benchmarks' servers run the same way. */
export const serverFlags = [
  // Beacons are short-lived: a larger young generation makes garbage collection a quarter cheaper.
  "--max-semi-space-size=32",
  // Collects when the heap has grown by a third. V8 lets it grow fourfold where a machine has much memory.
  "--heap-growing-percent=30",
];

/**
 * glibc keeps what its threads have freed in up to eight heaps per core, and raises the size from which memory goes back to the system
 * with each large piece that is freed: after a hundred sign-ins the hashing of passwords alone holds 60 MB. Other systems ignore these.
 */
export const memoryEnvironment = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_TRIM_THRESHOLD_: "131072",
  MALLOC_MMAP_THRESHOLD_: "131072",
};
