import { parseAst } from "rolldown/parseAst";
import { each, type Rule } from "./rule";

/* Finds texts for people that are written in the code instead of the catalogues (lib/language/messages). */

type Node = { type: string; start: number; end: number; [field: string]: unknown };

/** Attributes and properties whose values are no words for people; `english`: an error that only programs read. */
const notWords =
  /^(class(Name)?|href|id|key|type|name|role|rel|target|method|autoComplete|inputMode|viewBox|d|fill|stroke|look|place|tone|align|size|kind|pip|height|width|layout|dataKey|style|transform|strokeDasharray|textAnchor|form|accept|src|as|scope|points|htmlFor|value|current|lang|preserveAspectRatio|code|pattern|referrerPolicy|allow|sandbox|xmlns|font|icon|media|colorScheme|english)$|^data-|^aria-(keyshortcuts|live|current|hidden|haspopup|sort|controls|labelledby|describedby|relevant|autocomplete)$/;
/** Attributes and properties whose values always are. */
const words = /^(title|label|alt|placeholder|hint|sub|description|aria-label|aria-roledescription)$/;
/** The same in every language. */
const productName = "Lectern";
const messageKey = /^[a-z_]+(\.[a-z]\w*)+$/;
const letters = /\p{L}{2,}/u;
const webAddress = /^https?:\/\/\S*$/;
/** Two words or more, or one with a capital. */
const looksWritten = /\p{L}[’']?\p{L}*[.,:;]?[ \u00a0]\p{L}|^\p{Lu}\p{Ll}+[.:…]?$/u;
const looksLikeCode =
  /^[a-z-]+:|^[a-z]\w*(\.\w+)+$|var\(|^\S*[/_]\S*$|--|\dpx|[{}=<>]|^-?[\w.]+(-[\w.]+)* [\w.]+-\w|^(GET|POST|Bearer|UTC|curl)( |$)|^[A-Z][a-z]+[A-Z]/;
/** Calls whose texts people do not read: class names, messages by key, errors of the program. */
const silentCalls =
  /^(t|t\.rich|.*\.t|.*\.t\.rich|classNames|RegExp|fetch|matchMedia|.*\.(querySelector(All)?|closest|matches|getElementById|addEventListener|removeEventListener|setAttribute|getAttribute|createElement|startsWith|endsWith|includes|split|join|replace(All)?|get|has|set|append|info|warn|error|debug)|Error|TypeError|RangeError|processSingleton|processCache(<.*>)?)$/s;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

/** The texts in a file of TypeScript or TSX, each with its line. */
export function hardcodedTexts(path: string, text: string): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = [];
  const add = (node: Node, words: string) =>
    found.push({
      line: text.slice(0, node.start).split("\n").length,
      text: words.trim().replace(/\s+/g, " ").slice(0, 100),
    });
  const source = (node: unknown) => (isNode(node) ? text.slice(node.start, node.end) : "");

  function visit(node: Node, place: string | null): void {
    if (node.type === "ExpressionStatement" && "directive" in node) return;
    if (/^TS(Type|Interface|Enum|Literal|Union)|^(Import|ExportAll)Declaration$/.test(node.type)) return;
    if (node.type === "JSXText") {
      const words = String(node.value);
      if (letters.test(words) && words.trim() !== productName) add(node, words);
      return;
    }
    if (node.type === "Literal") {
      const value = node.value;
      if (typeof value !== "string" || !letters.test(value)) return;
      if (value === productName || webAddress.test(value) || messageKey.test(value)) return;
      if (place && notWords.test(place)) return;
      if (place && words.test(place)) add(node, value);
      else if (looksWritten.test(value) && !looksLikeCode.test(value)) add(node, value);
      return;
    }
    if (node.type === "TemplateLiteral") {
      const quasis = (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
      const whole = quasis.join("0");
      const isWritten =
        quasis.some((part) => /(^|[ (])\p{L}{2,}[,.;:)]?( |$)/u.test(part)) && !looksLikeCode.test(whole);
      if (
        !(place && notWords.test(place)) &&
        (isWritten || (place && words.test(place) && letters.test(quasis.join(""))))
      )
        add(node, source(node));
      for (const part of node.expressions as Node[]) visit(part, place);
      return;
    }
    // SQL is for the database; what is put into it may not be.
    if (node.type === "TaggedTemplateExpression" && /^(\w+\.)?sql\b/.test(source(node.tag))) {
      for (const part of (node.quasi as { expressions: Node[] }).expressions) visit(part, null);
      return;
    }
    if (node.type === "CallExpression" || node.type === "NewExpression") {
      const silent = silentCalls.test(source(node.callee));
      if (isNode(node.callee)) visit(node.callee, null);
      for (const part of node.arguments as Node[])
        if (!silent || !/^(Literal|TemplateLiteral)$/.test(part.type)) visit(part, null);
      return;
    }
    if (node.type === "JSXAttribute") {
      const name = source(node.name);
      if (isNode(node.value)) visit(node.value, name);
      return;
    }
    if (node.type === "Property") {
      if (isNode(node.value)) visit(node.value, source(node.key).replace(/["']/g, ""));
      return;
    }
    if (node.type === "BinaryExpression" && /^[!=]==$/.test(String(node.operator))) return;
    const inner = /^(JSXExpressionContainer|ConditionalExpression|LogicalExpression|TSAsExpression)$/.test(
      node.type,
    );
    for (const [field, value] of Object.entries(node)) {
      if (
        field === "typeAnnotation" ||
        field === "typeArguments" ||
        (field === "test" && (inner || node.type === "SwitchCase"))
      )
        continue;
      for (const part of Array.isArray(value) ? value : [value])
        if (isNode(part)) visit(part, inner ? place : null);
    }
  }
  visit(parseAst(text, { lang: path.endsWith("x") ? "tsx" : "ts" }) as unknown as Node, null);
  return found;
}

/** The folders whose texts are in the catalogues. */
const inCatalogues = [
  /^(components|app\/(?!api\/|film\/))/,
  /^lib\/http\/(action|body|contract|csv|front|page-scripts|request-checks|route)\.ts$/,
  /^lib\/auth\/(identity|limits|reach)\.ts$/,
  /^lib\/platform\/(errors|problem|turns)\.ts$/,
  /^lib\/domain\/\w+\/((imports|lessons|classes|enrollments|assessments|results|notes)\/)?((schema|forms|filters|session-form|mutations)\.ts$|mutations\/)/,
  /^lib\/domain\/\w+\/(findings(\/|\.ts$)|words\.ts$)/,
  /^lib\/flows\/(overview\/|learning\/|roster\/|imports\/(destination|platforms|read-apart|file-worker)\.ts$)/,
  /^lib\/integrations\/(bigbluebutton|meet|oneroster|teams|zoom)\//,
  /^lib\/glossary\//,
];

export const languages: Rule[] = [
  {
    name: "texts for people are in the catalogues",
    offences: ({ production }) =>
      each(
        production.filter(({ path }) => inCatalogues.some((folder) => folder.test(path))),
        ({ path, text }) => hardcodedTexts(path, text).map(({ text: words }) => `says ${words}`),
      ),
    planted: {
      "components/people/account-devices.tsx": "export const Planted = () => <p>Two words</p>;\n",
    },
  },
];
