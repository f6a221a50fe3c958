/** A part of the sentences at the top of a page; the most important one is strong. */
export type Finding = { text: string; strong: boolean };

export const plain = (text: string): Finding => ({ text, strong: false });
export const key = (text: string): Finding => ({ text, strong: true });
