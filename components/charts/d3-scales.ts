/*
 * The scales that Recharts looks up by name: an axis of numbers, and one of bands. It would load all of d3-scale, of which
 * times, colours and their formats are half (`next.config.mjs` puts these in their place).
 */
export { scaleBand, scaleLinear, scalePoint } from "d3-scale";
