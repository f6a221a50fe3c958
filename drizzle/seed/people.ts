import { type Random, randomOf, shuffled } from "./distributions";

export type Person = { name: string; email: string };

/*
 * A college by the sea: most people are Portuguese, the rest come from where its learners come from. Given and family
 * names are kept by origin, so that nobody is called Kenji Albuquerque by accident.
 */
const origins: { share: number; given: string; family: string }[] = [
  {
    share: 54,
    given:
      "Afonso Alice Álvaro Ana André Ângela António Aurora Bárbara Beatriz Benedita Bernardo Bruno Camila Carlota Carolina Catarina César Clara Constança Daniel David Diana Diogo Duarte Eduardo Eva Fábio Filipa Filipe Flávia Francisca Francisco Frederico Gabriel Gonçalo Guilherme Gustavo Helena Henrique Hugo Inês Íris Isabel Jaime Joana João Jorge José Júlia Laura Leonor Lídia Lourenço Luísa Luís Madalena Mafalda Manuel Márcia Margarida Maria Mariana Marta Martim Matilde Miguel Mónica Nádia Nuno Olívia Patrícia Paulo Pedro Rafael Raquel Ricardo Rita Rodrigo Rosa Rúben Rui Salvador Santiago Sara Simão Sofia Tatiana Teresa Tiago Tomás Vasco Vera Vicente Vítor",
    family:
      "Abreu Aguiar Almada Almeida Alves Amaral Amorim Andrade Antunes Araújo Azevedo Baptista Barbosa Barros Bastos Borges Branco Brandão Brito Caetano Calado Câmara Campos Cardoso Carneiro Castro Coelho Conceição Cordeiro Correia Costa Couto Cruz Cunha Dantas Domingues Duarte Esteves Faria Fernandes Ferraz Figueira Fonseca Freitas Furtado Garcia Gaspar Godinho Gomes Gouveia Guerreiro Guimarães Henriques Jardim Leal Leitão Lima Lobo Lopes Loureiro Macedo Machado Madeira Magalhães Maia Marques Martins Matias Medeiros Melo Mendes Meneses Monteiro Morais Moreira Mota Moura Nascimento Neves Nogueira Novais Nunes Paiva Peixoto Pereira Pessoa Pinheiro Pires Quintela Ramalho Rebelo Rego Ribeiro Rocha Sá Salgado Sampaio Saraiva Seabra Sequeira Serrano Simões Soares Taveira Teixeira Teles Torres Valadão Vaz Veiga Vidal Vieira Vilela Xavier",
  },
  {
    share: 7,
    given:
      "Amy Ben Callum Charlotte Eleanor George Hannah Harriet Imogen Jack Oliver Rosie Samuel Siobhán Toby",
    family:
      "Ashworth Barlow Bennett Clarke Fairchild Hughes Kavanagh O’Sullivan Pemberton Reid Walsh Whitaker",
  },
  {
    share: 6,
    given: "Álex Begoña Carmen Íker Iñaki Jimena Lucía Núria Pablo Rocío Sergio Ximena",
    family: "Álvarez Domènech Echeverría Gutiérrez Ibáñez Muñoz Núñez Peña Quiñones Vázquez Zúñiga",
  },
  {
    share: 5,
    given: "Anaïs Chloé Clément Éloïse Étienne Hélène Jérôme Léa Maël Noé Théo Zoé",
    family: "Béranger Chevalier Delacroix Desprès Fournier Lefèvre Marchand Péchard Rousseau Thévenet",
  },
  {
    share: 5,
    given: "Anneke Björn Femke Greta Jörg Jürgen Käthe Lars Maren Søren Sven Ulrike",
    family: "Bäcker Dijkstra Götz Hoffmann Jørgensen Lindqvist Müller Nygård Schäfer Leeuwenhoek Weiß",
  },
  {
    share: 5,
    given: "Andriy Bohdan Daryna Iryna Kateryna Maksym Oksana Olena Roman Solomiya Taras Yulia",
    family: "Bondarenko Hrytsenko Kovalchuk Lysenko Melnyk Petrenko Savchuk Shevchenko Tkachenko Zelenko",
  },
  {
    share: 4,
    given: "Jakub Kasia Krzysztof Łukasz Małgorzata Michał Wojciech Zofia",
    family: "Kaczmarek Król Mazur Nowak Sikora Wójcik Wróbel Zając",
  },
  {
    share: 4,
    given: "Adaeze Amara Chidi Efua Ifeoma Kofi Kwame Ngozi Tunde Yaa Zainab",
    family: "Adeyemi Asante Balogun Boateng Chukwu Mensah Nwosu Okafor Okonkwo Owusu",
  },
  {
    share: 2,
    given: "Ahmad Dalia Hassan Karim Layla Mariam Nour Yasmin Youssef",
    family: "Al-Masri Haddad Khoury Mansour Nasser Rahimi Sabbagh",
  },
  {
    share: 2,
    given: "Aslı Elif Emre Kerem Selin Yiğit Zeynep",
    family: "Aydın Çelik Demir Öztürk Şahin Yıldız",
  },
  {
    share: 3,
    given: "Aditi Anjali Dev Farhan Ishaan Kavya Meera Nikhil Priya Rohan Tara",
    family: "Banerjee Chaudhary Deshmukh Iyer Kulkarni Menon Pillai Rao Sharma Siddiqui",
  },
  {
    share: 1,
    given: "Aiko Hana Haruto Kenji Yuki",
    family: "Fujimoto Mori Nakamura Tanaka",
  },
  {
    share: 1,
    given: "Linh Minh Ngọc Thảo",
    family: "Hoàng Nguyễn Phạm Trần",
  },
  {
    share: 1,
    given: "Meiling Wei Xiuying Yichen",
    family: "Chen Lin Wang Zhao",
  },
];

const letters: Record<string, string> = { ı: "i", Ł: "l", ł: "l", ø: "o", Ø: "o", ß: "ss" };

/** The name as a mail address writes it: "Thảo Nguyễn" → "thao.nguyen". */
export function mailbox(name: string): string {
  return name
    .replace(/[ıŁłøØß]/g, (letter) => letters[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z ]/g, "")
    .trim()
    .replace(/ +/g, ".");
}

/** `count` people, no two of one name, none in `taken`. */
export function makePeople(seed: string, count: number, domain: string, taken: readonly string[]): Person[] {
  const random = randomOf(seed, "people", domain);
  const total = origins.reduce((sum, { share }) => sum + share, 0);
  const used = new Set(taken.map(mailbox));
  const people: Person[] = [];
  for (const origin of origins)
    people.push(...fromOrigin(random, origin, Math.ceil((count * origin.share) / total), used, domain));
  return shuffled(random, people).slice(0, count);
}

function fromOrigin(
  random: Random,
  origin: { given: string; family: string },
  count: number,
  used: Set<string>,
  domain: string,
): Person[] {
  const given = shuffled(random, origin.given.split(" "));
  const family = shuffled(random, origin.family.split(" "));
  const people: Person[] = [];
  // Both lists are walked round at once, one of them a step further each time round, so that no pair comes twice.
  for (let i = 0; people.length < count; i++) {
    if (i >= given.length * family.length)
      throw new RangeError("there are not enough names for so many people");
    const turn = Math.floor(i / given.length);
    const name = `${given[i % given.length]} ${family[(i + turn * 7) % family.length]}`;
    if (used.has(mailbox(name))) continue;
    used.add(mailbox(name));
    people.push({ name, email: `${mailbox(name)}@${domain}` });
  }
  return people;
}
