import { chance, pick, type Random, shuffled, whole } from "./distributions";

/*
 * What people write in the chat of a live session. Each line is dealt once until a session has used them all; then only short
 * ones come again, as they do in a real room.
 */

const greetings = lines(`
  Hello everyone
  Good afternoon
  Hi, sound is fine here
  Boa tarde a todos
  Hello from Setúbal
  Olá
  Hi all
  Here on my phone today, on the train
  Good to be back after last week
  Bom dia`);

const remarks = lines(`
  That makes sense now
  The picture helps a lot
  I had this wrong in my notes
  This was in last year’s exam
  Agora percebi
  I see it
  That is the opposite of what I expected
  Could you leave that slide up a moment, please
  Same here
  The link is in the course page
  I tried it the other way and it does not work
  Nice example
  Mine froze for a second, back now
  Obrigada, ficou claro`);

const questions = lines(`
  Will the slides be on the course page?
  Could you go through the last step again?
  Is this in the exam?
  Which page of the notes is this?
  Pode repetir o último passo?
  Os exercícios são para entregar?
  Until when can we hand it in?
  Could we see one more example?
  Does it matter in which order we do it?
  What if there is no data for one of them?
  Is the recording up this evening?
  Quando sai a gravação?
  これは試験に出ますか？
  هل التسجيل متاح لاحقاً؟`);

const thanks = lines(`
  Thank you
  Thanks, see you next week
  Obrigado
  Thank you, that was clear
  Obrigada e boa semana
  Thanks everyone
  Bye`);

const short = lines(`
  yes
  +1
  ok
  no
  same
  got it
  sim
  A
  B
  C
  👍
  thanks`);

const subjects: Record<string, { questions: string[]; remarks: string[] }> = {
  STAT: {
    questions: lines(`
      Why do we divide by n − 1 and not by n?
      What does a curve in the residuals mean?
      So the outlier stays in?
      Is 30 enough for a sample?
      And if the variances are not equal?
      Can the median be between two values?
      How large is a large correlation?
      Does a p-value of 0.04 mean that there is a 4 % chance that it is wrong?
      Porque é que a média não chega?
      Qual é a diferença entre desvio padrão e erro padrão?
      样本里的 n 是多少？
      How would I test this with my own data?
      One-sided or two-sided here?
      What would you plot first?`),
    remarks: lines(`
      I get {n}.{n} for the slope
      My mean is {n}.{n}, the median {n}
      The funnel shape again
      Box plots finally make sense
      R gives me {n}.{n}
      In my data the spread grows with size
      p = 0.0{n} here
      The third point is the odd one out
      With the outlier gone I get {n}.{n}
      So correlation, but no cause`),
  },
  COMP: {
    questions: lines(`
      Why is it red in my editor?
      What does “index out of range” mean here?
      Can I do that with a loop as well?
      Which version are you using?
      Porque é que me dá erro na linha 7?
      Do I need to load the package every time?
      Where do I put the file?
      Is there a shorter way to write it?
      What happens when the list is empty?
      How do I undo that?`),
    remarks: lines(`
      It runs
      Error in line {n} for me
      Missing bracket, sorry
      Mine prints {n}
      It was a tab instead of spaces
      Works after a restart
      I wrote it as a function, {n} lines
      The plot has no colours on my machine`),
  },
  BIO: {
    questions: lines(`
      Is that the nucleus, left of the middle?
      How much does it magnify?
      Why is it stained blue?
      Does the same happen in plant cells?
      How long does one division take?
      Isso é a membrana?
      Which enzyme was that?
      Could it repair itself?`),
    remarks: lines(`
      I count {n} of them
      You can see it moving
      In the field we found {n} a square metre
      That one is in prophase, I think
      The second slide is sharper
      Like in the drawing on page {n}`),
  },
  HIST: {
    questions: lines(`
      Who wrote this source?
      Was that before or after the treaty?
      Is the date certain?
      Quem traduziu esta carta?
      Why did nobody stop it?
      How many people would have read it?
      Can we trust a diary that was printed later?`),
    remarks: lines(`
      My grandmother remembers that day
      The newspaper says something else
      On the map it is spelt differently
      There is a film about it
      Page {n} has a photograph`),
  },
  other: {
    questions: lines(`
      How do you measure that?
      Is there a paper to read on this?
      Does it hold for other countries, too?
      What would you do differently today?
      Há dados abertos sobre isto?
      How sure can one be?
      Where can I read more?`),
    remarks: lines(`
      Fascinating
      I work with this every day
      We saw the same at our school
      I shall try it with my class
      The number surprised me
      Great pictures`),
  },
};

function lines(text: string): string[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim());
}

export type Occasion = "greeting" | "talk" | "thanks";

/** Deals what is written in one session about `subject` (a course's code), line by line. */
export function deckOf(random: Random, subject: string | null): (occasion: Occasion) => string {
  const own = subjects[subject?.split("-")[0] ?? "other"] ?? subjects.other!;
  const decks = {
    greeting: shuffled(random, greetings),
    thanks: shuffled(random, thanks),
    questions: shuffled(random, [...own.questions, ...own.questions, ...questions]),
    remarks: shuffled(random, [...own.remarks, ...own.remarks, ...remarks]),
  };
  const filled = (line: string) => line.replaceAll("{n}", () => String(whole(random, 2, 9)));
  const used = new Set<string>();
  const fresh = (deck: string[]): string | undefined => {
    for (let line = deck.pop(); line !== undefined; line = deck.pop()) {
      const text = filled(line);
      if (used.has(text)) continue;
      used.add(text);
      return text;
    }
    return undefined;
  };
  return (occasion) => {
    if (occasion !== "talk")
      return fresh(decks[occasion]) ?? pick(random, all(occasion === "greeting" ? greetings : thanks));
    if (chance(random, 0.16)) return pick(random, all(short));
    return fresh(chance(random, 0.4) ? decks.questions : decks.remarks) ?? pick(random, all(short));
  };
}

const all = (texts: string[]) => texts.map((text) => [text, 1] as const);

/** What the teacher writes. */
export const hostLines = lines(`
  Welcome. Please say hello in the chat so that I know you can hear me
  The worksheet is on the course page
  Two minutes for this one, then we compare
  Write A, B or C
  I shall answer the questions at the end
  Thank you all. The recording will be up later today`);

/** What people react with, and how often. */
export const reactionTypes = [
  ["👍", 44],
  ["❤️", 14],
  ["👏", 20],
  ["😂", 8],
  ["🎉", 5],
  ["🤔", 9],
] as const;
