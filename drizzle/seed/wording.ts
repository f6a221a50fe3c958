import type { Incident } from "./catalogue";
import { chance, oneOf, pick, type Random, shuffled, whole } from "./distributions";

/* What people write: messages in the chat of a live session, and comments with their ratings. */

const lines = (text: string): string[] => text.split("/").map((line) => line.trim());

const greetings = lines(
  "Hello everyone / Boa tarde a todos / Hi, sound is fine here / Hello from Setúbal / Olá / Bom dia",
);
const goodbyes = lines("Thank you / Thanks, see you next week / Obrigado / Thank you, that was clear / Bye");
const shortLines = lines("yes / +1 / ok / no / same / got it / sim / A / B / C / 👍 / thanks");

const questions = lines(`
  Will the slides be on the course page? / Could you go through the last step again? / Is this in the exam? /
  Which page of the notes is this? / Pode repetir o último passo? / Os exercícios são para entregar? /
  Until when can we hand it in? / Could we see one more example? / Is the recording up this evening? /
  What if there is no data for one of them? / これは試験に出ますか？ / هل التسجيل متاح لاحقاً؟`);
const remarks = lines(`
  That makes sense now / The picture helps a lot / I had this wrong in my notes / This was in last year’s exam /
  Agora percebi / I see it / That is the opposite of what I expected / Mine froze for a second, back now /
  Could you leave that slide up a moment, please / The link is in the course page / Obrigada, ficou claro`);

/** Questions and remarks by the first letters of a course's code. */
const subjects: Record<string, { questions: string[]; remarks: string[] }> = {
  STAT: {
    questions: lines(`
      Why do we divide by n − 1 and not by n? / What does a curve in the residuals mean? / So the outlier stays in? /
      Is 30 enough for a sample? / And if the variances are not equal? / How large is a large correlation? /
      Can the median be between two values? / Porque é que a média não chega? / 样本里的 n 是多少？ /
      How would I test this with my own data? / One-sided or two-sided here? / What would you plot first?`),
    remarks: lines(`
      I get {n}.{n} for the slope / My mean is {n}.{n}, the median {n} / The funnel shape again / p = 0.0{n} here /
      Box plots finally make sense / In my data the spread grows with size / With the outlier gone I get {n}.{n}`),
  },
  COMP: {
    questions: lines(`
      Why is it red in my editor? / What does “index out of range” mean here? / Can I do that with a loop as well? /
      Which version are you using? / Porque é que me dá erro na linha 7? / Where do I put the file? /
      Is there a shorter way to write it? / What happens when the list is empty? / How do I undo that?`),
    remarks: lines(`
      It runs / Error in line {n} for me / Missing bracket, sorry / Mine prints {n} / Works after a restart /
      It was a tab instead of spaces / I wrote it as a function, {n} lines`),
  },
  other: {
    questions: lines(`
      How do you measure that? / Is there a paper to read on this? / Does it hold for other countries, too? /
      Há dados abertos sobre isto? / How sure can one be? / Where can I read more? / Is the date certain?`),
    remarks: lines(`
      Fascinating / I work with this every day / We saw the same at our school / The number surprised me /
      I count {n} of them / Page {n} has a photograph / The second slide is sharper`),
  },
};

export type Occasion = "greeting" | "talk" | "goodbye";

/**
 * The next message of a session about `subject` (a course's code). No line comes twice until all have been used; then people
 * write only short ones.
 */
export function chatOf(random: Random, subject: string | null): (occasion: Occasion) => string {
  const own = subjects[subject?.split("-")[0] ?? "other"] ?? subjects.other!;
  const unused = {
    greeting: shuffled(random, greetings),
    goodbye: shuffled(random, goodbyes),
    question: shuffled(random, [...own.questions, ...questions]),
    remark: shuffled(random, [...own.remarks, ...own.remarks, ...remarks]),
  };
  const used = new Set<string>();
  const next = (kind: keyof typeof unused): string | undefined => {
    for (let line = unused[kind].pop(); line !== undefined; line = unused[kind].pop()) {
      const text = line.replaceAll("{n}", () => String(whole(random, 2, 9)));
      if (used.has(text)) continue;
      used.add(text);
      return text;
    }
    return undefined;
  };
  return (occasion) => {
    if (occasion === "greeting") return next("greeting") ?? oneOf(random, greetings);
    if (occasion === "goodbye") return next("goodbye") ?? oneOf(random, goodbyes);
    if (chance(random, 0.16)) return oneOf(random, shortLines);
    return next(chance(random, 0.4) ? "question" : "remark") ?? oneOf(random, shortLines);
  };
}

/** What the host writes, in this order. */
export const hostLines = lines(`
  Welcome. Please say hello in the chat so that I know you can hear me / The worksheet is on the course page /
  Two minutes for this one, then we compare / Write A, B or C / I will answer the questions at the end /
  Thank you all. The recording will be up later today`);

/** What people react with, and how often. */
export const reactionTypes = { "👍": 44, "❤️": 14, "👏": 20, "😂": 8, "🎉": 5, "🤔": 9 };

