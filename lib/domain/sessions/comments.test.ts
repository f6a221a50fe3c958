import { describe, expect, it } from "vitest";
import { languageOf } from "./comment-language";
import { commentReader, sentimentOf, themesOf as themesOfNames } from "./comments";

type RatedComment = { rating: number; comment: string };

/** The themes of comments that are analysed together. */
function themesOf(comments: readonly RatedComment[]) {
  const read = commentReader(languageOf(comments.map(({ comment }) => comment)));
  return themesOfNames(comments.map(({ rating, comment }) => ({ rating, names: read(comment).names })));
}

const rated = (...comments: [rating: number, comment: string][]): RatedComment[] =>
  comments.map(([rating, comment]) => ({ rating, comment }));
/** Each comment is written by two people: a theme is in three comments, so what one of them says is none, and what two say is one. */
const names = (...comments: string[]) =>
  themesOf([...comments, ...comments].map((comment) => ({ rating: 4, comment }))).map(({ theme }) => theme);

describe("themes", () => {
  it("are the words and phrases that several comments contain, with their mean rating", () => {
    expect(
      themesOf(
        rated(
          [5, "The worked example was clear."],
          [4, "Loved the worked example; the break was too long."],
          [3, "The break! The break again. And a worked example."],
          [2, "Sound cut out after the break."],
        ),
      ),
    ).toEqual([
      // Three comments each, though "break" is written four times; (4 + 3 + 2) / 3 and (5 + 4 + 3) / 3.
      { theme: "break", comments: 3, average_rating: 3 },
      { theme: "worked example", comments: 3, average_rating: 4 },
    ]);
  });

  it("keep a word besides its phrase if it often occurs alone", () => {
    const comments = ["long pause here", "a long pause", "the pause", "pause please"];
    expect(names(...comments)).toEqual(["pause", "long pause"]);
    // "residual" is only in two phrases between them.
    expect(names("residual plots", "residual plots", "residual maps", "residual maps")).toEqual([
      "residual maps",
      "residual plots",
    ]);
    // Nearly: one of six elsewhere.
    expect(names(...Array(5).fill("bus data"), "data?")).toEqual(["bus data"]);
  });

  it("are in three comments or more", () => {
    const twice = rated([5, "Loved the pace"], [4, "The pace, the pace"]);
    expect(themesOf(twice)).toEqual([]);
    expect(themesOf([...twice, ...rated([3, "Pace"])])).toEqual([
      { theme: "pace", comments: 3, average_rating: 4 },
    ]);
  });

  it("leave out numbers in words and politeness, and stop words of a comment's own language", () => {
    expect(names("Thanks! Three minutes too long", "thanks for three minutes more")).toEqual(["minutes"]);
    expect(names("Obrigada, o exemplo", "obrigada pelo exemplo")).toEqual(["exemplo"]);
    const english = [
      "The sound was bad",
      "The pace was good and the sound was not",
      "I liked the sound of it",
    ];
    const portuguese = "A aula foi boa mas não foi para mim, foi para os outros";
    expect(names(...english, portuguese, portuguese)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(foi|para|nao|não|mas)$/)]),
    );
  });

  it("leave out words of a single comment, stop words, numbers and contractions", () => {
    expect(names("pace", "speed")).toEqual([]);
    expect(names("It was the 2nd, and I don't mind", "It was 42 and I don't care")).toEqual([]);
    expect(themesOf([])).toEqual([]);
  });

  it("part phrases at marks and stop words", () => {
    expect(names("pace. Examples", "pace, examples", "pace of examples")).toEqual(["examples", "pace"]);
    expect(names("fast-paced class", "a fast paced class")).toEqual(["fast paced", "paced class"]);
  });

  it("are the same whatever the case and the accents, as most write them", () => {
    expect(names("O exercício", "exercicio", "EXERCÍCIO final")).toEqual(["exercício"]);
    expect(names("The teacher’s examples", "teacher")).toEqual(["teacher"]);
  });

  it("support other languages and scripts", () => {
    expect(
      names("O exemplo foi ótimo mas a pausa foi longa", "A pausa não foi boa", "o exemplo da pausa"),
    ).toEqual(["pausa", "exemplo"]);
    expect(names("l’exemple était clair", "un exemple pour les données")).toEqual(["exemple"]);
    expect(names("Пример был очень понятный", "пример и ещё пример")).toEqual(["пример"]);
    expect(names("例題がとても良かった", "例題をもっと")).toContain("例題");
    expect(names("उदाहरण अच्छा था", "उदाहरण और")).toContain("उदाहरण");
  });

  it("are twelve at most, and keep a word if its phrase is not among them", () => {
    const dozen = Array.from({ length: 12 }, (_, i) => `${String.fromCharCode(97 + i)}theme`);
    const comments = dozen.flatMap((word) => [word, word, word]);
    // "zeta" is in four comments, always within a phrase; each phrase in two only, below the dozen's three.
    const zeta = ["zeta one1", "zeta one1", "zeta two2", "zeta two2"];
    const list = names(...comments, ...zeta);
    expect(list).toHaveLength(12);
    expect(list[0]).toBe("zeta");
  });
});

