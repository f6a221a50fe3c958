/** Where Prometheus looks by itself. */
export { GET } from "../api/metrics/route";
