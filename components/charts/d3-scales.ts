/*
 * The scales that Recharts looks up by name: an axis of numbers, and one of bands. It would load all of d3-scale, half of
 * which is times, colours and their formats (`next.config.mjs` replaces it with these).
 */
export { scaleBand, scaleLinear, scalePoint } from "d3-scale";