/** Comments of one language, each of which names the word in another form. */
it.each([
  [
    "English",
    "explained",
    "The regression was explained | He explained the regression | Explaining regression takes time",
  ],
  ["English", "examples", "More of the examples | An example with my own data | The examples were long"],
  [
    "German",
    "übungen",
    "Die Übungen waren nicht leicht | Eine Übung ist noch offen | Wir haben die Übungen gemacht",
  ],
  [
    "Spanish",
    "ejemplos",
    "Los ejemplos con los datos | Un ejemplo para mi clase | Me faltan los ejemplos de la clase",
  ],
  [
    "Spanish",
    "explicación",
    "La explicación fue muy larga | Las explicaciones con los datos | La explicacion de la clase | La explicación, otra vez",
  ],
  [
    "Portuguese",
    "explicações",
    "As explicações com os dados | A explicação foi longa para mim | Mais explicações, e uma explicacao em casa",
  ],
  ["Portuguese", "aulas", "As aulas foram longas | A aula de hoje não foi | Mais aulas com os dados"],
  [
    "French",
    "exercices",
    "Les exercices étaient trop longs | Un exercice pour nous | Il y a des exercices dans le cours",
  ],
  ["Italian", "esempi", "Gli esempi con i dati | Un esempio per la classe | Ancora gli esempi della classe"],
  ["Dutch", "oefeningen", "De oefeningen waren lang | Een oefening met de data | Nog meer van de oefeningen"],
  ["Russian", "примеры", "Примеры были длинные | Ещё один пример для нас | Нужны примеры с данными"],
  [
    "Swedish",
    "övningar",
    "Det var för många övningar innan vi hade sett hur man gör | En övning till för oss som inte har gjort det förut | Och övningar med våra egna data, så att vi kan se hur det blir",
  ],
])(
  "counts the inflections of a word together in %s, and shows “%s” as most write it",
  (_, theme, written) => {
    const comments = written.split(" | ").map((comment) => ({ rating: 4, comment }));
    expect(themesOf(comments)).toContainEqual({ theme, comments: comments.length, average_rating: 4 });
  },
);

it("keeps words apart that share only a short stem, and praise or blame of nothing in particular", () => {
  expect(
    names(...Array(2).fill("Les données pour le cours"), ...Array(2).fill("Un don pour le cours")),
  ).toEqual(expect.arrayContaining(["don", "données"]));
  expect(names("Great, I loved it", "great and perfect", "Muito bom, ótimo", "muito bom")).toEqual([]);
});

it("combines singular and plural, in the most frequent form", () => {
  expect(
    themesOf([
      { rating: 5, comment: "The worked example helped" },
      { rating: 4, comment: "Worked examples, please: I like worked examples" },
      { rating: 3, comment: "One more worked example" },
    ])[0],
  ).toEqual({ theme: "worked example", comments: 3, average_rating: 4 });
});

describe("the sentiment of a comment", () => {
  it.each([
    ["Great pace", "positive"],
    ["I don’t like the sound", "negative"],
    ["not good", "negative"],
    ["The break was at seven", "neutral"],
    ["👍", "positive"],
    ["The café next door was great, and the pace was good", "positive"],
  ])("of “%s” is %s in English", (comment, sentiment) => {
    expect(sentimentOf(comment, "eng")).toBe(sentiment);
  });

  it("is unknown in other languages, also for words that English has too", () => {
    expect(sentimentOf("O exemplo foi ótimo mas a pausa foi longa", "eng")).toBeNull();
    expect(sentimentOf("Die Pause war super", "deu")).toBeNull();
    expect(sentimentOf("Ótimo", "eng")).toBeNull();
    expect(sentimentOf("super", "por")).toBeNull();
    expect(sentimentOf("super", null)).toBeNull();
  });

  it("is detected for an English sentence among others", () => {
    expect(sentimentOf("This was the best of all of them", "por")).toBe("positive");
  });
});
