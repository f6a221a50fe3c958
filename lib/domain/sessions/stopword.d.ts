/** The package has no types: lists of stop words by ISO 639-3 code (`porBr`: Brazilian), and functions that are not used. */
declare module "stopword" {
  type Words = readonly string[];
  export const ara: Words, ben: Words, bul: Words, deu: Words, ell: Words, eng: Words, fas: Words, fra: Words;
  export const guj: Words, hau: Words, hin: Words, hrv: Words, hun: Words, ind: Words, ita: Words, jpn: Words;
  export const kor: Words, mar: Words, msa: Words, mya: Words, nld: Words, panGu: Words, pol: Words;
  export const por: Words, porBr: Words, ron: Words, rus: Words, som: Words, spa: Words, swa: Words;
  export const swe: Words, tgl: Words, tha: Words, tur: Words, ukr: Words, urd: Words, vie: Words;
  export const yor: Words, zho: Words, zul: Words;
}