/** Comments by rating and topic: the same few topics in different words. */
const comments: Record<"good" | "mixed" | "bad", Record<string, string[]>> = {
  good: {
    example: lines(`
      The worked example was very good / I understood it by the worked example / O exemplo resolvido ajudou muito /
      More worked examples like this one, please / The worked example with the ferry data made it clear /
      The second worked example answered my question / A worked example for every step, excellent /
      Gostei do exemplo resolvido / The worked example is what I needed for the exercises /
      I will go through the worked example again at home / The worked example showed me where I went wrong`),
    data: lines(`
      Loved that we could use our own data / Trying it with my own data was the best part /
      It worked with my own data on the first try / More tasks with our own data, please /
      Com os meus dados percebi melhor / Comparing my own data with the others was fun`),
    pace: lines(`
      The pace was just right / Good pace, and time for questions / Calm pace, easy to follow /
      O ritmo foi bom / The pace left time to think / A good pace for a long session`),
    questions: lines(`
      All my questions were answered / Great answers to the questions in the chat /
      My question about the exam was answered / The questions of the others helped me too /
      Todas as perguntas tiveram resposta / Good that questions were taken at once`),
    general: lines(`
      Very clear / Excellent, thank you / Best session so far / Muito bom / Helpful, as always /
      Clear from start to end / Excelente, obrigada / I learned a lot / Well prepared / Muito claro /
      The summary at the end was useful / Now the reading makes sense to me`),
  },
  mixed: {
    break: lines(`
      The break was too long / After the break I had lost the thread / A shorter break would be better /
      The break came in the middle of a topic / O intervalo foi longo demais`),
    pace: lines(`
      Good, but the pace was high near the end / The pace was a little fast for me /
      The pace was fine until the last part / O ritmo foi um pouco rápido / A slower pace after the middle would help`),
    example: lines(`
      One more worked example would have helped / Fine, but I missed a worked example /
      The worked example came too late / Faltou um exemplo resolvido / A worked example for the last part, please`),
    time: lines(`
      Too little time for questions / It ran over and I had to leave before the questions /
      The questions at the end were rushed / Faltou tempo para perguntas / More time for questions next week, please`),
  },
  bad: {
    pace: lines(`
      The pace was too fast / Too fast, I could not follow / Pace too high, I gave up halfway /
      Rápido demais para mim / At this pace I cannot take notes`),
    example: lines(`
      Confusing without a worked example / There was no worked example for the hard part /
      Sem exemplo resolvido não percebi / The worked example was too short to follow`),
    general: lines(`
      I was lost / Boring in the middle / Not what I expected / Não percebi a segunda parte / Too much theory for me`),
  },
};

const incidentComments: Partial<Record<Incident, string[]>> = {
  sound: [
    ...["The sound was bad", "The sound kept breaking up", "The sound was too quiet", "Poor sound"].flatMap(
      (said) => ["", " in the first half", " near the end", " on my phone"].map((where) => said + where),
    ),
    ...lines(`
      O som estava péssimo / Please check the sound before the session / Não ouvi quase nada /
      With this sound I could not follow / Good session, but the sound was bad`),
  ],
  fast: lines(`
    Far too fast / The pace was too fast, too much material / Please slow the pace down /
    Three topics in one session is too fast / Muito rápido / I could not keep up with the pace`),
  break: lines(`
    The break was too long / I lost the thread after the break / No break needed in 90 minutes /
    The break took half of our time / Um intervalo mais curto, por favor / After the break many were gone`),
  "no chat": lines(`
    I missed the chat / Without chat I could not ask questions / Please switch the chat on next time /
    Senti falta do chat / No chat, so my question stayed open`),
};

/**
 * The sentences of a comment that fits a rating of 1 to 5 and what went differently in the session; none of those in `used`, and
 * none when all that fit are used.
 */
export function commentOf(
  random: Random,
  rating: number,
  incidents: readonly Incident[],
  used: ReadonlySet<string>,
): string[] {
  /** The first unused line from a random one on. */
  const unused = (texts: readonly string[]): string[] => {
    const start = whole(random, 0, texts.length - 1);
    return [...texts.slice(start), ...texts.slice(0, start)].filter((text) => !used.has(text)).slice(0, 1);
  };
  const say = (kind: keyof typeof comments, topic: string): string[] => {
    const said = unused(comments[kind][topic] ?? []);
    return said.length ? said : Object.values(comments[kind]).flatMap(unused).slice(0, 1);
  };
  const complaints = incidents.map((incident) => incidentComments[incident]).find(Boolean);
  if (complaints && chance(random, rating <= 3 ? 0.7 : 0.15)) return unused(complaints);
  const onBreak = incidents.includes("break") ? 20 : 0;
  if (rating < 3) return say("bad", pick(random, { pace: 50, example: 30, general: 20 }));
  if (rating === 3) return say("mixed", pick(random, { break: onBreak, pace: 26, example: 24, time: 24 }));
  const topic = pick(random, { example: 34, data: 20, pace: 12, questions: 16, general: 24 });
  const praise = say("good", topic);
  // Some add a request, which never contradicts their praise.
  if (praise.length === 0 || !chance(random, rating === 4 ? 0.3 : 0.08)) return praise;
  const wishes = { break: onBreak, pace: 20, time: topic === "questions" ? 0 : 20, example: 12, [topic]: 0 };
  return [...praise, ...unused(comments.mixed[pick<string>(random, wishes)] ?? [])];
}
