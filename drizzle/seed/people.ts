import type { Person } from "./catalogue";
import { randomOf, shuffled } from "./distributions";

/** Share of the people, given names and family names, by origin, so that the names match. */
const origins = `
  54 | Afonso Alice Álvaro Ana André Ângela António Aurora Bárbara Beatriz Benedita Bernardo Bruno Camila Carlota Carolina Catarina César Clara Constança Daniel David Diana Diogo Duarte Eduardo Eva Fábio Filipa Filipe Flávia Francisca Francisco Frederico Gabriel Gonçalo Guilherme Gustavo Helena Henrique Hugo Inês Íris Isabel Jaime Joana João Jorge José Júlia Laura Leonor Lídia Lourenço Luísa Luís Madalena Mafalda Manuel Márcia Margarida Maria Mariana Marta Martim Matilde Miguel Mónica Nádia Nuno Olívia Patrícia Paulo Pedro Rafael Raquel Ricardo Rita Rodrigo Rosa Rúben Rui Salvador Santiago Sara Simão Sofia Tatiana Teresa Tiago Tomás Vasco Vera Vicente Vítor | Abreu Aguiar Almada Almeida Alves Amaral Amorim Andrade Antunes Araújo Azevedo Baptista Barbosa Barros Bastos Borges Branco Brandão Brito Caetano Calado Câmara Campos Cardoso Carneiro Castro Coelho Conceição Cordeiro Correia Costa Couto Cruz Cunha Dantas Domingues Duarte Esteves Faria Fernandes Ferraz Figueira Fonseca Freitas Furtado Garcia Gaspar Godinho Gomes Gouveia Guerreiro Guimarães Henriques Jardim Leal Leitão Lima Lobo Lopes Loureiro Macedo Machado Madeira Magalhães Maia Marques Martins Matias Medeiros Melo Mendes Meneses Monteiro Morais Moreira Mota Moura Nascimento Neves Nogueira Novais Nunes Paiva Peixoto Pereira Pessoa Pinheiro Pires Quintela Ramalho Rebelo Rego Ribeiro Rocha Sá Salgado Sampaio Saraiva Seabra Sequeira Serrano Simões Soares Taveira Teixeira Teles Torres Valadão Vaz Veiga Vidal Vieira Vilela Xavier
  7 | Amy Ben Callum Charlotte Eleanor George Hannah Harriet Imogen Jack Oliver Rosie Samuel Siobhán Toby | Ashworth Barlow Bennett Clarke Fairchild Hughes Kavanagh O’Sullivan Pemberton Reid Walsh Whitaker
  6 | Álex Begoña Carmen Íker Iñaki Jimena Lucía Núria Pablo Rocío Sergio Ximena | Álvarez Domènech Echeverría Gutiérrez Ibáñez Muñoz Núñez Peña Quiñones Vázquez Zúñiga
  5 | Anaïs Chloé Clément Éloïse Étienne Hélène Jérôme Léa Maël Noé Théo Zoé | Béranger Chevalier Delacroix Desprès Fournier Lefèvre Marchand Péchard Rousseau Thévenet
  5 | Anneke Björn Femke Greta Jörg Jürgen Käthe Lars Maren Søren Sven Ulrike | Bäcker Dijkstra Götz Hoffmann Jørgensen Lindqvist Müller Nygård Schäfer Leeuwenhoek Weiß
  5 | Andriy Bohdan Daryna Iryna Kateryna Maksym Oksana Olena Roman Solomiya Taras Yulia | Bondarenko Hrytsenko Kovalchuk Lysenko Melnyk Petrenko Savchuk Shevchenko Tkachenko Zelenko
  4 | Jakub Kasia Krzysztof Łukasz Małgorzata Michał Wojciech Zofia | Kaczmarek Król Mazur Nowak Sikora Wójcik Wróbel Zając
  4 | Adaeze Amara Chidi Efua Ifeoma Kofi Kwame Ngozi Tunde Yaa Zainab | Adeyemi Asante Balogun Boateng Chukwu Mensah Nwosu Okafor Okonkwo Owusu
  2 | Ahmad Dalia Hassan Karim Layla Mariam Nour Yasmin Youssef | Al-Masri Haddad Khoury Mansour Nasser Rahimi Sabbagh
  2 | Aslı Elif Emre Kerem Selin Yiğit Zeynep | Aydın Çelik Demir Öztürk Şahin Yıldız
  3 | Aditi Anjali Dev Farhan Ishaan Kavya Meera Nikhil Priya Rohan Tara | Banerjee Chaudhary Deshmukh Iyer Kulkarni Menon Pillai Rao Sharma Siddiqui
  1 | Aiko Hana Haruto Kenji Yuki | Fujimoto Mori Nakamura Tanaka
  1 | Linh Minh Ngọc Thảo | Hoàng Nguyễn Phạm Trần
  1 | Meiling Wei Xiuying Yichen | Chen Lin Wang Zhao`
  .trim()
  .split("\n")
  .map((line) => {
    const [share = "", given = "", family = ""] = line.trim().split(" | ");
    return { share: Number(share), given: given.split(" "), family: family.split(" ") };
  });

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

/** `count` people with different names, none in `taken`. */
export function makePeople(seed: string, count: number, domain: string, taken: readonly string[]): Person[] {
  const random = randomOf(seed, "people", domain);
  const total = origins.reduce((sum, { share }) => sum + share, 0);
  const used = new Set(taken.map(mailbox));
  const people: Person[] = [];
  for (const origin of origins) {
    const given = shuffled(random, origin.given);
    const family = shuffled(random, origin.family);
    const end = people.length + Math.ceil((count * origin.share) / total);
    // The family names move on by seven with each turn of the given names, so that no pair comes twice.
    for (let i = 0; people.length < end; i++) {
      if (i >= given.length * family.length)
        throw new RangeError("there are not enough names for so many people");
      const turn = Math.floor(i / given.length);
      const name = `${given[i % given.length]} ${family[(i + turn * 7) % family.length]}`;
      if (used.has(mailbox(name))) continue;
      used.add(mailbox(name));
      people.push({ name, email: `${mailbox(name)}@${domain}` });
    }
  }
  return shuffled(random, people).slice(0, count);
}
